/** systemd-run(1): a command that sees other folders in place of some, as nobody else does, or runs as an account. Tried with systemd 257. */
import type { Message } from '../../kernel/message.ts'
import { run, type RunOptions, type RunResult } from '../run.ts'

export interface InsteadOf {
  /** An absolute path without ":" or spaces, which is there. */
  readonly of: string
  readonly is: string
}

export interface Check {
  readonly title: Message
  readonly argv: readonly [string, ...string[]]
  /** Whom it runs as, as a service does: without a terminal. Root unless told otherwise. */
  readonly account?: string
}

const anyExit = Array.from({ length: 256 }, (_none, code) => code)

/** What the command said when it did not end with 0; without any `instead` it sees everything as it is. */
export async function complaintOf(
  check: Check,
  instead: readonly InsteadOf[],
  options: RunOptions,
): Promise<string | undefined> {
  const { exitCode, stdout, stderr } = await runWithFolder(check, instead, options)
  return exitCode === 0 ? undefined : wordsOf({ stdout, stderr }, exitCode)
}

/** Any exit code is an answer. */
export async function runWithFolder(
  { title, argv, account }: Check,
  instead: readonly InsteadOf[],
  options: RunOptions,
): Promise<RunResult> {
  const how = [
    ...instead.map(({ of, is }) => `--property=BindReadOnlyPaths=${is}:${of}`),
    ...(account === undefined ? [] : [`--uid=${account}`]),
  ]
  const unit = ['systemd-run', '--quiet', '--collect', '--wait', '--pipe'] as const
  return run({ title, argv: how.length === 0 ? argv : [...unit, ...how, '--', ...argv], exitCodes: anyExit }, options)
}

export function wordsOf({ stdout, stderr }: Pick<RunResult, 'stdout' | 'stderr'>, exitCode: number): string {
  const words = `${stderr}${stdout}`.trim()
  return words === '' ? `ended with ${exitCode}` : words.slice(-4_000)
}
