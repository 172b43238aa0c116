import { describe, expect, it } from 'vitest'
import { keptSchema } from '../../../src-main/contract/rule.ts'
import type { Guest } from '../../../src-main/domains/images/guest-verbs.ts'
import { adoptedOf, removedGuests, takenGuests } from '../../../src-main/domains/images/on-pair/guest-runs.ts'
import { isTaken, safeDefaultOf } from '../../../src-main/domains/images/on-pair/image-answers.ts'
import type { ImageGroup } from '../../../src-main/domains/images/on-pair/image-group.ts'
import { previewImages } from '../../../src-main/domains/images/on-pair/images-preview.ts'
import { createImagesStep } from '../../../src-main/domains/images/on-pair/images-step.ts'
import { groupImages } from '../../../src-main/domains/images/on-pair/images-plan.ts'
import { decideWith } from '../../../src-main/domains/images/on-pair/probe-guests.ts'
import type { ImagesPlan } from '../../../src-main/domains/images/on-pair/probe-images.ts'
import type { Image } from '../../../src-main/domains/images/verbs.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { oneOf } from '../../renderer/recorded.ts'

const uuidOf = (letter: string) => `${letter.repeat(8)}-0000-4000-8000-000000000000`

function guest(name: string, parts: Partial<Guest> = {}): Guest {
  return {
    name,
    uuid: uuidOf('a'),
    state: 'off',
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

const planOf = (some: readonly ImageGroup[]): ImagesPlan => ({
  ...{
    groups: [...some],
    others: [],
    inUse: [],
    withoutTool: [],
    silent: [],
    withoutLibvirt: [],
    lacks: [],
    elsewhere: [],
  },
  room: { freeBytes: 1e9, fileSystem: 'disk' },
})
const pair = { from: { label: 'P17' }, to: { label: 'XPS 13' } } as unknown as Pair
const previewOf = (some: readonly ImageGroup[]) => previewImages(planOf(some), pair)

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
    expect(keptSchema.parse({ kind: 'image', name: 'guest/bare' })).toBeDefined()
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
  it('is one whose variables stand elsewhere, or that runs on the laptop that is taken', () => {
    const away = { ...same, guests: [guest('win', { ...changed('b'), variablesAt: '/srv/win.fd' })] }
    expect(decide(away, same)).toMatchObject({ 'win.qcow2': { kind: 'cannot' } })
    const changedGuest = { ...same, guests: [guest('win', changed('b'))] }
    const on = { ...same, guests: [guest('win', { state: 'running' })] }
    expect(decide(changedGuest, on)).toMatchObject({ 'win.qcow2': { kind: 'cannot' } })
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

describe('a guest that is not shut down on the laptop that is left', () => {
  const running = { ...same, guests: [guest('win', { state: 'running' })] }
  const one = (from: Laptop, to: Laptop) => oneOf('the group', [...groups(from, to)])
  const takeIt = { 'images:win.qcow2': 'take' }

  it('is taken only where the person has it shut down, whatever is known of its disks', () => {
    for (const to of [same, {}]) {
      const group = one(running, to)
      expect(group).toMatchObject({ decision: { kind: 'take' }, on: [{ name: 'win', state: 'running' }] })
      expect(safeDefaultOf(group)).toBe('keep')
      expect([isTaken(group, {}), isTaken(group, takeIt)]).toEqual([false, true])
    }
  })

  it('is one that runs without being defined, too', () => {
    const used = image('win', { usedBy: { kind: 'running', guest: 'test' } })
    expect(one({ images: [used] }, { images: [image('win')] })).toMatchObject({
      ...{ decision: { kind: 'take', why: 'changed' }, on: [{ name: 'test', state: 'running' }] },
    })
  })

  it('is no question where nothing of it would be read', () => {
    const used = { ...running, images: [image('win', { usedBy: { kind: 'running', guest: 'win' } })] }
    expect(groups(used, same, ['win.qcow2']).map(safeDefaultOf)).toEqual([undefined])
    const away = { ...same, guests: [guest('win', { state: 'running', variablesAt: '/srv/win.fd' })] }
    expect(groups(away, same).map(safeDefaultOf)).toEqual([undefined])
  })

  it('is left out by default where both changed it, and what is asked is of both', () => {
    const group = one(running, { ...same, guests: [guest('win', changed('b'))] })
    expect(group.decision).toEqual({ kind: 'ask', first: false })
    expect(safeDefaultOf(group)).toBe('keep')
    const [question] = previewOf([group]).questions
    expect(question?.reason).toBe('win runs on P17. Both laptops changed it since they were last the same')
    expect(question?.choices[0]).toMatchObject({
      id: 'take',
      effect: expect.stringContaining('Shuts win down') as string,
    })
  })

  it('is asked about the same as long as it runs, whatever it writes, and again once it is off', () => {
    const wrote = { images: [newImage('x')], guests: [guest('win', { ...changed('c'), state: 'running' })] }
    const used = { usedBy: { kind: 'running', guest: 'win' } } as const
    const about = (from: Laptop) => one(from, {}).about
    const [before, after] = [running, wrote].map((from) => ({
      ...from,
      images: from.images.map((disk) => ({ ...disk, ...used })),
    }))
    expect(before && after && about(before) === about(after)).toBe(true)
    expect(about(running)).not.toBe(about(same))
  })

  it('brings what it says when it is shut down, and nothing before', () => {
    const plan = previewOf([one(running, {})])
    expect(plan.estimate.items).toBe(0)
    expect(plan.blocks[0]).toMatchObject({ changes: [{ effect: 'keep', name: 'win' }] })
    const [leave, take] = plan.questions[0]?.choices ?? []
    expect([leave?.label, take?.label]).toEqual(['Leave it out of this switch', 'Shut it down when copying starts'])
    expect(take?.brings).toMatchObject({ counts: { add: 1 }, changes: [{ effect: 'add', name: 'win' }] })
    expect(plan.pages[0]?.heading?.title).toBe('win is not shut down on P17')
  })

  it('loses its saved memory only by an answer of its own', () => {
    const saved = { ...same, guests: [guest('win', { state: 'saved' })] }
    const take = previewOf([one(saved, {})]).questions[0]?.choices[1]
    expect(take).toMatchObject({ label: 'Discard its saved memory', bulk: false })
  })
})

describe('a plan that was answered', () => {
  const running = { ...same, guests: [guest('win', { state: 'running' })] }
  const changes = (agreed: Laptop, now: Laptop, answer?: 'keep' | 'take') => {
    const answers = answer === undefined ? {} : { 'images:win.qcow2': answer }
    const step = createImagesStep(() => Promise.resolve([]))
    return step.changes?.(planOf(groups(agreed, {})), planOf(groups(now, {})), answers)
  }

  it('holds when a guest that was to be shut down is off by itself, and not when it was to be left out', () => {
    expect(changes(running, running, 'keep')).toEqual([])
    expect(changes(running, same, 'take')).toEqual([])
    expect(changes(running, same, 'keep')).toEqual(['win is shut down now.'])
  })

  it('does not hold when a guest was started, or its memory was saved', () => {
    const saved = { ...same, guests: [guest('win', { state: 'saved' })] }
    expect(changes(same, running)).toEqual(['win runs now.'])
    expect(changes(running, saved, 'take')).toEqual(['The memory of win is saved now.'])
  })
})
