/** btrfs-balance(8): moves what is in chunks that are partly empty together, and gives the chunks back (btrfs-progs 6.2). */
import { run, unreadableAnswer } from '../run.ts'
import { titles } from '../titles/messages.ts'

export type BalanceEnd = 'finished' | 'cancelled' | 'no-room' | 'other-works'

/**
 * Data chunks that are at most `usage` percent full. Once `options.signal` is aborted it ends after the chunk it is at. What is killed
 * ends too, and leaves nothing half moved.
 */
export async function balanceData(
  path: string,
  usage: number,
  { signal }: { readonly signal: AbortSignal },
): Promise<BalanceEnd> {
  if (signal.aborted) return 'cancelled'
  const argv = ['btrfs', 'balance', 'start', `-dusage=${usage}`, '--', path] as const
  const cancel = () => void cancelBalance(path).catch(() => undefined)
  // 1: it did not get to its end; why, is in its words alone.
  const work = run({ title: titles.balance({ name: path }), argv, exitCodes: [0, 1] })
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const { exitCode, stderr } = await work
    // A cancelled one ends with 0.
    if (/canceled by user|Operation canceled/.test(stderr)) return 'cancelled'
    if (exitCode === 0) return 'finished'
    if (/No space left on device/.test(stderr)) return 'no-room'
    if (/exclusive operation/.test(stderr)) return 'other-works'
    throw unreadableAnswer('btrfs balance', stderr)
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** Harmless when none runs. */
async function cancelBalance(path: string): Promise<void> {
  const argv = ['btrfs', 'balance', 'cancel', '--', path] as const
  await run({ title: titles.balance({ name: path }), argv, exitCodes: [0, 1, 2] })
}
