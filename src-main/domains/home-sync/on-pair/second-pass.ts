/** What Syncthing does not carry: special files and bits, hard links, capabilities, times of folders. */
import { pushFiles } from '../../../commons/transfers/on-pair/push-files.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { fieldsOf, keyOfPath, pathOfKey } from '../inventory-entry.ts'
import { createCover } from '../key-cover.ts'
import { readCapabilities, readKept, removeEntries } from '../verbs.ts'
import { compareHomes, type Differing } from './compare-homes.ts'
import type { HomePlan } from './plan.ts'
import type { Scans } from './read-entries.ts'

const roundsAtMost = 4

export interface SecondPass {
  readonly files: number
  readonly bytes: number
  /** Contents that Syncthing has to look at again: they changed meanwhile. */
  readonly unsettled: number
}

/** Repeats until nothing is left that it could do. */
export async function runSecondPass(
  pair: Pair,
  plan: HomePlan,
  context: RunContext,
  scan: () => Promise<Scans>,
): Promise<SecondPass> {
  const { switchId, signal } = context
  let files = 0
  let bytes = 0
  for (let round = 1; ; round++) {
    const scans = await scan()
    const { kept } = await pair.to.call(readKept, { switchId }, { signal })
    const differing = await compareHomes(scans, plan, kept, { signal })
    const work = await workOf(pair, scans, differing, kept, context)
    const unsettled = differing.filter(
      ({ kind, from }) => kind === 'contents' && !(from === undefined && work.isGoing),
    ).length
    if (work.push.length + work.remove.length === 0 || round > roundsAtMost) return { files, bytes, unsettled }
    if (work.remove.length > 0) {
      await pair.to.call(removeEntries, { scanId: scans.to.scan.scanId, paths: work.remove }, { signal })
    }
    const pushed = await pushFiles(pair, { area: 'home', paths: work.push }, { signal })
    files += work.files
    bytes += pushed.bytes
    context.report({ done: files, unit: 'files' })
  }
}

interface Work {
  readonly push: BytePath[]
  readonly remove: BytePath[]
  /** Those of `push` that are not just a folder's time. */
  readonly files: number
  /** Whether folders that hold nothing but special files are on their way out. */
  readonly isGoing: boolean
}

async function workOf(
  pair: Pair,
  scans: Scans,
  differing: readonly Differing[],
  kept: readonly BytePath[],
  context: RunContext,
): Promise<Work> {
  const capable = await differingCapabilities(pair, scans, kept, context)
  const push = new Set<string>()
  for (const { key, kind, from } of differing) {
    if (from === undefined || kind === 'contents') continue
    push.add(key)
    const { leader } = fieldsOf(from)
    // Names are made one file only if they are sent together.
    if (leader !== '') push.add(leader)
  }
  const gone = differing.filter(({ from, to, kind }) => from === undefined && to !== undefined && kind !== 'stays')
  const special = gone.filter(({ kind }) => kind === 'special').map(({ key }) => key)
  // A folder that could not be deleted because of them.
  const folders = gone.filter(({ to }) => to?.startsWith('d ') === true && special.length > 0).map(({ key }) => key)
  const relinked = differing.filter(({ kind }) => kind === 'unlinked').map(({ key }) => key)
  const all = [...push].map(pathOfKey)
  return {
    push: [...new Set([...all, ...capable])],
    remove: [...new Set([...special, ...folders, ...relinked])].map(pathOfKey),
    files: differing.filter(({ kind, from }) => from !== undefined && kind !== 'contents' && kind !== 'time').length,
    isGoing: folders.length > 0,
  }
}

async function differingCapabilities(
  pair: Pair,
  scans: Scans,
  kept: readonly BytePath[],
  { signal }: RunContext,
): Promise<BytePath[]> {
  const [from, to] = await Promise.all([
    pair.from.call(readCapabilities, { scanId: scans.from.scan.scanId }, { signal }),
    pair.to.call(readCapabilities, { scanId: scans.to.scan.scanId }, { signal }),
  ])
  return capabilityDifferences(from.files, to.files, createCover(kept))
}

interface Capable {
  readonly path: string
  readonly value: string
}

export function capabilityDifferences(
  from: readonly Capable[],
  to: readonly Capable[],
  isKept: (key: string) => boolean,
): BytePath[] {
  const there = new Map(to.map(({ path, value }) => [path, value]))
  const here = new Map(from.map(({ path, value }) => [path, value]))
  const paths = [...new Set([...here.keys(), ...there.keys()])]
  return paths.filter((path) => here.get(path) !== there.get(path) && !isKept(keyOfPath(path)))
}
