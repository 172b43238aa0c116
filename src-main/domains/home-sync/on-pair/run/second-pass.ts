/**
 * What Syncthing does not carry: special files and bits, hard links, capabilities, times of folders; and whatever else
 * still differs on the disks, because it changed while it was copied or because an index remembers something that is not so.
 */
import { pushFiles } from '../../../../commons/transfers/on-pair/push-files.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { fieldsOf, keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { knowSent, readCapabilities, readKept, removeEntries } from '../../verbs.ts'
import { keep, scanBoth } from './rounds.ts'
import { areDifferent } from '../plan/compare-doubtful.ts'
import { findUnexpected } from './unexpected.ts'
import { compareHomes, type Differing } from '../compare/compare-homes.ts'
import type { HomePlan } from '../plan/plan.ts'
import { readChanges, type Scans } from '../compare/read-entries.ts'
import { isUnfinishedName } from './special.ts'

const roundsAtMost = 4

export interface SecondPass {
  readonly files: number
  readonly bytes: number
}

/** Repeats until nothing is left to do; what changes again and again is left for the proof to name. */
export async function runSecondPass(pair: Pair, plan: HomePlan, context: RunContext): Promise<SecondPass> {
  const { signal } = context
  let files = 0
  let bytes = 0
  for (let round = 1; ; round++) {
    const scans = await scanBoth(pair, context)
    // Nothing that is new work on the laptop that is taken may be written over or removed by what follows.
    const kept = await keep(pair, await findUnexpected(scans, plan, context, 'begun'), context)
    const differing = await compareHomes(scans, plan, kept, { signal })
    const work = await workOf(pair, scans, differing, kept, context)
    work.remove.push(...(await leftoversOf(scans, context)))
    if (work.push.length + work.remove.length === 0 || round > roundsAtMost) return { files, bytes }
    if (work.remove.length > 0) {
      await pair.to.call(removeEntries, { scanId: scans.to.scan.scanId, paths: work.remove }, { signal })
    }
    const pushed = await pushFiles(pair, { area: 'home', paths: work.push }, { signal, onProgress: context.report })
    files += work.files
    bytes += pushed.bytes
  }
}

interface Work {
  readonly push: BytePath[]
  readonly remove: BytePath[]
  /** Those of `push` that are not just a folder's time. */
  readonly files: number
}

async function workOf(
  pair: Pair,
  scans: Scans,
  differing: readonly Differing[],
  kept: readonly BytePath[],
  context: RunContext,
): Promise<Work> {
  const capable = await differingCapabilities(pair, scans, kept, context)
  const disguised = await stillDisguised(pair, kept, context)
  const push = new Set<string>()
  for (const { from, key } of differing) {
    if (from === undefined) continue
    push.add(key)
    const { leader } = fieldsOf(from)
    // Names are made one file only if they are sent together.
    if (leader !== '') push.add(leader)
  }
  return {
    push: [...new Set([...[...push].map(pathOfKey), ...capable, ...disguised])],
    remove: [...differing.filter(mustGoFirst).map(({ key }) => pathOfKey(key)), ...disguised],
    files: differing.filter(({ kind, from }) => from !== undefined && kind !== 'time').length,
  }
}

/** Other contents under the same size and time, as the last comparison found them: neither tool would copy these again. */
async function stillDisguised(
  pair: Pair,
  kept: readonly BytePath[],
  { switchId, signal }: RunContext,
): Promise<BytePath[]> {
  const { different } = await pair.to.call(readKept, { switchId }, { signal })
  const isKept = createCover(kept)
  const open = different.filter((path) => !isKept(keyOfPath(path)))
  const differ = open.length === 0 ? [] : await areDifferent(pair, open, { signal })
  return open.filter((_path, index) => differ[index] === true)
}

/** Temporary files that an interrupted Syncthing left in this switch. Files that had such a name before are the person's. */
async function leftoversOf({ from, to }: Scans, { switchId, signal }: RunContext): Promise<BytePath[]> {
  const leftovers: { path: BytePath; shared: string }[] = []
  for await (const { key, local, shared } of readChanges(to, { signal })) {
    if (local.startsWith('added ') && shared.startsWith('f ') && isUnfinishedName(key)) {
      leftovers.push({ path: pathOfKey(key), shared })
    }
  }
  if (leftovers.length === 0) return []
  const { sent } = await from.machine.call(knowSent, { switchId, entries: leftovers, between: false }, { signal })
  return leftovers.filter((_one, index) => sent[index] !== true).map(({ path }) => path)
}

/** Gone on the laptop that is left, or in the way: of another type, or one file where there are separate ones. */
function mustGoFirst({ kind, from, to }: Differing): boolean {
  if (kind === 'stays' || to === undefined) return false
  return from === undefined || kind === 'unlinked' || fieldsOf(from).type !== fieldsOf(to).type
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
