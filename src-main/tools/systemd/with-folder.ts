/** systemd-run(1): a command that sees one folder in place of another; nobody else does. Tried with systemd 257. */
import type { Message } from '../../kernel/message.ts'
import { run, type RunOptions, type RunResult } from '../run.ts'

export interface InsteadOf {
  /** An absolute path without ":" or spaces, which is there. */
  readonly of: string
  readonly is: string
}

export interface Check {
  readonly title: Message
  /** Ends with 0 when all is well, with 1 to 255 when not. */
  readonly argv: readonly [string, ...string[]]
}

const anyExit = Array.from({ length: 256 }, (_none, code) => code)

/** What the command said when it did not end with 0; without `instead` it sees everything as it is. */
export async function complaintOf(
  { title, argv }: Check,
  instead: InsteadOf | undefined,
  options: RunOptions,
): Promise<string | undefined> {
  const { exitCode, stdout, stderr } = await run(
    { title, argv: instead === undefined ? argv : withFolder(instead, argv), exitCodes: anyExit },
    options,
  )
  return exitCode === 0 ? undefined : wordsOf({ stdout, stderr }, exitCode)
}

function withFolder({ of, is }: InsteadOf, argv: readonly string[]): readonly [string, ...string[]] {
  return [
    ...(['systemd-run', '--quiet', '--collect', '--wait', '--pipe'] as const),
    `--property=BindReadOnlyPaths=${is}:${of}`,
    '--',
    ...argv,
  ]
}

function wordsOf({ stdout, stderr }: Pick<RunResult, 'stdout' | 'stderr'>, exitCode: number): string {
  const words = `${stderr}${stdout}`.trim()
  return words === '' ? `ended with ${exitCode}` : words.slice(-4_000)
}
