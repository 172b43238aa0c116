/**
 * The one door to child processes in practice/. Every command is an argv array; what it is for is said
 * in words that end up in the sentence a person reads when it fails.
 */
import { execa } from 'execa'
import { PracticeError } from './practice-error.ts'

export interface RunOptions {
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Exit codes that are an answer and not a failure. */
  readonly accept?: readonly number[]
  readonly timeoutMs?: number
}

export interface RunResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

export type Argv = readonly [string, ...string[]]

/** Root's usual path: a bare environment may lack the sbin folders where mkfs and losetup live. */
const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Runs a command to its end. `purpose` reads after "could not": "make the file system of p17". */
export async function run(purpose: string, argv: Argv, options: RunOptions = {}): Promise<RunResult> {
  const [file, ...rest] = argv
  const result = await execa(file, rest, {
    reject: false,
    stripFinalNewline: false,
    env: { PATH: searchPath, LC_ALL: 'C.UTF-8', ...options.env },
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
  })
  const exitCode = result.exitCode ?? -1
  if (exitCode !== 0 && !(options.accept ?? []).includes(exitCode)) {
    throw new PracticeError(
      `Could not ${purpose}.`,
      describeFailure(argv, exitCode, result.stderr, result.shortMessage),
    )
  }
  return { stdout: result.stdout, stderr: result.stderr, exitCode }
}

/** Like `run`, for commands whose failure changes nothing (clean-up of what may be gone already). */
export async function attempt(argv: Argv, timeoutMs = 60_000): Promise<RunResult> {
  const [file, ...rest] = argv
  const result = await execa(file, rest, {
    reject: false,
    stripFinalNewline: false,
    stdin: 'ignore',
    env: { PATH: searchPath, LC_ALL: 'C.UTF-8' },
    timeout: timeoutMs,
  })
  return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode ?? -1 }
}

function describeFailure(argv: Argv, exitCode: number, stderr: string, message: string | undefined): string {
  const said = stderr.trim().split('\n').slice(-8).join('\n')
  return `${argv.slice(0, 8).join(' ')} ended with ${exitCode}: ${said === '' ? (message ?? 'it said nothing') : said}`
}
