/** Waits until the receiver has what the sender has, or throws why it never will. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Progress, Input, Output, Verb } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { readSync, scanSync, type SyncFolder } from '../verbs.ts'
import { assessSync, type SyncAssessment, type SyncProblem, type SyncStatus } from './assess-sync.ts'
import * as texts from './texts.ts'
import { syncSilent } from './texts.ts'

const pollMs = 150
const apartPatienceMs = 25_000
const stillPatienceMs = 120_000
const nearlyDonePatienceMs = 40_000
const littleBytes = 1_000_000
const pingsBytes = 65_536
const failuresAtMost = 3
const failureQuietMs = 3_000

export interface SyncWaitOptions {
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

interface Course {
  failures: number
  quietUntilMs: number
  apartSinceMs: number | undefined
  lastSign: string
  lastSignMs: number
  peakBytes: number
  agreedOnce: boolean
}

export async function waitForSync(pair: Pair, folder: SyncFolder, options: SyncWaitOptions): Promise<void> {
  const course = newCourse()
  for (;;) {
    const [from, to] = await readBoth(pair, folder, options)
    tellProgress(course, to, options)
    const scene = { pair, folder, options, from, to }
    requireSigns(course, scene)
    if (await act(assessSync(from, to), course, scene)) return
    await sleep(pollMs, undefined, { signal: options.signal })
  }
}

async function readBoth(
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

/** Whether it is done. */
async function act(assessment: SyncAssessment, course: Course, scene: Scene): Promise<boolean> {
  if (assessment.kind !== 'apart') course.apartSinceMs = undefined
  if (assessment.kind !== 'in-sync') course.agreedOnce = false
  switch (assessment.kind) {
    case 'working':
      return false
    case 'apart':
      requireNotLong(assessment.why, course, scene)
      return false
    case 'stopped':
      throw folderStopped(scene.pair[assessment.side].label, scene.folder, assessment.words)
    case 'failing':
      await tryAgain(assessment.problems, course, scene)
      return false
    case 'in-sync': {
      // The two answers come from two moments: believe them when they agree twice in a row.
      const isSure = course.agreedOnce
      course.agreedOnce = true
      return isSure
    }
    default:
      return assertNever(assessment)
  }
}

function requireNotLong(why: string | undefined, course: Course, { pair }: Scene): void {
  course.apartSinceMs ??= Date.now()
  if (Date.now() - course.apartSinceMs < apartPatienceMs) return
  throw linkDown(pair.from.label, pair.to.label, why)
}

/** Both look again at all there is; the receiver then retries. What it tells at first may be from an earlier time. */
async function tryAgain(problems: readonly SyncProblem[], course: Course, scene: Scene): Promise<void> {
  const { pair, folder, options } = scene
  if (Date.now() < course.quietUntilMs) return
  const isHopeless = course.failures === failuresAtMost || (course.failures > 0 && isDiskFull(problems))
  if (isHopeless) throw cannotCopy(problems, pair.to.label)
  course.failures += 1
  course.quietUntilMs = Date.now() + failureQuietMs
  const input = { folder, names: [] }
  await Promise.all([
    askSync(pair.from, scanSync, input, { signal: options.signal }),
    askSync(pair.to, scanSync, input, { signal: options.signal }),
  ])
}

function newCourse(): Course {
  return {
    failures: 0,
    quietUntilMs: 0,
    apartSinceMs: undefined,
    lastSign: '',
    lastSignMs: Date.now(),
    peakBytes: 0,
    agreedOnce: false,
  }
}

/** The total may grow; the amount done never shrinks. */
function tellProgress(course: Course, to: SyncStatus, { onProgress }: SyncWaitOptions): void {
  course.peakBytes = Math.max(course.peakBytes, to.needBytes)
  if (course.peakBytes === 0) return
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

/** Asks a machine's Syncthing; when that does not answer, the error says on which laptop. */
export async function askSync<V extends Verb>(
  machine: Machine,
  verb: V,
  input: Input<V>,
  options: CallOptions,
): Promise<Output<V>> {
  try {
    return await machine.call(verb, input, options)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'syncthing-unavailable') throw thrown
    throw new AppError({
      code: 'syncthing-unavailable',
      ...syncSilent(machine.label),
      details: thrown.details,
      cause: thrown,
    })
  }
}

const fullWords = /insufficient space|no space left/i

/**
 * The errors of a sync that failed. The whole folder failed: a missing mount, an unreadable ignore rule, a full disk.
 */
function folderStopped(label: string, folder: SyncFolder, words: string): AppError {
  if (fullWords.test(words)) return diskFull(label, words)
  return new AppError({
    code: 'sync-failed',
    ...texts.folderStopped(label, folder),
    details: words,
  })
}

function cannotCopy(problems: readonly SyncProblem[], label: string): AppError {
  const details = problems
    .slice(0, 50)
    .map(({ path, words }) => `${textFromBytePath(path)}: ${words}`)
    .join('\n')
  if (fullWords.test(details)) return diskFull(label, details)
  return new AppError({
    code: 'sync-failed',
    ...texts.cannotCopy(problems.length, label),
    details,
  })
}

function linkDown(fromLabel: string, toLabel: string, why: string | undefined): AppError {
  return new AppError({
    code: 'unreachable',
    ...texts.linkDown(fromLabel, toLabel),
    details: why,
  })
}

function noProgress(label: string, folder: SyncFolder, lastSign: string): AppError {
  return new AppError({
    code: 'sync-failed',
    ...texts.noProgress(label, folder),
    details: lastSign.slice(0, 4_000),
  })
}

/** Trying again does not help then. */
function isDiskFull(problems: readonly SyncProblem[]): boolean {
  return problems.some(({ words }) => fullWords.test(words))
}

function diskFull(label: string, details: string): AppError {
  return new AppError({
    code: 'disk-full',
    ...texts.diskFull(label),
    details,
  })
}
