/**
 * btrfs-scrub(8): reads every block and compares it with its checksum. How far it is and where it was stopped is kept by the program
 * itself in /var/lib/btrfs (btrfs-progs 6.2).
 */
import { setTimeout as pause } from 'node:timers/promises'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface ScrubStatus {
  readonly kind: 'never' | 'running' | 'finished' | 'aborted' | 'interrupted'
  /** Of every copy; what was read before it went on is counted too. */
  readonly bytes: number
  /** Blocks that were read wrong. */
  readonly errors: number
  /** Of them: put right from another copy. */
  readonly corrected: number
  readonly uncorrectable: number
  /** When it was begun, or gone on with; absent before the first one. */
  readonly startedAt?: string
}

export async function readScrubStatus(path: string, options: RunOptions): Promise<ScrubStatus> {
  const { stdout } = await run(
    { title: titles.scrub({ name: path }), argv: ['btrfs', 'scrub', 'status', '-R', '--', path] },
    options,
  )
  return parseScrubStatus(stdout)
}

export function parseScrubStatus(text: string): ScrubStatus {
  if (/^\s*no stats available$/m.test(text))
    return { kind: 'never', bytes: 0, errors: 0, corrected: 0, uncorrectable: 0 }
  const field = (name: string): number => {
    const digits = new RegExp(`^\\s*${name}: (\\d+)$`, 'm').exec(text)?.[1]
    if (digits === undefined) throw unreadableAnswer('btrfs scrub status', text)
    return Number(digits)
  }
  // As ctime(3) writes it, in the time zone of this laptop.
  const started = Date.parse(/^Scrub (?:started|resumed):\s+(.+)$/m.exec(text)?.[1] ?? '')
  const kind = /^Status:\s+(running|finished|aborted|interrupted)\b/m.exec(text)?.[1]
  return {
    kind: parseKind(kind, text),
    bytes: field('data_bytes_scrubbed') + field('tree_bytes_scrubbed'),
    errors: ['read_errors', 'csum_errors', 'verify_errors', 'super_errors'].reduce((sum, name) => sum + field(name), 0),
    corrected: field('corrected_errors'),
    uncorrectable: field('uncorrectable_errors'),
    ...(Number.isNaN(started) ? {} : { startedAt: new Date(started).toISOString() }),
  }
}

function parseKind(kind: string | undefined, text: string): ScrubStatus['kind'] {
  if (kind === 'running' || kind === 'finished' || kind === 'aborted' || kind === 'interrupted') return kind
  throw unreadableAnswer('btrfs scrub status', text)
}

export type ScrubEnd = 'finished' | 'cancelled' | 'nothing-to-resume'

/** 3: it found what it could not correct; its counters say so (btrfs-scrub(8), EXIT STATUS). */
const ends: Readonly<Record<number, ScrubEnd>> = {
  0: 'finished',
  3: 'finished',
  1: 'cancelled',
  2: 'nothing-to-resume',
}

/** Whoever asks how far it is and is killed while it answers would end it by SIGPIPE (btrfs-progs 6.2); env(1) of coreutils 8.31 and later. */
const lastingBeyondReaders = ['env', '--ignore-signal=PIPE'] as const

/**
 * Begins, or goes on where one was cancelled. Once `options.signal` is aborted it is cancelled by the program itself, which keeps where it
 * was: what is killed stays in the kernel until it has read everything.
 */
export async function scrub(
  path: string,
  how: 'start' | 'resume',
  { signal }: { readonly signal: AbortSignal },
): Promise<ScrubEnd> {
  if (signal.aborted) return 'cancelled'
  // The lowest priority for the disk (ioprio_set(2), class idle). Errors that it finds are in its answer, not only in its end.
  const argv = [...lastingBeyondReaders, 'btrfs', 'scrub', how, '-B', '-c', '3', '--', path] as const
  const over = new AbortController()
  const work = run({ title: titles.scrub({ name: path }), argv, exitCodes: [0, 1, 2, 3] })
  const cancelling = cancelOnce(path, signal, over.signal)
  try {
    const { exitCode, stderr } = await work
    const end = ends[exitCode]
    if (end === undefined) throw unreadableAnswer('btrfs scrub', stderr)
    return end
  } finally {
    over.abort()
    await cancelling
  }
}

const againMs = 200

/** One that was just started cannot be cancelled before the kernel has begun it: 2 is "not running". */
async function cancelOnce(path: string, wanted: AbortSignal, over: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (wanted.aborted || over.aborted) return resolve()
    wanted.addEventListener('abort', () => resolve(), { once: true })
    over.addEventListener('abort', () => resolve(), { once: true })
  })
  while (!over.aborted) {
    await cancelScrub(path, {})
    await pause(againMs, undefined, { signal: over }).catch(() => undefined)
  }
}

/** Harmless when none runs. */
export async function cancelScrub(path: string, options: RunOptions): Promise<void> {
  const argv = ['btrfs', 'scrub', 'cancel', path] as const
  await run({ title: titles.scrub({ name: path }), argv, exitCodes: [0, 1, 2] }, options)
}
