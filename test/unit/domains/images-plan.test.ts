import { describe, expect, it } from 'vitest'
import { groupImages, isTaken, questionId } from '../../../src-main/domains/images/on-pair/images-plan.ts'
import { isImageName, type Image } from '../../../src-main/domains/images/verbs.ts'

function image(name: string, parts: Partial<Image> = {}): Image {
  return {
    name: `${name}.qcow2`,
    bytes: 1,
    allocatedBytes: 1,
    modifiedAt: '2026-11-20T08:00:00.000Z',
    backing: { kind: 'none' },
    owner: 'root',
    group: 'root',
    mode: 0o600,
    sha256: name,
    sinceEqual: 'unchanged',
    ...parts,
  }
}
const on = (base: string): Partial<Image> => ({ backing: { kind: 'inside', name: `${base}.qcow2` } })
const changed = (sha256: string): Partial<Image> => ({ sha256, sinceEqual: 'changed' })
const decide = (from: readonly Image[], to: readonly Image[]) =>
  Object.fromEntries(groupImages(from, to).map(({ name, decision }) => [name.replace('.qcow2', ''), decision]))

describe('what becomes of an image', () => {
  it('depends on who has changed it since both had the same', () => {
    expect(decide([image('a')], [image('a')])).toEqual({ a: { kind: 'same' } })
    expect(decide([image('a', changed('x'))], [image('a')])).toEqual({ a: { kind: 'take', why: 'changed' } })
    expect(decide([image('a')], [image('a', changed('y'))])).toEqual({ a: { kind: 'keep' } })
    expect(decide([image('a', changed('x'))], [image('a', changed('y'))])).toEqual({ a: { kind: 'ask', first: false } })
  })

  it('is a question with the left laptop as default where nothing is known', () => {
    const never = (sha256: string) => image('a', { sha256, sinceEqual: 'never-equal' })
    const [group] = groupImages([never('x')], [never('y')])
    if (group === undefined) throw new Error('no group')
    expect(group.decision).toEqual({ kind: 'ask', first: true })
    expect([isTaken(group, {}), isTaken(group, { [questionId(group)]: 'keep' })]).toEqual([true, false])
  })

  it('is never decided by default when both have changed it', () => {
    const [group] = groupImages([image('a', changed('x'))], [image('a', changed('y'))])
    if (group === undefined) throw new Error('no group')
    expect(isTaken(group, {})).toBe(false)
  })

  it('is to come when only the left laptop has it, and to stay when only the other has', () => {
    expect(decide([image('a')], [image('b')])).toEqual({ a: { kind: 'take', why: 'new' }, b: { kind: 'only-there' } })
  })

  it('is nothing when it builds on what does not travel', () => {
    expect(decide([image('a', { backing: { kind: 'outside', path: '/srv/base.qcow2' } })], [])).toMatchObject({
      a: { kind: 'cannot' },
    })
    expect(decide([image('a', on('gone'))], [])).toMatchObject({ a: { kind: 'cannot' } })
    expect(decide([image('a', { dataFile: '/srv/data' })], [])).toMatchObject({ a: { kind: 'cannot' } })
  })
})

describe('images that build on each other', () => {
  it('stand for themselves on a base that is the same', () => {
    const from = [image('base'), image('a', { ...on('base'), ...changed('x') }), image('b', on('base'))]
    const to = [image('base'), image('a', on('base')), image('b', { ...on('base'), ...changed('y') })]
    expect(decide(from, to)).toEqual({
      base: { kind: 'same' },
      a: { kind: 'take', why: 'changed' },
      b: { kind: 'keep' },
    })
  })

  it('are one where the base differs, and asked about when each laptop has changed one of them', () => {
    const from = [image('base', changed('x')), image('a', on('base'))]
    const to = [image('base'), image('a', { ...on('base'), ...changed('y') })]
    expect(decide(from, to)).toEqual({ base: { kind: 'ask', first: false } })
  })

  it('cannot come when something that only the other laptop has builds on a base that differs', () => {
    const decisions = decide([image('base', changed('x'))], [image('base'), image('mine', on('base'))])
    expect(decisions).toMatchObject({ base: { kind: 'cannot' } })
    expect(Object.keys(decisions)).toEqual(['base'])
  })

  it('do not go round in circles', () => {
    expect(Object.keys(decide([image('a', on('b')), image('b', on('a'))], []))).not.toHaveLength(0)
  })
})

it('takes for the name of an image only a plain one', () => {
  expect(['a.qcow2', 'a b\n.qcow2'].every(isImageName)).toBe(true)
  expect(
    ['.a.qcow2', 'a/b.qcow2', '../a.qcow2', 'a', '\xff.qcow2', 'a\u012fb.qcow2', 'a\0.qcow2'].some(isImageName),
  ).toBe(false)
})
