/** What of a deletion is asked about where something was renamed: all that is not there under another name as it was. */
import { describe, expect, it } from 'vitest'
import type { FileSet } from '../../../src-main/domains/home-sync/file-sets/file-set.ts'
import { formatShared, keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import type { Difference } from '../../../src-main/domains/home-sync/on-pair/compare/difference.ts'
import { collectUnits } from '../../../src-main/domains/home-sync/on-pair/plan/collect-units.ts'
import { createRenames } from '../../../src-main/domains/home-sync/on-pair/plan/renames.ts'
import { createUnits } from '../../../src-main/domains/home-sync/on-pair/plan/units.ts'
import { vanishedDecisions } from '../../../src-main/domains/home-sync/on-pair/plan/vanished-decisions.ts'

/** Paths with what they hold; a folder holds nothing. */
type Home = Readonly<Record<string, number | 'folder'>>

function differencesOf(before: Home, now: Home): readonly Difference[] {
  const told = (kind: 'deleted' | 'added', path: string, holds: number | 'folder'): Difference => {
    const [type, size] = holds === 'folder' ? ['d', 0] : ['f', holds]
    const looks = { type, mode: '644', user: 'alice', group: 'alice', size, mtime: '1.0', leader: '', target: '' }
    return { key: keyOfPath(path), from: { kind, shared: formatShared(looks) } }
  }
  return [
    ...Object.entries(before).map(([path, holds]) => told('deleted', path, holds)),
    ...Object.entries(now).map(([path, holds]) => told('added', path, holds)),
  ].sort((one, other) => (one.key < other.key ? -1 : 1))
}

interface Changing {
  readonly before: Home
  readonly now: Home
  /** Files, by both names. */
  readonly moved: readonly (readonly [from: string, to: string])[]
  readonly sets?: readonly FileSet[]
  readonly there?: { readonly entries: number; readonly bytes: number }
}

async function asked({ before, now, moved, sets = [], there = { entries: 500, bytes: 100e9 } }: Changing) {
  const moves = moved.map(([from, to]) => ({ from, to }))
  const renames = await createRenames(moves, [])
  // oxlint-disable-next-line typescript/require-await -- a stream made of a list
  async function* stream(): AsyncGenerator<Difference> {
    yield* differencesOf(before, now)
  }
  const of = createUnits([], sets)
  const { taken } = await collectUnits(stream(), {
    of,
    alwaysTaken: () => false,
    wasKept: () => false,
    record: (difference) => renames.note(difference),
  })
  const { went } = await renames.find(() => false)
  const decisions = await vanishedDecisions(taken, { there, went, wholeOf: of.wholeOf }, 'alice')
  return decisions.map(({ place, paths, from, versions }) => ({
    place,
    paths,
    deleted: from.deleted,
    bytes: versions.to.bytes,
  }))
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`)
const filesIn = (folder: string, all: readonly string[], bytes = 10): Home =>
  Object.fromEntries<number | 'folder'>([
    [folder, 'folder'],
    ...all.map((name): [string, number] => [`${folder}/${name}`, bytes]),
  ])
const between = (from: string, to: string, all: readonly string[]) =>
  all.map((name) => [`${from}/${name}`, `${to}/${name}`] as const)

describe('what vanished from a renamed folder', () => {
  it('is asked about where parts of one thing lay in it, and were renamed', async () => {
    const [bases, films] = [names('base', 6), names('film', 5)]
    const paths = [...bases.map((name) => `alice/lab/${name}`), 'alice/vms/top.qcow2']
    expect(
      await asked({
        before: { ...filesIn('alice/lab', bases), ...filesIn('alice/lab', films, 8e9) },
        now: filesIn('alice/lab-2026', bases),
        moved: between('alice/lab', 'alice/lab-2026', bases),
        sets: [{ kind: 'image', paths }],
      }),
    ).toMatchObject([{ place: 'lab', paths: films.map((name) => `alice/lab/${name}`), deleted: 5, bytes: 40e9 }])
  })

  it('is nothing where a part of another thing was renamed with it', async () => {
    const disks = names('disk', 3)
    const guest: FileSet = { kind: 'guest', paths: ['alice/vms/disk0', 'alice/.config/libvirt/qemu/work.xml'] }
    expect(
      await asked({
        before: filesIn('alice/vms', disks, 30e9),
        now: filesIn('alice/machines', disks, 30e9),
        moved: between('alice/vms', 'alice/machines', disks),
        sets: [guest],
      }),
    ).toEqual([])
  })

  it('is asked about by name where it is little of each of many folders', async () => {
    const clients = names('alice/client', 12)
    const [gone, kept] = [names('gone', 18), names('kept', 4)]
    const decisions = await asked({
      before: Object.assign({}, ...clients.map((one) => filesIn(one, [...gone, ...kept]))) as Home,
      now: Object.assign({}, ...clients.map((one) => filesIn(`${one}-2026`, kept))) as Home,
      moved: clients.flatMap((one) => between(one, `${one}-2026`, kept)),
    })
    expect(decisions.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(216)
    expect(decisions).toHaveLength(12)
    expect(decisions[0]).toMatchObject({ place: 'client0', deleted: 18 })
    expect(decisions[0]?.paths).toEqual(gone.map((name) => `alice/client0/${name}`).sort())
  })

  it('is what has the same names in another folder and other contents, though something of it was moved there', async () => {
    const pages = names('page', 100)
    const [decision, ...others] = await asked({
      before: { ...filesIn('alice/site', pages), ...filesIn('alice/site/images', ['logo']) },
      now: { ...filesIn('alice/site-v2', pages, 30), ...filesIn('alice/site-v2/images', ['logo']) },
      moved: between('alice/site/images', 'alice/site-v2/images', ['logo']),
    })
    expect(decision).toMatchObject({ place: 'site', deleted: 100 })
    expect(decision?.paths).not.toContain('alice/site/images/logo')
    expect(others).toEqual([])
  })

  it('is what was written to after its folder was renamed', async () => {
    const [same, written] = [names('same', 100), names('written', 60)]
    const decisions = await asked({
      before: { ...filesIn('alice/old', same), ...filesIn('alice/old', written) },
      now: { ...filesIn('alice/new', same), ...filesIn('alice/new', written, 30) },
      moved: between('alice/old', 'alice/new', same),
    })
    expect(decisions).toMatchObject([{ place: 'old', deleted: 60 }])
  })

  it('is named with the folder that held it, unless something of that was renamed', async () => {
    const [gone, kept] = [names('gone', 60), names('kept', 60)]
    const decisions = await asked({
      before: { 'alice/work': 'folder', ...filesIn('alice/work/gone', gone), ...filesIn('alice/work/kept', kept) },
      now: filesIn('alice/kept', kept),
      moved: between('alice/work/kept', 'alice/kept', kept),
    })
    expect(decisions).toMatchObject([{ place: 'work/gone', paths: ['alice/work/gone'], deleted: 61 }])
  })

  it('is not the emptied folder around what was renamed', async () => {
    const all = names('folder', 40)
    const before = all.map((name) => filesIn(`alice/${name}`, ['a']))
    expect(
      await asked({
        before: Object.assign({}, ...before) as Home,
        now: filesIn('alice/all', all),
        moved: all.map((name) => [`alice/${name}/a`, `alice/all/${name}`] as const),
        there: { entries: 100, bytes: 100e9 },
      }),
    ).toEqual([])
  })
})
