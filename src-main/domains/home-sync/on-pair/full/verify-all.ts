/** /home of both laptops, read whole at once, each from a frozen tree of its own, and compared. */
import { randomUUID } from 'node:crypto'
import type { FullCheck, LastSwitch, DoctorCheck, LaptopFacts } from '../../../../commons/capability/app-capability.ts'
import { exclusionTitle } from '../../../../commons/home-exclusions/texts.ts'
import { sideBySide, sumProgress } from '../../../../commons/side-by-side.ts'
import type { Input, Output } from '../../../../contract/define.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import type { DifferingItem, VerifiedArea } from '../../../../contract/verify-calls.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { forgetChecksums, listChecksums, outlineChecksums, readChecksums, readWalk } from '../../full-verbs.ts'
import { pathOfKey, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import { readKept } from '../../verbs.ts'
import { parentsOf } from '../compare/compare-homes.ts'
import { specialsByKind } from '../compare/home-proof.ts'
import { joinUnequal, type StretchedList } from '../compare/stretched-list.ts'
import { requireValid, type PersonHomeRules } from '../exclusions/rules-file.ts'
import { folderOfPerson } from '../plan/always-taken.ts'
import { isCacheOf } from '../plan/developer-caches.ts'
import { shownPath } from '../plan/shown-path.ts'
import * as texts from '../texts.ts'
import { awaitSyncthing } from '../syncthing/left-to-syncthing.ts'
import type { SyncthingPlan } from '../syncthing/syncthing-plan.ts'
import { stillCarried } from '../syncthing/texts.ts'
import { collectDifferences, type FoundDifference } from './collect-differences.ts'
import { createHeld } from './held-by-syncthing.ts'
import { weekly } from './texts.ts'

const itemsTold = 1_000

type Listed = Output<typeof listChecksums>

interface Side {
  readonly machine: Machine
  readonly listId: string
  readonly listed: Listed
}

interface CheckParts {
  /** Those of the laptop that this runs on, for both. */
  readonly readRules: () => Promise<PersonHomeRules>
  /** Whether what the person's own Syncthing carries is left to it. */
  readonly isLeftToSyncthing: () => Promise<boolean>
}

export function createHomeCheck({ readRules, isLeftToSyncthing }: CheckParts): FullCheck {
  return async (pair, last, options) => {
    const [own, toSyncthing] = await Promise.all([readRules(), isLeftToSyncthing()])
    requireValid(own)
    const shared = toSyncthing ? await afterSyncthing(pair, options) : []
    const rules = own.rules.map(({ pattern, decision }) => ({ pattern, decision }))
    const ids = { from: randomUUID(), to: randomUUID() }
    try {
      const [from, to] = await listBoth(pair, { ids, rules }, options)
      if (from === undefined || to === undefined) throw new Error('a pair is two laptops')
      return await compareLists(pair, { from, to, last, shared }, options)
    } finally {
      // Whatever came of it, also when it was stopped.
      await Promise.allSettled([
        pair.from.call(forgetChecksums, { listId: ids.from }),
        pair.to.call(forgetChecksums, { listId: ids.to }),
      ])
    }
  }
}

/** What is on its way is no difference. Says which folders it carries. */
function afterSyncthing(pair: Pair, { signal, onProgress }: CallOptions): Promise<SyncthingPlan['shared']> {
  const tell = (current: string) => onProgress?.({ done: 0, unit: 'bytes', current })
  return awaitSyncthing(pair, { signal, tell })
}

interface Request {
  readonly ids: { readonly from: string; readonly to: string }
  readonly rules: Input<typeof listChecksums>['rules']
}

async function listBoth(pair: Pair, { ids, rules }: Request, options: CallOptions): Promise<readonly Side[]> {
  const reports = sumProgress(2, options.onProgress)
  const sides = [
    { machine: pair.from, listId: ids.from },
    { machine: pair.to, listId: ids.to },
  ]
  return sideBySide(
    sides.map(({ machine, listId }, index) => async (signal) => {
      const asked = { signal, onProgress: reports[index] }
      return { machine, listId, listed: await machine.call(listChecksums, { listId, rules }, asked) }
    }),
    options.signal,
  )
}

interface Compared {
  readonly from: Side
  readonly to: Side
  readonly last: LastSwitch | undefined
  /** With Syncthing. */
  readonly shared: SyncthingPlan['shared']
}

async function compareLists(
  pair: Pair,
  { from, to, last, shared }: Compared,
  options: CallOptions,
): Promise<VerifiedArea> {
  const { signal } = options
  const personFolder = folderOfPerson(from.listed.person)
  const show = (key: string): string => textFromBytePath(shownPath(pathOfKey(key), personFolder))
  const none: ReadonlySet<string> = new Set()
  const isIn = (names: ReadonlySet<string>) => (key: string) =>
    names.size > 0 &&
    (names.has(texts.folderItself(show(key))) || [key, ...parentsOf([key])].some((one) => names.has(show(one))))
  const isCache = isCacheOf(from.listed.person)
  const isLeft = isIn(last?.left(stepIds.home) ?? none)
  const aside = {
    kept: await keptOnEither(pair, last, { signal }),
    found: [...from.listed.found, ...to.listed.found].map(({ path }) => path),
    isNamed: isIn(last?.chosen(stepIds.home) ?? none),
    isLeft: (key: string) => isCache(key) || isLeft(key),
  }
  const told = { differs: new Told(), asChosen: new Told(), left: new Told() }
  const times: string[] = []
  const itemOf = ({ key, differsIn, onlyOn }: FoundDifference): DifferingItem => ({
    path: show(key),
    differsIn: [...differsIn],
    ...(onlyOn === undefined ? {} : { onlyOn: pair[onlyOn].label }),
  })
  // Checksums stand where other lists have what the laptop alone knows.
  const isSame = (left: InventoryEntry, right: InventoryEntry) =>
    left.shared === right.shared && left.local === right.local
  const onTheirWay = createHeld({ pair, personFolder, shared })
  await collectDifferences(joinUnequal(listOf(from, { signal }), listOf(to, { signal }), isSame), aside, {
    differs: (one) => {
      if (!onTheirWay.holds(one)) told.differs.add(() => itemOf(one))
    },
    asChosen: (one) => told.asChosen.add(() => itemOf(one)),
    left: (one) => told.left.add(() => itemOf(one)),
    timeOnly: (key) => void times.push(show(key)),
  })
  const carried = await onTheirWay.sort({ signal })
  carried.ours.forEach((one) => told.differs.add(() => itemOf(one)))
  carried.syncthings.forEach((one) => told.left.add(() => itemOf(one)))
  const carriedNote = carried.syncthings.length === 0 ? [] : [stillCarried(carried.syncthings.length)]
  const timesNote = texts.notes.times(times)
  return {
    title: texts.stepTitle,
    compared: Math.max(from.listed.entries, to.listed.entries),
    bytesRead: from.listed.bytes + to.listed.bytes,
    differs: told.differs.sorted(),
    asChosen: told.asChosen.sorted(),
    notCompared: told.left.sorted(),
    leftOut: [from, to].flatMap(leftOutOf),
    notes: [...carriedNote, ...(timesNote === undefined ? [] : [timesNote])],
  }
}

/** How many there are, and the first of them. */
class Told {
  #count = 0
  readonly #items: DifferingItem[] = []

  add(make: () => DifferingItem): void {
    this.#count += 1
    if (this.#items.length < itemsTold) this.#items.push(make())
  }

  sorted(): VerifiedArea['differs'] {
    return { count: this.#count, items: this.#items.toSorted((one, other) => (one.path < other.path ? -1 : 1)) }
  }
}

/** Kept on the target in the last switch: which of the two that was does not matter. */
async function keptOnEither(
  pair: Pair,
  last: LastSwitch | undefined,
  options: CallOptions,
): Promise<readonly BytePath[]> {
  if (last === undefined) return []
  const { switchId } = last
  const both = await Promise.all([pair.from, pair.to].map((machine) => machine.call(readKept, { switchId }, options)))
  return both.flatMap(({ kept }) => kept)
}

function listOf({ machine, listId }: Side, options: CallOptions): StretchedList {
  return {
    name: machine.name,
    outline: async () => (await machine.call(outlineChecksums, { listId }, options)).stretches,
    read: (ranges) => machine.call(readChecksums, { listId, ranges }, options),
  }
}

function leftOutOf({ machine, listed }: Side): VerifiedArea['leftOut'] {
  const personFolder = folderOfPerson(listed.person)
  const byRules = listed.leftOut.map(({ kind, ...found }) => ({
    ...found,
    title: exclusionTitle(kind),
    byPerson: kind === 'person',
  }))
  const byType = specialsByKind(listed.specials).map((found) => ({ ...found, byPerson: false }))
  return [...byRules, ...byType].map(({ title, count, examples, byPerson }) => ({
    laptop: machine.label,
    title,
    count,
    examples: examples.map((path) => textFromBytePath(shownPath(path, personFolder))),
    byPerson,
  }))
}

/** What the weekly check found on one laptop, for the overview and the doctor. */
export async function readMissedChanges(machine: Machine): Promise<Pick<LaptopFacts, 'missedChanges'>> {
  const { walk } = await machine.call(readWalk, {})
  if (walk === undefined || walk.missed === 0) return {}
  return { missedChanges: { at: walk.at, count: walk.missed, isOpen: walk.isOpen } }
}

/** Told until a later check finds nothing. */
export async function checkWalk(machine: Machine): ReturnType<DoctorCheck> {
  const { walk } = await machine.call(readWalk, {})
  if (walk === undefined) return []
  const item = { title: weekly.title, laptop: machine.label }
  if (walk.missed === 0) return [{ ...item, verdict: 'passed', text: weekly.none(walk.at) }]
  const names = walk.examples.map(textFromBytePath)
  return [{ ...item, verdict: walk.isOpen ? 'failed' : 'warning', text: weekly.some(walk, names), hint: weekly.report }]
}
