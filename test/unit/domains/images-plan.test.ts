import { describe, expect, it } from 'vitest'
import { isTaken, questionId, safeDefaultOf } from '../../../src-main/domains/images/on-pair/image-answers.ts'
import { groupImages } from '../../../src-main/domains/images/on-pair/images-plan.ts'
import { estimateImages, previewImages } from '../../../src-main/domains/images/on-pair/images-preview.ts'
import type { ImagesPlan } from '../../../src-main/domains/images/on-pair/probe-images.ts'
import { removedImages } from '../../../src-main/domains/images/on-pair/run-images.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { isImageName } from '../../../src-main/domains/images/image-name.ts'
import type { Image } from '../../../src-main/domains/images/verbs.ts'

const noGuests = { silent: [], withoutLibvirt: [], lacks: [], elsewhere: [] }

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
type Gone = readonly string[]
const listed = (images: readonly Image[], gone: Gone = []) => ({ images, gone: gone.map((name) => `${name}.qcow2`) })
const group = (from: readonly Image[], to: readonly Image[]) => groupImages(listed(from), listed(to))
const decide = (from: readonly Image[], to: readonly Image[], gone: { from?: Gone; to?: Gone } = {}) =>
  Object.fromEntries(
    groupImages(listed(from, gone.from), listed(to, gone.to)).map(({ name, decision }) => [
      name.replace('.qcow2', ''),
      decision,
    ]),
  )

const pair = { from: { label: 'P17' }, to: { label: 'XPS 13' } } as unknown as Pair
const planOf = (groups: ImagesPlan['groups']): ImagesPlan => ({
  ...{ groups, others: [], inUse: [], withoutTool: [], ...noGuests, room: { freeBytes: 1e9, fileSystem: 'disk' } },
})

describe('how much crosses', () => {
  const base = { sha256: 'last', changedBytes: 5_000 }
  const size = { bytes: 2e9, allocatedBytes: 1e9 }
  const comingOf = (there: Partial<Image>) =>
    group([image('work', { ...size, ...changed('new'), base })], [image('work', { ...size, ...there })])

  it('is what changed where both laptops keep the same of it, and all of it otherwise', () => {
    const coming = (there: Partial<Image>) => comingOf(there).flatMap(({ members }) => members)[0]?.comingBytes
    expect(coming({ base: { sha256: 'last', changedBytes: 0 } })).toBe(5_000)
    expect(coming({ base: { sha256: 'older', changedBytes: 0 } })).toBe(1e9)
    expect(coming({})).toBe(1e9)
  })

  it('is nothing of an overlay that is the same, when its base comes', () => {
    const [here, there] = [changed('new'), changed('old')].map((one) => [image('base', one), image('work', on('base'))])
    const plan = planOf([...groupImages(listed(here ?? []), listed(there ?? []))])
    const answers = { 'images:base.qcow2': 'take' }
    expect(estimateImages(plan, answers)).toMatchObject({ items: 1 })
    expect(previewImages(plan, pair).blocks[0]).toMatchObject({ count: 1, changes: [{ name: 'base.qcow2' }] })
  })

  it('is said with the size of the whole, and counts for the time', () => {
    const plan: ImagesPlan = {
      ...planOf([]),
      groups: [...comingOf({ base: { sha256: 'last', changedBytes: 0 } })],
    }
    const preview = previewImages(plan, pair)
    expect(preview.estimate.bytes).toBe(5_000)
    expect(preview.blocks[0]).toMatchObject({
      changes: [{ bytes: 5_000, detail: 'Changed on P17; of 1.0 GB, only what changed is copied' }],
    })
  })
})

describe('the question about an image', () => {
  it('says of both laptops how large it is, when it was changed and started last, and which is newer', () => {
    const [here, there] = ['2026-11-19T08:00:00.000Z', '2026-11-20T08:00:00.000Z'] as const
    const groups = group(
      [
        image('a', {
          ...changed('x'),
          allocatedBytes: 8_700_000,
          modifiedAt: here,
          startedAt: '2026-11-18T18:05:00.000Z',
        }),
      ],
      [image('a', { ...changed('y'), allocatedBytes: 9_100_000, modifiedAt: there })],
    )
    const plan: ImagesPlan = {
      groups: [...groups],
      others: [],
      inUse: [],
      withoutTool: [],
      ...noGuests,
      room: { freeBytes: 1e9, fileSystem: 'disk' },
    }
    expect(previewImages(plan, pair).questions.map(({ versions }) => versions)).toEqual([
      [
        { laptop: 'P17', what: '8.7 MB', at: here, startedAt: '2026-11-18T18:05:00.000Z', isNewer: false },
        { laptop: 'XPS 13', what: '9.1 MB', at: there, isNewer: true },
      ],
    ])
  })
})

describe('what becomes of an image', () => {
  it('depends on who has changed it since both had the same', () => {
    expect(decide([image('a')], [image('a')])).toEqual({ a: { kind: 'same' } })
    expect(decide([image('a', changed('x'))], [image('a')])).toEqual({ a: { kind: 'take', why: 'changed' } })
    expect(decide([image('a')], [image('a', changed('y'))])).toEqual({ a: { kind: 'keep' } })
    expect(decide([image('a', changed('x'))], [image('a', changed('y'))])).toEqual({ a: { kind: 'ask', first: false } })
  })

  it('is a question with the left laptop as default where nothing is known', () => {
    const never = (sha256: string) => image('a', { sha256, sinceEqual: 'never-equal' })
    const [one] = group([never('x')], [never('y')])
    if (one === undefined) throw new Error('no group')
    expect(one.decision).toEqual({ kind: 'ask', first: true })
    expect([isTaken(one, {}), isTaken(one, { [questionId(one)]: 'keep' })]).toEqual([true, false])
  })

  it('is never decided by default when both have changed it', () => {
    const [one] = group([image('a', changed('x'))], [image('a', changed('y'))])
    if (one === undefined) throw new Error('no group')
    expect(isTaken(one, {})).toBe(false)
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

it('is about both versions of all images of the group', () => {
  const about = (from: Partial<Image>, to: Partial<Image> = {}): string =>
    group([image('a', from)], [image('a', { ...changed('b'), ...to })])
      .map((one) => one.about)
      .join()
  const first = about({})
  expect(first).not.toBe('')
  expect(about({})).toBe(first)
  expect(about({ sha256: 'c' })).not.toBe(first)
  expect(about({}, { modifiedAt: '2026-11-20T08:00:01.000Z' })).not.toBe(first)
  expect(about({}, { bytes: 2 })).not.toBe(first)
})

describe('an image of which each laptop keeps its own', () => {
  const kept = new Set(['a.qcow2'])
  const withRule = (from: readonly Image[], to: readonly Image[], gone: { from?: Gone; to?: Gone } = {}) =>
    groupImages(listed(from, gone.from), listed(to, gone.to), kept)

  it('is offered as an answer to every question about images, and is not taken then', () => {
    const [mine, theirs] = [image('a', changed('x')), image('a', changed('y'))]
    const asked = [
      group([mine], [theirs]),
      groupImages(listed([], ['a']), listed([theirs])),
      groupImages(listed([mine]), listed([], ['a'])),
    ].map((groups) => [...groups])
    for (const groups of asked) {
      const [question] = previewImages(planOf(groups), pair).questions
      expect(question?.choices.at(-1)).toMatchObject({
        ...{ id: 'keep-always', label: "Keep, don't ask again", meaning: 'keep' },
        rule: { kind: 'image', name: 'a.qcow2' },
      })
      expect(groups.map((one) => isTaken(one, { 'images:a.qcow2': 'keep-always' }))).toEqual([false])
    }
  })

  it('is neither copied nor asked about any more, whoever changes, deletes or makes it', () => {
    const [mine, theirs] = [image('a', changed('x')), image('a', changed('y'))]
    const all = [
      withRule([mine], [theirs]),
      withRule([mine], [image('a')]),
      withRule([mine], []),
      withRule([mine], [], { to: ['a'] }),
      withRule([], [theirs], { from: ['a'] }),
    ]
    expect(all.map((groups) => groups.map(({ decision }) => decision.kind))).toEqual(all.map(() => ['kept']))
    for (const groups of all) {
      const { questions, blocks } = previewImages(planOf([...groups]), pair)
      expect(questions).toEqual([])
      expect(groups.map((one) => isTaken(one, {}))).toEqual([false])
      expect(JSON.stringify(blocks)).toContain('Each laptop keeps its own, as you chose')
    }
  })

  it('is the same when it is, and stands for all that builds on it where it differs', () => {
    expect(withRule([image('a')], [image('a')]).map(({ decision }) => decision.kind)).toEqual(['same'])
    const overlay = image('overlay', { ...on('a'), ...changed('z') })
    const groups = withRule([image('a', changed('x')), overlay], [image('a', changed('y')), image('overlay', on('a'))])
    expect(groups.map(({ name, decision }) => [name, decision.kind])).toEqual([['a.qcow2', 'kept']])
  })
})

describe('an image that one laptop deleted', () => {
  it('is asked about, and neither goes nor comes back by default', () => {
    const here = groupImages(listed([], ['a']), listed([image('a')]))
    const there = groupImages(listed([image('a')]), listed([], ['a']))
    expect([...here, ...there].map(({ decision }) => decision)).toEqual([
      { kind: 'deleted-here', changed: false },
      { kind: 'deleted-there', changed: false },
    ])
    expect([...here, ...there].map((one) => isTaken(one, {}))).toEqual([false, false])
    expect([...here, ...there].map((one) => isTaken(one, { 'images:a.qcow2': 'take' }))).toEqual([true, true])
    expect([...here, ...there].map(safeDefaultOf)).toEqual(['keep', 'keep'])
  })

  it('needs an answer when the laptop that is left has worked on it since', () => {
    const [one] = groupImages(listed([image('a', changed('x'))]), listed([], ['a']))
    if (one === undefined) throw new Error('no group')
    expect(one.decision).toEqual({ kind: 'deleted-there', changed: true })
    expect(safeDefaultOf(one)).toBeUndefined()
    expect(decide([], [image('a', changed('x'))], { from: ['a'] })).toEqual({
      a: { kind: 'deleted-here', changed: true },
    })
  })

  it('is one with what it was based on, when both went', () => {
    const to = [image('base'), image('a', on('base'))]
    const [one, ...others] = groupImages(listed([], ['base', 'a']), listed(to))
    expect(one?.decision).toEqual({ kind: 'deleted-here', changed: false })
    expect(one?.members.map(({ there }) => there)).toEqual(to.map(({ bytes, modifiedAt }) => ({ bytes, modifiedAt })))
    expect(others).toEqual([])
  })

  it('stays while something that stays is based on it', () => {
    const there = [image('base'), image('a', on('base'))]
    expect(decide([], there, { from: ['base'] })).toEqual({ base: { kind: 'only-there' } })
    expect(decide([image('a', on('base'))], there, { from: ['base'] })).toEqual({ base: { kind: 'only-there' } })
  })

  it('goes with a new version of its base, if the person says so', () => {
    const from = listed([image('base', changed('x'))], ['a'])
    const [one] = groupImages(from, listed([image('base'), image('a', on('base'))]))
    expect(one?.decision).toEqual({ kind: 'deleted-here', changed: false })
    expect(removedImages(one === undefined ? [] : [one], { [questionId({ name: 'base.qcow2' })]: 'take' })).toEqual([
      'a.qcow2',
    ])
  })

  it('is another one when nobody had it before', () => {
    expect(decide([image('a')], [image('b')], { from: ['c'], to: ['c'] })).toMatchObject({
      a: { kind: 'take' },
      b: { kind: 'only-there' },
    })
  })
})

it('has an id of its own for each name', () => {
  const names = ['a\n.qcow2', 'a\\n.qcow2', 'a\\x0a.qcow2']
  expect(new Set(names.map((name) => questionId({ name }))).size).toBe(names.length)
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
