/**
 * The door to a program that stays and answers questions one at a time, where starting one for each question would take
 * longer than its answer. Questions and answers are bytes, each with its length before it (four bytes, big-endian).
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { AppError } from '../kernel/app-error.ts'
import type { Message } from '../kernel/message.ts'
import { toolEnvironment } from './run.ts'
import { toolsMessages } from './messages.ts'

export interface WorkerPool {
  /** Rejects when it ended instead of answering; the next question finds a new one. */
  ask(question: Buffer): Promise<Buffer>
}

/** A question that has to wait this long for its turn gets a worker of its own, up to `most`. */
const most = 4

/** Started with the first question; they end with this process, however it ends. They do not keep it from ending. */
export function startWorkers(title: Message, argv: readonly [string, ...string[]]): WorkerPool {
  const idle: Worker[] = []
  const waiting: ((worker: Worker) => void)[] = []
  let startedCount = 0

  function start(): Worker {
    startedCount += 1
    return startWorker(title, argv)
  }
  function findFree(): Worker | undefined {
    const free = idle.pop()
    if (free !== undefined) return free.isGone() ? replace() : free
    return startedCount < most ? start() : undefined
  }
  function replace(): Worker {
    startedCount -= 1
    return start()
  }
  function release(worker: Worker): void {
    const use = worker.isGone() ? replace : () => worker
    const waits = waiting.shift()
    if (waits !== undefined) waits(use())
    else if (worker.isGone()) startedCount -= 1
    else idle.push(worker)
  }
  return {
    async ask(question) {
      // At once where it can be: whoever asks may keep this process busy until the answer is there.
      const worker = findFree() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)))
      try {
        return await worker.ask(question)
      } finally {
        release(worker)
      }
    },
  }
}

interface Worker {
  ask(question: Buffer): Promise<Buffer>
  isGone(): boolean
}

function startWorker(title: Message, argv: readonly [string, ...string[]]): Worker {
  const words = ['--pdeathsig', 'KILL', '--', ...argv]
  const child = spawn('setpriv', words, { cwd: '/', env: toolEnvironment, stdio: ['pipe', 'pipe', 'ignore'] })
  const pieces: Buffer[] = []
  let pending: { readonly resolve: (answer: Buffer) => void; readonly reject: (reason: AppError) => void } | undefined
  let gone: string | undefined

  const end = (why: string) => {
    gone ??= why
    pending?.reject(broken(title, argv[0], gone))
    pending = undefined
  }
  child.on('error', (error) => end(error.message))
  child.on('exit', (code, signal) => end(`it ended with ${code ?? signal ?? 'nothing'}`))
  child.stdin.on('error', (error) => end(error.message))
  child.stdout.on('data', (piece: Buffer) => {
    pieces.push(piece)
    const answer = takeWhole(pieces)
    if (answer === undefined) return
    pending?.resolve(answer)
    pending = undefined
    keepAwake(child, false)
  })
  keepAwake(child, false)
  return {
    isGone: () => gone !== undefined,
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (gone !== undefined) return reject(broken(title, argv[0], gone))
        pending = { resolve, reject }
        keepAwake(child, true)
        const length = Buffer.alloc(4)
        length.writeUInt32BE(question.length)
        child.stdin.write(Buffer.concat([length, question]))
      }),
  }
}

/** The bytes of a whole answer, which are taken out of `pieces`. */
function takeWhole(pieces: Buffer[]): Buffer | undefined {
  const have = pieces.reduce((sum, { length }) => sum + length, 0)
  if (have < 4) return undefined
  if (pieces.length > 1 && (pieces[0]?.length ?? 0) < 4) pieces.splice(0, pieces.length, Buffer.concat(pieces))
  const wanted = 4 + (pieces[0]?.readUInt32BE(0) ?? 0)
  if (have < wanted) return undefined
  return Buffer.concat(pieces.splice(0)).subarray(4, wanted)
}

/** Only while somebody waits for an answer does it keep this process running. */
function keepAwake(child: ChildProcessByStdio<Writable, Readable, null>, awake: boolean): void {
  for (const one of [child, child.stdin, child.stdout]) {
    const turn: unknown = Reflect.get(one, awake ? 'ref' : 'unref')
    if (typeof turn === 'function') Reflect.apply(turn, one, [])
  }
}

function broken(title: Message, program: string, why: string): AppError {
  return toolsMessages.broken({ title }, { details: `${program}: ${why}` })
}
