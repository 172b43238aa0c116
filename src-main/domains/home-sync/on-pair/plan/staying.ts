/** What stays as it is on either laptop because of what it is, so that the person knows before the switch begins. */
import type { PreviewBlock } from '../../../../contract/preview.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { isAtOrBelow, keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { findExisting, findImmutable, findNocow, findSpecialFolders, type ScanPart } from '../../scan-verbs.ts'
import type { Difference } from '../compare/difference.ts'
import type { ToldScan, Scanned, Scans } from '../compare/read-entries.ts'
import { shownPath } from './shown-path.ts'
import type { HomePlan, CountedNames, Staying } from './plan.ts'
import * as texts from './texts.ts'

const examplesShown = 5
/** More are not asked about: then they are named at the end. */
const askedAtMost = 20_000
const existingAtMost = 5_000

/** Hands the differences on, and collects what a line may replace or remove, with the folders around. */
export function createCandidates(): {
  readonly paths: ReadonlySet<BytePath>
  through(differences: AsyncIterable<Difference>): AsyncGenerator<Difference>
} {
  const paths = new Set<BytePath>()
  const add = (path: BytePath): void => {
    if (paths.size < askedAtMost) paths.add(path)
  }
  return {
    paths,
    async *through(differences) {
      for await (const difference of differences) {
        const { key, from, to } = difference
        const path = pathOfKey(key)
        if (from !== undefined) add(path.slice(0, Math.max(0, path.lastIndexOf('/'))))
        if (from !== undefined && (from.kind !== 'added' || to !== undefined)) add(path)
        yield difference
      }
    },
  }
}

/** Hands on what can come, and collects the read-only subvolumes of the target in which something would change. */
export function createClosed({ readOnly }: Pick<ToldScan, 'readOnly'>): {
  readonly paths: ReadonlySet<BytePath>
  through(differences: AsyncIterable<Difference>): AsyncGenerator<Difference>
} {
  const paths = new Set<BytePath>()
  return {
    paths,
    async *through(differences) {
      for await (const difference of differences) {
        const around = closedAround(difference.key, readOnly)
        if (around === undefined) yield difference
        else paths.add(around)
      }
    },
  }
}

/** The outermost of these that it is or lies in. */
export function closedAround(key: string, readOnly: readonly BytePath[]): BytePath | undefined {
  return readOnly.find((one) => isAtOrBelow(key, keyOfPath(one)))
}

/** On the target: nobody is asked about them, as they stay whatever the answer is. */
export async function foldersOfSpecials(
  { machine, scan }: Scanned,
  options: CallOptions,
): Promise<readonly BytePath[]> {
  const paths = scan.specials.slice(0, askedAtMost).map(({ path }) => path)
  if (paths.length === 0) return []
  return (await machine.call(findSpecialFolders, { scanId: scan.scanId, paths }, { signal: options.signal })).paths
}

interface Looking extends Scans {
  /** When both were equal; undefined the first time. */
  readonly base: string | undefined
  /** Of the target. */
  readonly candidates: ReadonlySet<BytePath>
  /** There too: read-only subvolumes that would change. */
  readonly closed: ReadonlySet<BytePath>
  readonly personFolder: BytePath
}

export async function findStaying(
  { from, to, base, candidates, closed, personFolder }: Looking,
  options: CallOptions,
): Promise<HomePlan['staying']> {
  const [{ paths }, nocow] = await Promise.all([
    candidates.size === 0
      ? { paths: [] }
      : to.machine.call(findImmutable, { scanId: to.scan.scanId, paths: [...candidates] }, { signal: options.signal }),
    storedApart({ from, to }, base === undefined ? 'inventory' : 'changes', options),
  ])
  const name = (some: readonly BytePath[], count = some.length): CountedNames => ({
    count,
    examples: some.slice(0, examplesShown).map((path) => textFromBytePath(shownPath(path, personFolder))),
  })
  const stayingOn = (
    scan: ToldScan,
    apart: Readonly<Record<'immutable' | 'nocow' | 'closed', readonly BytePath[]>>,
  ): Staying => {
    const leftOut = (kind: 'mount' | 'deep' | 'unreadable' | 'store' | 'subvolume'): CountedNames => {
      const found = scan.leftOut.find((one) => one.kind === kind)
      return name(found?.examples ?? [], found?.count)
    }
    const special = (kind: 'socket' | 'device'): CountedNames =>
      name(scan.specials.filter((one) => one.kind === kind).map(({ path }) => path))
    return {
      sockets: special('socket'),
      devices: special('device'),
      mounts: leftOut('mount'),
      stores: leftOut('store'),
      deep: leftOut('deep'),
      subvolumes: leftOut('subvolume'),
      closed: name(apart.closed),
      immutable: name(apart.immutable),
      nocow: name(apart.nocow),
      unreadable: leftOut('unreadable'),
    }
  }
  return {
    from: stayingOn(from.scan, { immutable: [], nocow: nocow.from, closed: [] }),
    to: stayingOn(to.scan, { immutable: paths, nocow: nocow.to, closed: [...closed] }),
  }
}

/** What both have, and one of them alone writes in place instead of copying on write. */
async function storedApart(
  { from, to }: Scans,
  part: ScanPart,
  options: CallOptions,
): Promise<Readonly<Record<'from' | 'to', readonly BytePath[]>>> {
  const { signal } = options
  const nocowOn = async ({ machine, scan: { scanId } }: Scanned, of: ScanPart | BytePath[]) =>
    (await machine.call(findNocow, { scanId, of }, { signal })).paths
  const [ofFrom, ofTo] = await Promise.all([from, to].map((side) => nocowOn(side, part)))
  const asked = [...new Set([...(ofFrom ?? []), ...(ofTo ?? [])])].slice(0, existingAtMost)
  if (asked.length === 0) return { from: [], to: [] }
  const sides = await Promise.all(
    [from, to].map(async (side) => ({
      nocow: new Set(await nocowOn(side, asked)),
      there: new Set(
        (await side.machine.call(findExisting, { scanId: side.scan.scanId, paths: asked }, { signal })).paths,
      ),
    })),
  )
  const onBoth = asked.filter((path) => sides.every(({ there }) => there.has(path)))
  const alone = (one: number): readonly BytePath[] =>
    onBoth.filter((path) => sides.every(({ nocow }, side) => nocow.has(path) === (side === one)))
  return { from: alone(0), to: alone(1) }
}

export function stayingNotices({ staying }: HomePlan, { from, to }: Pair): readonly PreviewBlock[] {
  const kinds = [
    ...(['unreadable', 'mounts', 'closed', 'immutable', 'deep', 'subvolumes'] as const),
    ...(['stores', 'devices', 'sockets', 'nocow'] as const),
  ]
  return kinds.flatMap((kind): PreviewBlock[] => {
    const found = [
      { label: from.label, ...staying.from[kind] },
      { label: to.label, ...staying.to[kind] },
    ].filter(({ count }) => count > 0)
    if (found.length === 0) return []
    const tone = kind === 'sockets' || kind === 'nocow' || kind === 'subvolumes' ? 'info' : 'warning'
    return [{ kind: 'notice', pageId: wizardPages.home.id, tone, ...texts.staying[kind](found) }]
  })
}
