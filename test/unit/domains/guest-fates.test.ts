import { describe, expect, it } from 'vitest'
import type { Guest } from '../../../src-main/domains/images/guest-verbs.ts'
import { adoptedOf, removedGuests, takenGuests } from '../../../src-main/domains/images/on-pair/guest-runs.ts'
import { safeDefaultOf } from '../../../src-main/domains/images/on-pair/image-answers.ts'
import { groupImages } from '../../../src-main/domains/images/on-pair/images-plan.ts'
import { decideWith } from '../../../src-main/domains/images/on-pair/probe-guests.ts'
import type { Image } from '../../../src-main/domains/images/verbs.ts'

const uuidOf = (letter: string) => `${letter.repeat(8)}-0000-4000-8000-000000000000`

function guest(name: string, parts: Partial<Guest> = {}): Guest {
  return {
    name,
    uuid: uuidOf('a'),
    isOn: false,
    images: [`${name}.qcow2`],
    elsewhere: [],
    hasVariables: true,
    hasTpm: true,
    snapshots: [],
    digest: 'a'.repeat(64),
    sinceEqual: 'unchanged',
    needs: { files: [], networks: [], pools: [] },
    ...parts,
  }
}

function image(name: string, parts: Partial<Image> = {}): Image {
  const sha256 = parts.sha256 ?? name
  return {
    ...{ name: `${name}.qcow2`, bytes: 1, allocatedBytes: 1, modifiedAt: '2026-11-20T08:00:00.000Z' },
    ...{ backing: { kind: 'none' }, owner: 'root', group: 'root', mode: 0o600, sinceEqual: 'unchanged' },
    ...parts,
    sha256,
  }
}

interface Laptop {
  readonly images?: readonly Image[]
  readonly guests?: readonly Guest[]
  readonly gone?: readonly string[]
}

function groups(from: Laptop, to: Laptop, kept: readonly string[] = []) {
  const listed = ({ images = [] }: Laptop) => ({ images, gone: [] })
  const guests = ({ guests: some = [], gone = [] }: Laptop) => ({ guests: some, gone })
  return groupImages(listed(from), listed(to), new Set(kept), { from: guests(from), to: guests(to) })
}
const decide = (from: Laptop, to: Laptop, kept: readonly string[] = []) =>
  Object.fromEntries(groups(from, to, kept).map(({ name, decision }) => [name, decision]))

const same = { images: [image('win')], guests: [guest('win')] }
const changed = (digest: string): Partial<Guest> => ({ digest: digest.repeat(64), sinceEqual: 'changed' })
const newImage = (sha256: string) => image('win', { sha256, sinceEqual: 'changed' })

describe('a guest and its disks', () => {
  it('are one, whichever of them was changed', () => {
    const only = { 'win.qcow2': { kind: 'take', why: 'changed' } }
    expect(decide(same, same)).toEqual({ 'win.qcow2': { kind: 'same' } })
    expect(decide({ ...same, guests: [guest('win', changed('b'))] }, same)).toEqual(only)
    expect(decide({ ...same, images: [newImage('x')] }, same)).toEqual(only)
    expect(decide(same, { ...same, guests: [guest('win', changed('b'))] })).toEqual({ 'win.qcow2': { kind: 'keep' } })
    expect(decide(same, {})).toEqual({ 'win.qcow2': { kind: 'take', why: 'new' } })
    expect(decide({}, same)).toEqual({ 'win.qcow2': { kind: 'only-there' } })
  })

  it('are asked about when one laptop changed the disk and the other one the definition', () => {
    const asked = { 'win.qcow2': { kind: 'ask', first: false } }
    const newGuest = { ...same, guests: [guest('win', changed('b'))] }
    expect(decide({ ...same, images: [newImage('x')] }, newGuest)).toEqual(asked)
    expect(decide(newGuest, { ...same, guests: [guest('win', changed('c'))] })).toEqual(asked)
    const [group] = groups(newGuest, { ...same, guests: [guest('win', changed('c'))] })
    expect(group && safeDefaultOf(group)).toBeUndefined()
  })

  it('are kept apart by one rule', () => {
    expect(decide({ ...same, images: [newImage('x')] }, same, ['win.qcow2'])).toEqual({ 'win.qcow2': { kind: 'kept' } })
    const bare = guest('bare', { images: [], ...changed('b') })
    expect(decide({ guests: [bare] }, { guests: [guest('bare', { images: [] })] }, ['guest/bare'])).toEqual({
      'guest/bare': { kind: 'kept' },
    })
  })

  it('go together, and are neither removed nor brought back by default', () => {
    const [deleted] = groups({ gone: ['win'], images: [image('win')] }, same)
    expect(deleted).toMatchObject({ decision: { kind: 'deleted-here', changed: false } })
    expect(deleted && safeDefaultOf(deleted)).toBe('keep')
    expect(
      removedGuests(
        [deleted].filter((one) => one !== undefined),
        {},
      ),
    ).toEqual([])
    expect(
      removedGuests(
        [deleted].filter((one) => one !== undefined),
        { 'images:win.qcow2': 'take' },
      ),
    ).toEqual([uuidOf('a')])
    expect(decide(same, { images: [image('win')], gone: ['win'] })).toMatchObject({
      'win.qcow2': { kind: 'deleted-there' },
    })
  })

  it('stay with one that has a disk in common', () => {
    const two = guest('two', { uuid: uuidOf('b'), images: ['win.qcow2', 'two.qcow2'] })
    const from = { images: [image('win'), image('two')], guests: [guest('win'), two] }
    expect(decide(from, {})).toEqual({ 'two.qcow2': { kind: 'take', why: 'new' } })
    expect(groups(from, {})[0]?.guests.map(({ name }) => name)).toEqual(['win', 'two'])
  })

  it('leave a base that is the same out of it', () => {
    const overlay = { backing: { kind: 'inside' as const, name: 'base.qcow2' } }
    const from = { images: [image('base'), image('win', { ...overlay, sha256: 'x' })], guests: [guest('win')] }
    expect(decide(from, { images: [image('base')] })).toEqual({
      'base.qcow2': { kind: 'same' },
      'win.qcow2': { kind: 'take', why: 'new' },
    })
  })
})

describe('another guest there', () => {
  const other = guest('win', { uuid: uuidOf('b'), digest: 'b'.repeat(64), sinceEqual: 'never-equal' })
  const renamed = guest('work', { images: ['win.qcow2'] })

  it('of the same name or the same UUID is asked about, and kept by default', () => {
    const byName = groups(same, { images: [image('win')], guests: [other] })
    expect(byName.map(({ decision }) => decision)).toEqual([{ kind: 'rival', by: 'name', other: 'win' }])
    expect(byName.map(safeDefaultOf)).toEqual(['keep'])
    expect(takenGuests(byName, {})).toEqual([])
    const byUuid = groups(same, { images: [image('win')], guests: [renamed] })
    expect(byUuid.map(({ decision }) => decision)).toEqual([{ kind: 'rival', by: 'uuid', other: 'work' }])
  })

  it('gives way when it is taken, as long as it is the one that was shown', () => {
    const [group] = groups(same, { images: [image('win')], guests: [other] })
    if (group === undefined) throw new Error('no group')
    const answers = { [`images:${group.name}`]: 'take' }
    expect(removedGuests([group], answers)).toEqual([other.uuid])
    const offered = [{ uuid: uuidOf('a'), sent: 'd'.repeat(64), digest: 'e'.repeat(64), paths: [] }]
    expect(adoptedOf(group, offered, [other.uuid])).toEqual({
      taken: [{ uuid: uuidOf('a'), name: 'win', sent: 'd'.repeat(64), digest: 'e'.repeat(64) }],
      removed: [other.uuid],
      there: [{ uuid: other.uuid, name: 'win', digest: other.digest }],
    })
  })
})

describe('a guest that is left', () => {
  it('is one whose variables stand elsewhere, or that is not shut down', () => {
    const away = { ...same, guests: [guest('win', { ...changed('b'), variablesAt: '/srv/win.fd' })] }
    expect(decide(away, same)).toMatchObject({ 'win.qcow2': { kind: 'cannot' } })
    const on = { ...same, guests: [guest('win', { ...changed('b'), isOn: true })] }
    expect(decide(on, same)).toMatchObject({ 'win.qcow2': { kind: 'cannot' } })
  })

  it('is every one where libvirt does not answer, with its images', () => {
    const images = (both: Parameters<typeof groupImages>[3]) =>
      groupImages({ images: [newImage('x')], gone: [] }, { images: [image('win')], gone: [] }, new Set(), both)
    const none = { from: { guests: [], gone: [] }, to: { guests: [], gone: [] } }
    const plan = { silent: ['P17'], withoutLibvirt: [], lacks: [], elsewhere: [] }
    expect(decideWith({ both: none, plan }, images)).toMatchObject([
      { decision: { kind: 'cannot', why: 'libvirt does not answer on P17' } },
    ])
  })
})
