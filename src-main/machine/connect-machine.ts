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
import type { Input, Output, Progress, Verb } from '../contract/define.ts'
import { agentErrorSchema } from '../contract/agent-error.ts'
import type { Wording } from '../contract/wording.ts'
import { AppError, toAppError } from '../kernel/app-error.ts'
import { limitMessages } from './limit-messages.ts'
import type { CallOptions, Machine } from './machine.ts'
import { helloSchema, maxMessageBytes, methods, progressMessageSchema, protocolVersion, type Hello } from './wire.ts'

/** How long a link that has failed may take to tell why: longer than its last words are waited for. */
const endPatienceMs = 3_000
const connectionCodes: ReadonlySet<number> = new Set([
  ErrorCodes.MessageWriteError,
  ErrorCodes.MessageReadError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
])

/** The two streams of an agent, and how to let go of it. */
export interface AgentLink {
  readonly fromAgent: Readable
  readonly toAgent: Writable
  /** Ends the agent's input; it stops by itself. */
  close(): void
  /** Why the link ended, as far as the way it was made can tell. Called once, when it has. */
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
    progressOf.get(token)?.(progress)
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

/** What a client handed on unseen, such as a path, is assessed by the verb's own words. */
function parseInput<V extends Verb>(verb: V, input: Input<V>): unknown {
  const parsed = verb.input.safeParse(input)
  if (parsed.success) return parsed.data
  throw new AppError({
    code: 'invalid-input',
    message: `Invalid input: cannot ${verb.title} with it.`,
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
    // A connection that is being torn down rejects its requests in its own words; the link knows why.
    throw (await Promise.race([ended, delay(endPatienceMs, undefined, { ref: false })])) ?? thrown
  } finally {
    clearTimeout(timer)
  }
}

/** Whether the agent itself has refused. The library rejects what it could not write, or waits for in vain, with the same class. */
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
    message: `The agent did not answer within ${patienceMs / 1000} seconds.`,
    hint: 'Check that the laptop is awake and reachable, then try again.',
  })
}

function otherProtocol(hello: Hello): AppError {
  return new AppError({
    code: 'agent-mismatch',
    message: `${hello.label} has another version of pc-switcher (${hello.version}).`,
    hint: 'Install the same version on both laptops.',
  })
}
