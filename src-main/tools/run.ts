/**
 * The one door to child processes. A command is an argv array with a title (titles/messages.ts) and the exit codes it
 * may end with. Each file beside this one is about one external program: the argv builder beside its parser.
 * Nothing here knows of pairs or switches.
 */
import { existsSync } from 'node:fs'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { execa, type Result } from 'execa'
import type { AppError } from '../kernel/app-error.ts'
import { errnoOf } from '../kernel/errno.ts'
import type { Message } from '../kernel/message.ts'
import { toolsMessages } from './messages.ts'
import { readWork, readWritten } from './proc/process-work.ts'
import { giveSignOfLife, isAnybodyListening } from './sign-of-life.ts'

export interface Command {
  /** What it is for, from the catalogue of titles: errors say "Could not list the snapshots". */
  readonly title: Message
  readonly argv: readonly [string, ...string[]]
  /** Exit codes that are an answer; any other is an error. Default: 0. */
  readonly exitCodes?: readonly number[]
  readonly cwd?: string
  readonly input?: Uint8Array | string | Readable
  /** A file of root's that is read instead of `input`. */
  readonly inputFile?: string
  /** Added to a small fixed environment; nothing is inherited but that. */
  readonly env?: Readonly<Record<string, string>>
  /** Bytes of output that are kept before it is an error. Default 256 MiB. */
  readonly maxBytes?: number
  /** Ends the command and everything it started when this process dies (setpriv and a pid namespace: docs/facts/door.md). */
  readonly diesWithAgent?: boolean
  /** Called now and then while it runs, with what it has written so far, also into pipes. */
  readonly onWritten?: ((bytes: number) => void) | undefined
  /** What ends it; SIGTERM otherwise. */
  readonly endSignal?: 'SIGINT'
  /** Called with each line of standard output (split at \n or \r) while it runs. */
  readonly onLine?: (line: string) => void
  /** Called with each piece of standard output, which is then not kept. What it throws ends the command. */
  readonly onBytes?: (piece: Buffer) => void
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
}

export interface RunResult {
  readonly exitCode: number
  readonly stdout: string
  /** Standard output as bytes, for tools that print file names. */
  readonly bytes: Buffer
  readonly stderr: string
}

/** All that a program started as root gets of an environment. */
export const toolEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
  HOME: '/root',
}
const tailCharacters = 4_000

/** Every descendant ends with the agent, daemonised ones too. */
export const dieWithParent = [
  'setpriv',
  '--pdeathsig',
  'KILL',
  '--',
  'unshare',
  '--pid',
  '--fork',
  '--kill-child=KILL',
  '--',
] as const

/**
 * Of so many files at most, in a tree that root alone can reach, a program that only reads their attributes is done before an end
 * could reach it, and the three that `dieWithParent` starts before it take longer than it does.
 */
export const readAtOnce = 5_000

/**
 * Goes before a program that changes its account meanwhile, as apt does to see what its user may write: that undoes its dying with
 * the agent (prctl(2), PR_SET_PDEATHSIG). The shell above it dies, and all below it.
 */
export const belowShell = ['/bin/sh', '-c', '"$@"; exit $?', 'sh'] as const

/** The same for one that makes files for everybody, whatever the agent's own umask is. */
export const readableByAll = ['/bin/sh', '-c', 'umask 022; "$@"; exit $?', 'sh'] as const

export async function run(command: Command, options: RunOptions = {}): Promise<RunResult> {
  // A program that is not there costs two processes to find out, and some are asked for in every look at a laptop.
  if (!isInstalled(command)) throw notRun(command, 'ENOENT')
  const [file, ...args] = command.diesWithAgent === true ? ([...dieWithParent, ...command.argv] as const) : command.argv
  const child = execa(file, args, {
    reject: false,
    encoding: 'buffer',
    extendEnv: false,
    env: { ...toolEnvironment, ...command.env },
    stripFinalNewline: false,
    maxBuffer: command.maxBytes ?? 256 * 1024 * 1024,
    ...(command.onBytes === undefined ? {} : { buffer: { stdout: false } as const }),
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...inputOf(command),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    // unshare(1) holds SIGTERM back while it waits for its child (util-linux 2.41): only KILL ends it.
    killSignal: command.diesWithAgent === true ? 'SIGKILL' : (command.endSignal ?? 'SIGTERM'),
    forceKillAfterDelay: 5_000,
  })
  if (command.onLine !== undefined) tellLines(child.stdout, command.onLine)
  const broken =
    command.onBytes === undefined ? undefined : tellBytes(child.stdout, command.onBytes, () => child.kill())
  const stopWatching = watchWork(child.pid)
  const { onWritten } = command
  const tells = onWritten && setInterval(() => onWritten(readWritten(child.pid ?? 0)), toldEveryMs)
  const result = await child
  clearInterval(tells)
  stopWatching()
  if (broken?.thrown !== undefined) throw broken.thrown.reason
  if (options.signal?.aborted === true) throw cancelled(command)
  if (result.exitCode === undefined || result.isMaxBuffer)
    throw notRun(command, result.code, whyWithoutCode(command, result))
  // Not kept is undefined, whatever its type says (execa 9.6).
  const bytes = command.onBytes === undefined ? Buffer.from(result.stdout) : Buffer.alloc(0)
  const stderr = Buffer.from(result.stderr).toString('utf8')
  if (!(command.exitCodes ?? [0]).includes(result.exitCode)) throw failed(command, result.exitCode, bytes, stderr)
  return { exitCode: result.exitCode, stdout: bytes.toString('utf8'), bytes, stderr }
}

/** A program that a person sees and types into at the terminal that this one has: it reads `input`, and keys from the terminal itself. */
export async function runAtTerminal(
  command: Pick<Command, 'title' | 'argv' | 'env'> & { readonly input: string },
): Promise<void> {
  if (!isInstalled(command)) throw notRun(command, 'ENOENT')
  const [file, ...args] = command.argv
  const { exitCode, code } = await execa(file, args, {
    reject: false,
    extendEnv: false,
    env: { ...toolEnvironment, ...command.env },
    input: command.input,
    stdout: 'inherit',
    stderr: 'inherit',
  })
  if (exitCode === undefined) throw notRun(command, code)
}

const heldAtMostSeconds = 30

/**
 * flock(2) of what is open here, through flock(1): a lock belongs to an open file, so it stays with this process until that is closed, or
 * the process ends. Waits for others, and keeps everything else here waiting: it is for a few writes. AppError "tool-failed" where it is
 * held for half a minute.
 */
export function lockOpened(descriptor: number, title: Message): void {
  const argv = ['flock', '--exclusive', `--timeout=${heldAtMostSeconds}`, '3'] as const
  const [file, ...args] = argv
  const env = { ...toolEnvironment }
  const { status, stderr, error } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'pipe', descriptor], env })
  if (error !== undefined) throw notRun({ title, argv }, errnoOf(error), error.message)
  if (status !== 0) throw failed({ title, argv }, status ?? -1, nothing, stderr.toString('utf8'))
}

/** How often the bytes that went from one to the other are told. */
const toldEveryMs = 500

/**
 * What `source` prints is what `target` reads, with nothing of ours in between. Both end with this process, and when either fails
 * or the signal is aborted the other one ends too. `onBytes`: how many have gone so far.
 *
 * @throws AppError as `run` does, for the one that failed of itself: a broken pipe is never the reason.
 */
export async function runPiped(
  source: Command,
  target: Command,
  { signal, onBytes }: RunOptions & { readonly onBytes?: (bytes: number) => void } = {},
): Promise<void> {
  for (const one of [source, target]) if (!isInstalled(one)) throw notRun(one, 'ENOENT')
  const start = ({ argv, env }: Command, stdin: 'ignore' | Readable, stdout: 'ignore' | 'pipe') =>
    spawn(dieWithParent[0], [...dieWithParent.slice(1), ...argv], {
      stdio: [stdin, stdout, 'pipe'],
      env: { ...toolEnvironment, ...env },
    })
  const from = start(source, 'ignore', 'pipe')
  const to = start(target, from.stdout ?? 'ignore', 'ignore')
  // The pipe belongs to the two programs alone: whoever of them ends, the other one notices.
  from.stdout?.destroy()
  const end = () => [from, to].forEach((one) => one.kill('SIGKILL'))
  signal?.addEventListener('abort', end, { once: true })
  if (signal?.aborted === true) end()
  const timer = setInterval(() => onBytes?.(readWritten(from.pid ?? 0)), toldEveryMs)
  const stopWatching = [from, to].map(({ pid }) => watchWork(pid))
  const ends = [ended(from), ended(to).then((one) => (one.code === 0 ? one : (from.kill('SIGKILL'), one)))] as const
  const [sent, received] = await Promise.all(ends)
  clearInterval(timer)
  stopWatching.forEach((stop) => stop())
  signal?.removeEventListener('abort', end)
  if (signal?.aborted === true) throw cancelled(source)
  // A source that ended by itself left the target with half of what it reads, which that calls an error too.
  const hasOwnReason = sent.code !== 0 && sent.code !== null && !sent.said.includes('Broken pipe')
  if (hasOwnReason) throw failed(source, sent.code, nothing, sent.said)
  // One that was ended because of the other says nothing of its own.
  if (received.code !== 0 && (received.code !== null || sent.code === 0))
    throw failed(target, received.code ?? -1, nothing, received.said)
  if (sent.code !== 0) throw failed(source, sent.code ?? -1, nothing, sent.said)
}

const nothing = Buffer.alloc(0)

function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = ''
  child.stderr?.on('data', (piece: Buffer) => (said = (said + piece.toString('utf8')).slice(-tailCharacters)))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, said }))
  })
}

/** Whether `run` would find it. */
export const isProgramHere = (file: string): boolean => isInstalled({ argv: [file] })

function isInstalled({ argv: [file], env }: Pick<Command, 'argv' | 'env'>): boolean {
  const folders = env?.['PATH'] ?? toolEnvironment.PATH
  return file.includes('/') || folders.split(':').some((folder) => existsSync(path.join(folder, file)))
}

function inputOf({ input, inputFile }: Command) {
  if (inputFile !== undefined) return { inputFile }
  return input === undefined ? { stdin: 'ignore' as const } : { input }
}

function tellLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = ''
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split(/[\r\n]/)
    rest = lines.pop() ?? ''
    lines.forEach(onLine)
  })
}

function tellBytes(
  stream: NodeJS.ReadableStream,
  onBytes: (piece: Buffer) => void,
  end: () => void,
): { readonly thrown: { readonly reason: unknown } | undefined } {
  const outcome: { thrown: { readonly reason: unknown } | undefined } = { thrown: undefined }
  stream.on('data', (piece: Buffer) => {
    if (outcome.thrown !== undefined) return
    try {
      onBytes(piece)
    } catch (reason) {
      outcome.thrown = { reason }
      end()
    }
  })
  return outcome
}

function cancelled(command: Command): AppError {
  return toolsMessages.stopped({ title: command.title })
}

function notRun(command: Command, code: string | undefined, words = 'it could not be started'): AppError {
  if (code === 'ENOENT') {
    return toolsMessages.missing({ title: command.title, program: command.argv[0] })
  }
  return toolsMessages.failed({ title: command.title }, { details: words })
}

/** Never the command itself: some are programs of many lines. */
function whyWithoutCode(
  { argv: [program] }: Command,
  { signal, isMaxBuffer, originalMessage }: Pick<Result, 'signal' | 'isMaxBuffer' | 'originalMessage'>,
): string {
  if (isMaxBuffer) return `${program} printed more than can be kept`
  return signal === undefined ? `${program}: ${originalMessage ?? 'no reason'}` : `${program} was ended by ${signal}`
}

function failed(command: Command, exitCode: number, stdout: Buffer, stderr: string): AppError {
  const said = (stderr.trim() === '' ? stdout.toString('utf8') : stderr).slice(-tailCharacters)
  return toolsMessages[whyNot(said)](
    { title: command.title },
    { details: `${command.argv[0]} ended with ${exitCode}: ${said}` },
  )
}

/** In the words of strerror(3), as `LC_ALL=C` has them. */
function whyNot(said: string): 'diskFull' | 'quotaFull' | 'diskReadOnly' | 'failed' {
  if (said.includes('No space left on device')) return 'diskFull'
  if (said.includes('Disk quota exceeded')) return 'quotaFull'
  return said.includes('Read-only file system') ? 'diskReadOnly' : 'failed'
}

/** An answer that cannot be read is an error, not an empty list. */
export function unreadableAnswer(tool: string, text: string): AppError {
  return toolsMessages.unreadableAnswer({ tool }, { details: text.slice(0, tailCharacters) })
}

const lookEveryMs = 5_000

/** In that time. One that hangs wakes up now and then, and its connection asks the other side whether it is there. */
const workingTicks = 3

const workingBytes = 16_384

/**
 * A program that works, however long it takes and whatever it says, is a sign of life of who waits for it. Looks at
 * it until what it returns is called.
 */
function watchWork(pid: number | undefined): () => void {
  if (pid === undefined || !isAnybodyListening()) return () => undefined
  let before = { ticks: 0, bytes: 0 }
  const timer = setInterval(() => {
    const now = readWork(pid)
    if (now.ticks - before.ticks >= workingTicks || now.bytes - before.bytes >= workingBytes) giveSignOfLife()
    before = now
  }, lookEveryMs).unref()
  return () => clearInterval(timer)
}
