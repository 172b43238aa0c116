/** Waits until the receiver has what the sender has, or throws why it never will. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Progress } from '../../../contract/define.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { Pair } from '../../../switch/step.ts'
import { overrideSync, readSync, readSyncOwnChanges, revertSync, scanSync, type SyncFolder } from '../verbs.ts'
import { askSync } from './ask-sync.ts'
import { cannotCopy, cannotWin, folderStopped, isDiskFull, linkDown, noProgress } from './sync-errors.ts'
import { assessSync, notCarried, type SyncAssessment, type SyncProblem, type SyncStatus } from './assess-sync.ts'

const pollMs = 150
const apartPatienceMs = 25_000
const stillPatienceMs = 120_000
const nearlyDonePatienceMs = 40_000
const littleBytes = 1_000_000
const pingsBytes = 65_536
const totalsPatienceMs = 3_000
/** Syncthing answers to revert and override before it has done them. */
const remedyPatienceMs = 10_000
const remedyTries = 3
const failingTries = 3

export interface SyncWaitOptions {
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** What Syncthing could not finish, for the caller to deal with. */
export interface SyncOutcome {
  /** Folders that the sender has not and that stay on the receiver, because they hold ignored files. */
  readonly keptFolders: readonly SyncProblem[]
  /** Names that still count as changed on the receiver after they were taken back. */
  readonly leftOver: readonly string[]
  /** Names that Syncthing does not carry, by laptop. */
  readonly notCarried: { readonly from: readonly SyncProblem[]; readonly to: readonly SyncProblem[] }
}

interface Course {
  tries: Record<'receiver-differs' | 'sender-lacks' | 'failing', number>
  quietUntilMs: number
  apartSinceMs: number | undefined
  lastSign: string
  lastSignMs: number
  peakBytes: number
  peakItems: number
  agreedOnce: boolean
  totalsDifferSinceMs: number | undefined
}

export async function waitForSync(pair: Pair, folder: SyncFolder, options: SyncWaitOptions): Promise<SyncOutcome> {
  const course = newCourse()
  for (;;) {
    const [from, to] = await readBoth(pair, folder, options)
    tellProgress(course, to, options)
    const scene = { pair, folder, options, from, to }
    requireSigns(course, scene)
    const outcome = await act(assessSync(from, to), course, scene)
    if (outcome !== undefined) return outcome
    await sleep(pollMs, undefined, { signal: options.signal })
  }
}

export async function readBoth(
  { from, to }: Pair,
  folder: SyncFolder,
  { signal }: { readonly signal: AbortSignal },
): Promise<readonly [SyncStatus, SyncStatus]> {
  return Promise.all([askSync(from, readSync, { folder }, { signal }), askSync(to, readSync, { folder }, { signal })])
}

interface Scene {
  readonly pair: Pair
  readonly folder: SyncFolder
  readonly options: SyncWaitOptions
  readonly from: SyncStatus
  readonly to: SyncStatus
}

async function act(assessment: SyncAssessment, course: Course, scene: Scene): Promise<SyncOutcome | undefined> {
  if (assessment.kind !== 'apart') course.apartSinceMs = undefined
  if (assessment.kind !== 'in-sync') course.agreedOnce = false
  if (assessment.kind !== 'totals-differ') course.totalsDifferSinceMs = undefined
  switch (assessment.kind) {
    case 'working':
      return undefined
    case 'apart':
      requireNotLong(assessment.why, course, scene)
      return undefined
    case 'stopped':
      throw folderStopped(scene.pair[assessment.side].label, scene.folder, assessment.words)
    case 'receiver-differs':
      return revert(course, scene)
    case 'sender-lacks':
      return override(course, scene)
    case 'failing':
      return tryAgain(assessment.problems, course, scene)
    case 'totals-differ':
      // Seen with 1.29: the count of an item that was ignored for a while and gone meanwhile stays wrong for ever. Both say
      // that nothing is needed, and its caller compares the disks.
      course.totalsDifferSinceMs ??= Date.now()
      return Date.now() - course.totalsDifferSinceMs < totalsPatienceMs ? undefined : outcomeOf(scene, [], [])
    case 'in-sync':
      // The two answers come from two moments: believe them when they agree twice in a row.
      if (course.agreedOnce) return outcomeOf(scene, assessment.keptFolders, [])
      course.agreedOnce = true
      return undefined
    default:
      return assertNever(assessment)
  }
}

function requireNotLong(why: string | undefined, course: Course, { pair }: Scene): void {
  course.apartSinceMs ??= Date.now()
  if (Date.now() - course.apartSinceMs < apartPatienceMs) return
  throw linkDown(pair.from.label, pair.to.label, why)
}

async function revert(course: Course, scene: Scene): Promise<SyncOutcome | undefined> {
  const { pair, folder, options, from, to } = scene
  if (Date.now() < course.quietUntilMs) return undefined
  if (course.tries['receiver-differs'] === remedyTries && from.needItems === 0 && to.needItems === 0) {
    const { names } = await askSync(pair.to, readSyncOwnChanges, { folder }, { signal: options.signal })
    return outcomeOf(scene, [], names)
  }
  if (course.tries['receiver-differs'] === remedyTries) {
    if (to.problems.length > 0) throw cannotCopy(to.problems, pair.to.label)
    return undefined
  }
  begin(course, 'receiver-differs')
  await askSync(pair.to, revertSync, { folder }, { signal: options.signal })
  return undefined
}

async function override(course: Course, { pair, folder, options }: Scene): Promise<undefined> {
  if (Date.now() < course.quietUntilMs) return undefined
  if (course.tries['sender-lacks'] === remedyTries) throw cannotWin(pair.from.label, folder)
  begin(course, 'sender-lacks')
  await askSync(pair.from, overrideSync, { folder }, { signal: options.signal })
  return undefined
}

/** For a file that changed while it was copied: makes both sides scan it again; the receiver then retries. */
async function tryAgain(problems: readonly SyncProblem[], course: Course, scene: Scene): Promise<undefined> {
  const { pair, folder, options } = scene
  if (Date.now() < course.quietUntilMs) return undefined
  if (course.tries.failing === failingTries || isDiskFull(problems)) throw cannotCopy(problems, pair.to.label)
  begin(course, 'failing')
  const subs = problems.map(({ path }) => path)
  const input = { folder, subs }
  await Promise.all([
    askSync(pair.from, scanSync, input, { signal: options.signal }),
    askSync(pair.to, scanSync, input, { signal: options.signal }),
  ])
  return undefined
}

function begin(course: Course, remedy: keyof Course['tries']): void {
  course.tries[remedy] += 1
  course.quietUntilMs = Date.now() + (remedy === 'failing' ? 3_000 : remedyPatienceMs)
}

function outcomeOf({ from, to }: Scene, keptFolders: readonly SyncProblem[], leftOver: readonly string[]): SyncOutcome {
  return { keptFolders, leftOver, notCarried: { from: notCarried(from), to: notCarried(to) } }
}

function newCourse(): Course {
  return {
    tries: { 'receiver-differs': 0, 'sender-lacks': 0, failing: 0 },
    quietUntilMs: 0,
    apartSinceMs: undefined,
    lastSign: '',
    lastSignMs: Date.now(),
    peakBytes: 0,
    peakItems: 0,
    agreedOnce: false,
    totalsDifferSinceMs: undefined,
  }
}

/** The total may grow; the amount done never shrinks. */
function tellProgress(course: Course, to: SyncStatus, { onProgress }: SyncWaitOptions): void {
  course.peakBytes = Math.max(course.peakBytes, to.needBytes)
  course.peakItems = Math.max(course.peakItems, to.needItems)
  if (course.peakItems === 0) return
  onProgress?.({ done: course.peakBytes - to.needBytes, total: course.peakBytes, unit: 'bytes' })
}

/** Pings alone are no sign of progress; a large file that comes in is one long before it is done. */
function signOf({ receivedBytes, ...status }: SyncStatus): object {
  return { ...status, received: Math.floor(receivedBytes / pingsBytes) }
}

function requireSigns(course: Course, { pair, folder, from, to }: Scene): void {
  const sign = JSON.stringify([signOf(from), signOf(to)])
  if (sign !== course.lastSign) {
    course.lastSign = sign
    course.lastSignMs = Date.now()
  }
  // Seen with 1.29: the request for a block of two bytes that is never answered, on a connection that lives.
  const isNearlyDone = from.state === 'idle' && to.state === 'syncing' && to.needBytes < littleBytes
  if (Date.now() - course.lastSignMs < (isNearlyDone ? nearlyDonePatienceMs : stillPatienceMs)) return
  throw noProgress(pair.to.label, folder, sign)
}
