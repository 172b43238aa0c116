import { randomUUID } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import {
  CancellationTokenSource,
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node'
import { z } from 'zod'
import type { AgentProgress, Input, Output, Progress, Verb } from '../contract/define.ts'
import { agentErrorSchema } from '../contract/agent-error.ts'
import type { Wording } from '../contract/wording.ts'
import { AppError, toAppError } from '../kernel/app-error.ts'
import { limitMessages } from './limit-messages.ts'
import type { CallOptions, Machine } from './machine.ts'
import { helloSchema, maxMessageBytes, methods, progressMessageSchema, protocolVersion, type Hello } from './wire.ts'
import * as texts from './texts.ts'

/** How long a failed link may take to say why. Longer than the wait for its last words. */
const endPatienceMs = 3_000
const connectionCodes: ReadonlySet<number> = new Set([
  ErrorCodes.MessageWriteError,
  ErrorCodes.MessageReadError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
])

/** The two streams of an agent, and how to close them. */
export interface AgentLink {
  readonly fromAgent: Readable
  readonly toAgent: Writable
  /** Ends the agent's input; it stops by itself. */
  close(): void
  /** Why the link ended, as far as it is known. Called once, after it has. */
  whyEnded(): Promise<AppError>
}

export interface ConnectedMachine extends Machine {
  readonly hello: Hello
  /** Resolves with the reason when the connection has ended. */
  readonly ended: Promise<AppError>
  close(): void
}

/**
 * Says hello and gives back a machine, whose errors are in the words of `wording`. Rejects with the link's reason when
 * there is no answer within `patienceMs`.
 */
export async function connectMachine(
  link: AgentLink,
  wording: Wording,
  patienceMs = 20_000,
): Promise<ConnectedMachine> {
  const limited = link.fromAgent.pipe(limitMessages(maxMessageBytes))
  const connection = createMessageConnection(new StreamMessageReader(limited), new StreamMessageWriter(link.toAgent))
  const progressOf = new Map<string, (progress: Progress) => void>()
  connection.onNotification(methods.progress, (message: unknown) => {
    const { token, progress } = progressMessageSchema.parse(message)
    progressOf.get(token)?.(wordProgress(progress, wording))
  })
  const ended = new Promise<AppError>((resolve) => {
    const finish = () => resolve(link.whyEnded())
    connection.onClose(finish)
    connection.onError(finish)
    limited.on('error', finish)
    link.toAgent.on('error', finish)
  })
  connection.listen()
  const hello = helloSchema.parse(await orEnd(connection.sendRequest(methods.hello), ended, patienceMs))
  if (hello.protocol !== protocolVersion) throw otherProtocol(hello)

  return {
    name: hello.name,
    label: hello.label,
    hello,
    ended,
    close: () => {
      connection.dispose()
      link.close()
    },
    wording,
    call: (verb, input, options = {}) => callVerb({ connection, ended, progressOf, wording }, verb, input, options),
  }
}

interface Open {
  readonly connection: MessageConnection
  readonly ended: Promise<AppError>
  readonly progressOf: Map<string, (progress: Progress) => void>
  readonly wording: Wording
}

function wordProgress({ current, ...amounts }: AgentProgress, wording: Wording): Progress {
  if (current === undefined) return amounts
  return { ...amounts, current: typeof current === 'string' ? current : wording.text(current) }
}

async function callVerb<V extends Verb>(
  { connection, ended, progressOf, wording }: Open,
  verb: V,
  input: Input<V>,
  { signal, onProgress }: CallOptions,
): Promise<Output<V>> {
  signal?.throwIfAborted()
  const token = randomUUID()
  const cancellation = new CancellationTokenSource()
  const cancel = () => cancellation.cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  if (onProgress !== undefined) progressOf.set(token, onProgress)
  try {
    const request = { name: verb.name, input: parseInput(verb, input), token }
    // In a function of its own: a connection that is closed already throws at once instead of rejecting.
    const ask = async (): Promise<unknown> => connection.sendRequest(methods.verb, request, cancellation.token)
    const result = await orEnd(ask(), ended)
    return verb.output.parse(result) as Output<V>
  } catch (thrown) {
    throw asAppError(thrown, wording)
  } finally {
    signal?.removeEventListener('abort', cancel)
    progressOf.delete(token)
    cancellation.dispose()
  }
}

/** Input that a client passed on unchecked, such as a path, is checked by the verb's schema. */
function parseInput<V extends Verb>(verb: V, input: Input<V>): unknown {
  const parsed = verb.input.safeParse(input)
  if (parsed.success) return parsed.data
  throw new AppError({
    code: 'invalid-input',
    ...texts.invalidInput(verb.title),
    details: z.prettifyError(parsed.error),
  })
}

async function orEnd<T>(answer: Promise<T>, ended: Promise<AppError>, patienceMs?: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const waits: Promise<T>[] = [answer, ended.then((reason) => Promise.reject(reason))]
  if (patienceMs !== undefined) {
    waits.push(
      new Promise((_resolve, reject) => {
        timer = setTimeout(() => reject(noAnswer(patienceMs)), patienceMs)
      }),
    )
  }
  try {
    return await Promise.race(waits)
  } catch (thrown) {
    if (thrown instanceof AppError || isAnswer(thrown)) throw thrown
    // A closing connection rejects its requests with its own error. The link knows the reason.
    throw (await Promise.race([ended, delay(endPatienceMs, undefined, { ref: false })])) ?? thrown
  } finally {
    clearTimeout(timer)
  }
}

/** Whether the agent itself refused. The library uses the same class for failed writes and lost requests. */
function isAnswer(thrown: unknown): boolean {
  return thrown instanceof ResponseError && !connectionCodes.has(thrown.code)
}

function asAppError(thrown: unknown, wording: Wording): AppError {
  if (thrown instanceof ResponseError) {
    const told = agentErrorSchema.safeParse(thrown.data)
    if (told.success) return wording.error(told.data)
  }
  return toAppError(thrown)
}

function noAnswer(patienceMs: number): AppError {
  return new AppError({
    code: 'unreachable',
    ...texts.noAnswer(patienceMs / 1000),
  })
}

function otherProtocol(hello: Hello): AppError {
  return new AppError({
    code: 'agent-mismatch',
    ...texts.otherVersion(hello.label, hello.version),
  })
}
