/** Waits until the Syncthings of a person are done with what they carry between both laptops. */
import { setTimeout as delay } from 'node:timers/promises'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { lookAtPersonSyncthing, scanPersonFolders } from '../verbs.ts'
import {
  ignoresSome,
  isUpToDate,
  neededOf,
  sharedFolders,
  statusesOf,
  type BothSyncthings,
  type SharedFolder,
  type SyncthingsOfPair,
} from '../../../contract/shared-folders.ts'

export interface UpToDate extends SyncthingsOfPair {
  /** Of the shared ones: what was not done when waiting ended. */
  readonly behind: readonly SharedFolder[]
  /** Labels of those that are done, but for what one of both ignores. */
  readonly ignoring: readonly string[]
}

/** How much of a folder that is not done has come since somebody waits for it; `total` is 0 as long as it is only read. */
export interface Brought {
  readonly label: string
  readonly done: number
  readonly total: number
}

interface Waiting extends Pick<CallOptions, 'signal'> {
  readonly mostMs: number
  /** Ends where both rest for so long with something left to do: for what nobody here does, as for a file that it may not replace. */
  readonly restMs?: number
  /** Of the first folder that is not done. */
  readonly report?: ((brought: Brought) => void) | undefined
}

const firstPauseMs = 300
const longestPauseMs = 2_000
const usualRestMs = 15_000

/**
 * Has both read their shared folders anew, and waits until they agree about each of them: at one moment since, for a file may be written
 * all the time. Asks nobody where nothing is shared.
 */
export async function waitForSyncthing(pair: Pair, waiting: Waiting): Promise<UpToDate> {
  const { signal } = waiting
  const both = await lookAtBoth(pair, { signal })
  const known = sharedFolders(both)
  if (known.shared.length === 0) return { ...known, behind: [], ignoring: [] }
  const stop = new AbortController()
  const either = AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])])
  // One that brings something reads nothing before that has come, and one whose disk hangs is read for as long as it likes.
  const scanning = scanBoth(pair, known.shared, { signal: either })
  scanning.catch(() => undefined)
  try {
    return await untilDone(pair, { both, scanning }, waiting)
  } finally {
    stop.abort()
  }
}

interface Begun {
  readonly both: BothSyncthings
  readonly scanning: Promise<BothSyncthings>
}

async function untilDone(
  pair: Pair,
  { both: seen, scanning }: Begun,
  { mostMs, restMs = usualRestMs, signal, report }: Waiting,
): Promise<UpToDate> {
  const endMs = performance.now() + mostMs
  let both = seen
  const done = new Set<string>()
  const amountOf = createAmounts()
  let isScanned = false
  let since = { said: '', atMs: performance.now() }
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const known = sharedFolders(both)
    const now = both
    if (isScanned) known.shared.filter(({ id }) => isUpToDate(id, now)).forEach(({ id }) => done.add(id))
    const behind = known.shared.filter(({ id }) => !done.has(id))
    const [first] = behind
    const ignoring = known.shared.filter(({ id }) => ignoresSome(id, now)).map(({ label }) => label)
    if (first === undefined) return { ...known, behind, ignoring }
    report?.(amountOf(first, now))
    const said = JSON.stringify(now)
    if (!isScanned || said !== since.said || isWorking(behind, now)) since = { said, atMs: performance.now() }
    if (performance.now() + pauseMs > endMs || performance.now() - since.atMs > restMs)
      return { ...known, behind, ignoring }
    const pause = delay(pauseMs, undefined, { signal })
    const scanned: BothSyncthings | undefined = await (isScanned ? pause : Promise.race([scanning, pause]))
    isScanned ||= scanned !== undefined
    both = scanned ?? (await lookAtBoth(pair, { signal }))
  }
}

async function scanBoth(
  { from, to }: Pair,
  shared: readonly SharedFolder[],
  options: CallOptions,
): Promise<BothSyncthings> {
  const folders = shared.map(({ id }) => id)
  const scan = (machine: Machine) => machine.call(scanPersonFolders, { folders }, options)
  const [here, there] = await Promise.all([scan(from), scan(to)])
  return { from: here, to: there }
}

export async function lookAtBoth({ from, to }: Pair, options: CallOptions): Promise<BothSyncthings> {
  const [here, there] = await Promise.all([
    from.call(lookAtPersonSyncthing, {}, options),
    to.call(lookAtPersonSyncthing, {}, options),
  ])
  return { from: here, to: there }
}

function isWorking(behind: readonly SharedFolder[], both: BothSyncthings): boolean {
  return behind.some(({ id }) => statusesOf(id, both).some(({ state }) => state !== 'idle'))
}

/** The most that both needed at once is all of it. */
function createAmounts(): (folder: SharedFolder, both: BothSyncthings) => Brought {
  const most = new Map<string, number>()
  return ({ id, label }, both) => {
    const needs = neededOf(id, both)
    const total = Math.max(most.get(id) ?? 0, needs)
    most.set(id, total)
    return { label, done: total - needs, total }
  }
}
