/** Asks both disks, not the tools that copied: every name, then contents of all that was changed and of a sample. */
import type { Answers } from '../../../../contract/preview.ts'
import type { Verification, VerificationItem } from '../../../../contract/switch-state.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { holdScan, markDifferent, readCapabilities, readKept } from '../../verbs.ts'
import { compareHomes, type Differing } from './compare-homes.ts'
import { shownPath } from '../plan/decisions.ts'
import { keptPaths, type HomePlan } from '../plan/plan.ts'
import { readAll, readChanges, type Scans } from './read-entries.ts'
import { scanBoth } from '../run/rounds.ts'
import { capabilityDifferences } from '../run/second-pass.ts'
import { areDifferent } from '../plan/compare-doubtful.ts'
import * as texts from '../texts.ts'

const namesShown = 500
const filesAtOnce = 500

export async function verifyHome(
  pair: Pair,
  plan: HomePlan,
  answers: Answers,
  context: RunContext,
): Promise<Verification> {
  const { switchId, signal } = context
  const scans = await scanBoth(pair, context)
  const { kept } = await pair.to.call(readKept, { switchId }, { signal })
  const differing = await compareHomes(scans, plan, kept, { signal })
  const wrong = differing.filter(({ kind }) => kind !== 'stays' && kind !== 'time').map(({ key }) => pathOfKey(key))
  const capable = await wrongCapabilities(scans, kept, context)
  const read = await readBack(scans, plan, kept, new Set(wrong), context)
  const all = [...new Set([...wrong, ...capable, ...read.different])].sort()
  if (all.length === 0) await holdVerified(scans, context)
  await pair.to.call(markDifferent, { switchId, paths: [...read.different] }, { signal })
  return {
    items: [homeItem(plan, { scans, kept, different: all, read })],
    notes: notesOf(differing, kept, plan, answers, pair, scans),
  }
}

async function holdVerified({ from, to }: Scans, { switchId, signal }: RunContext): Promise<void> {
  for (const { machine, scan } of [from, to]) {
    await machine.call(holdScan, { switchId, scanId: scan.scanId, as: 'verified' }, { signal })
  }
}

async function wrongCapabilities(
  { from, to }: Scans,
  kept: readonly BytePath[],
  { signal }: RunContext,
): Promise<BytePath[]> {
  const [one, other] = await Promise.all(
    [from, to].map(({ machine, scan }) => machine.call(readCapabilities, { scanId: scan.scanId }, { signal })),
  )
  return capabilityDifferences(one?.files ?? [], other?.files ?? [], createCover(kept))
}

interface ReadBack {
  readonly changed: number
  readonly sample: readonly BytePath[]
  readonly different: readonly BytePath[]
  readonly examples: readonly BytePath[]
}

/**
 * Every regular file that this switch changed, and the sample, byte by byte on both laptops. The first time it is every
 * file: two that look the same were never compared before, and neither tool would copy one over the other.
 */
async function readBack(
  scans: Scans,
  plan: HomePlan,
  kept: readonly BytePath[],
  known: ReadonlySet<BytePath>,
  context: RunContext,
): Promise<ReadBack> {
  const isAside = createCover([
    ...kept,
    ...[...plan.found, ...scans.from.scan.found, ...scans.to.scan.found].map(({ path }) => path),
  ])
  const sample = scans.from.scan.sample.filter((path) => !isAside(keyOfPath(path)) && !known.has(path))
  const different: BytePath[] = []
  const examples: BytePath[] = []
  let changed = 0
  let waiting: BytePath[] = []
  const readWaiting = async (): Promise<void> => {
    const paths = waiting
    waiting = []
    const differ = await areDifferent(pairOf(scans), paths, { signal: context.signal })
    different.push(...paths.filter((_path, index) => differ[index] !== false))
    context.report({ done: changed, unit: 'files' })
  }
  const options = { signal: context.signal }
  const entries = plan.base === undefined ? readAll(scans.from, options) : readChanges(scans.to, options)
  for await (const { key, local, shared } of entries) {
    const path = pathOfKey(key)
    if (!shared.startsWith('f ') || local.startsWith('deleted ') || isAside(key) || known.has(path)) continue
    changed += 1
    if (examples.length < namesShown) examples.push(path)
    waiting.push(path)
    if (waiting.length === filesAtOnce) await readWaiting()
  }
  if (plan.base !== undefined) waiting.push(...sample)
  await readWaiting()
  return { changed, sample, different, examples }
}

function pairOf({ from, to }: Scans): Pair {
  return { from: from.machine, to: to.machine }
}

interface Found {
  readonly scans: Scans
  readonly kept: readonly BytePath[]
  readonly different: readonly BytePath[]
  readonly read: ReadBack
}

function homeItem(plan: HomePlan, { scans, kept, different, read }: Found): VerificationItem {
  const personFolder = personFolderOf(scans)
  const shown = (paths: readonly BytePath[]): string[] =>
    paths.slice(0, namesShown).map((path) => textFromBytePath(shownPath(path, personFolder)))
  const { files, entries } = scans.from.scan
  const readWords =
    plan.base === undefined ? texts.readBackAll(read.changed) : texts.readBackSome(read.changed, read.sample.length)
  const differs = different.length > 0
  return {
    title: texts.stepTitle,
    verdict: differs ? 'differs' : kept.length > 0 ? 'as-chosen' : 'same',
    text: `${differs ? texts.differ(different.length, entries) : texts.match(files)}, ${readWords}`,
    compared: entries,
    chosen: shown(kept),
    differences: shown(different),
    readBack: shown([...read.sample, ...read.examples]),
  }
}

function personFolderOf({ from }: Scans): BytePath {
  return from.scan.person.home.replace(/^\/home\//, '')
}

function notesOf(
  differing: readonly Differing[],
  kept: readonly BytePath[],
  plan: HomePlan,
  answers: Answers,
  { from, to }: Pair,
  scans: Scans,
): string[] {
  const name = (path: BytePath): string => textFromBytePath(shownPath(path, personFolderOf(scans)))
  const stays = differing.filter(({ kind }) => kind === 'stays').map(({ key }) => name(pathOfKey(key)))
  const times = differing.filter(({ kind }) => kind === 'time').map(({ key }) => name(pathOfKey(key)))
  const chosen = new Set(keptPaths(plan, answers))
  const appeared = kept.filter((path) => !chosen.has(path)).map(name)
  const replaced = plan.decisions.filter((decision) => decision.kind === 'first' && answers[decision.id] !== 'keep')
  const subjects = replaced.map(({ subject }) => subject)
  return [
    texts.notes.replaced(subjects, { from, to }),
    texts.notes.appeared(appeared, { from, to }),
    texts.notes.foldersStay(stays, { from, to }),
    texts.notes.times(times),
  ].filter((text) => text !== undefined)
}
