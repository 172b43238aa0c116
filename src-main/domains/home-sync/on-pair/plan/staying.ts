/** What stays as it is on either laptop because of what it is, so that the person knows before the switch begins. */
import type { PreviewBlock } from '../../../../contract/preview.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { pathOfKey } from '../../inventory/inventory-entry.ts'
import { findImmutable, findSpecialFolders } from '../../scan-verbs.ts'
import type { Difference } from '../compare/difference.ts'
import type { Scan, Scanned } from '../compare/read-entries.ts'
import { shownPath } from './shown-path.ts'
import type { HomePlan, Named, Staying } from './plan.ts'
import * as texts from './texts.ts'

const examplesShown = 5
/** More are not asked about: then they are named at the end. */
const askedAtMost = 20_000

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

/** On the laptop that is taken: nobody is asked about them, as they stay whatever the answer is. */
export async function foldersOfSpecials(
  { machine, scan }: Scanned,
  options: CallOptions,
): Promise<readonly BytePath[]> {
  const paths = scan.specials.slice(0, askedAtMost).map(({ path }) => path)
  if (paths.length === 0) return []
  return (await machine.call(findSpecialFolders, { scanId: scan.scanId, paths }, { signal: options.signal })).paths
}

/** `candidates` of the laptop that is taken. */
export async function findStaying(
  { from, to }: { readonly from: Scanned; readonly to: Scanned },
  candidates: ReadonlySet<BytePath>,
  personFolder: BytePath,
  options: CallOptions,
): Promise<HomePlan['staying']> {
  const { paths } =
    candidates.size === 0
      ? { paths: [] }
      : await to.machine.call(
          findImmutable,
          { scanId: to.scan.scanId, paths: [...candidates] },
          { signal: options.signal },
        )
  const name = (some: readonly BytePath[], count = some.length): Named => ({
    count,
    examples: some.slice(0, examplesShown).map((path) => textFromBytePath(shownPath(path, personFolder))),
  })
  const stayingOn = (scan: Scan, immutable: readonly BytePath[]): Staying => {
    const leftOut = (kind: 'mount' | 'deep' | 'unreadable'): Named => {
      const found = scan.leftOut.find((one) => one.kind === kind)
      return name(found?.examples ?? [], found?.count)
    }
    const special = (kind: 'socket' | 'device'): Named =>
      name(scan.specials.filter((one) => one.kind === kind).map(({ path }) => path))
    return {
      sockets: special('socket'),
      devices: special('device'),
      mounts: leftOut('mount'),
      deep: leftOut('deep'),
      immutable: name(immutable),
      unreadable: leftOut('unreadable'),
    }
  }
  return { from: stayingOn(from.scan, []), to: stayingOn(to.scan, paths) }
}

export function stayingNotices({ staying }: HomePlan, { from, to }: Pair): readonly PreviewBlock[] {
  const kinds = ['unreadable', 'mounts', 'immutable', 'deep', 'devices', 'sockets'] as const
  return kinds.flatMap((kind): PreviewBlock[] => {
    const found = [
      { label: from.label, ...staying.from[kind] },
      { label: to.label, ...staying.to[kind] },
    ].filter(({ count }) => count > 0)
    if (found.length === 0) return []
    const tone = kind === 'sockets' ? 'info' : 'warning'
    return [{ kind: 'notice', pageId: wizardPages.home.id, tone, ...texts.staying[kind](found) }]
  })
}
