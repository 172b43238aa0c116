/** Asks one verb over a connection, and waits no longer than there are signs of life. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { CancellationTokenSource, ErrorCodes, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node'
import type { Input, Output, Progress, Verb } from '../contract/define.ts'
import { agentErrorSchema } from '../contract/agent-error.ts'
import type { Wording } from '../contract/wording.ts'
import { AppError, toAppError } from '../kernel/app-error.ts'
import { firstIssues, type CallOptions } from './machine.ts'
import { machineMessages } from './messages.ts'
import { methods } from './wire.ts'
import * as texts from './texts.ts'

/** Waits for signs of life, and tells when there was none for too long. */
const looksInSilence = 8

const lookEveryMostMs = 1_000

interface SilenceWatch {
  /** A sign of life: the silence begins anew. */
  readonly heard: () => void
  readonly end: () => void
}

/**
 * Calls `onSilence` once, after `silentMs` without a sign. Time in which this program itself stood still is not counted: what
 * was said meanwhile is heard only afterwards.
 */
export function watchSilence(silentMs: number, onSilence: () => void): SilenceWatch {
  const everyMs = Math.min(lookEveryMostMs, silentMs / looksInSilence)
  let silentForMs = 0
  let lookedMs = performance.now()
  const timer = setInterval(() => {
    const nowMs = performance.now()
    silentForMs += Math.min(nowMs - lookedMs, 2 * everyMs)
    lookedMs = nowMs
    if (silentForMs < silentMs) return
    clearInterval(timer)
    onSilence()
  }, everyMs).unref()
  return {
    heard: () => {
      silentForMs = 0
    },
    end: () => clearInterval(timer),
  }
}

/** How long a failed link may take to say why. Longer than the wait for its last words. */
const endPatienceMs = 3_000
const connectionCodes: ReadonlySet<number> = new Set([
  ErrorCodes.MessageWriteError,
  ErrorCodes.MessageReadError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
])

export interface AskedVerb {
  /** At whatever the agent says: it does not hang. Whether the verb does, it tells itself. */
  readonly heard: () => void
  readonly onProgress: (progress: Progress) => void
}

export interface OpenConnection {
  readonly connection: MessageConnection
  /** Changes when its owner renames the laptop. */
  label: string
  /** Aborted with the reason when it has ended. */
  readonly over: AbortSignal
  /** Of each verb that is not answered yet. */
  readonly asked: Map<string, AskedVerb>
  /** Ends the connection to an agent that hangs. */
  readonly giveUp: (reason: AppError) => void
  /** How long an agent that is asked may say nothing at all. */
  readonly agentSilentMs: number
  readonly wording: Wording
}

export async function callVerb<V extends Verb>(
  { connection, label, over, asked, giveUp, agentSilentMs, wording }: OpenConnection,
  verb: V,
  input: Input<V>,
  { signal, onProgress }: CallOptions,
): Promise<Output<V>> {
  signal?.throwIfAborted()
  const token = randomUUID()
  const cancellation = new CancellationTokenSource()
  const cancel = () => cancellation.cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  const watch = watchSilence(agentSilentMs, () => giveUp(timedOut(label, verb.title, agentSilentMs)))
  asked.set(token, { heard: watch.heard, onProgress: (progress) => onProgress?.(progress) })
  try {
    const request = { name: verb.name, input: parseInput(verb, input), token }
    // In a function of its own: a connection that is closed already throws at once instead of rejecting.
    const ask = async (): Promise<unknown> => connection.sendRequest(methods.verb, request, cancellation.token)
    const result = await orEnd(ask(), over)
    return parseOutput(verb, result)
  } catch (thrown) {
    const error = asAppError(thrown, wording)
    throw isHung(error) ? timedOut(label, verb.title, verb.silentMs, error.details) : error
  } finally {
    watch.end()
    signal?.removeEventListener('abort', cancel)
    asked.delete(token)
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
    details: firstIssues(parsed.error),
  })
}

/** The other end may be another program than ours. */
function parseOutput<V extends Verb>(verb: V, result: unknown): Output<V> {
  const parsed = verb.output.safeParse(result)
  if (parsed.success) return parsed.data as Output<V>
  throw new AppError({
    code: 'unreadable-answer',
    ...texts.unreadableAnswer(verb.title),
    details: firstIssues(parsed.error),
  })
}

/**
 * The answer, or a rejection with the reason of `over`, with which the connection ended. Listened to, and left: a promise would
 * keep everyone who ever waited for it, with their answers, until the connection ends.
 */
export async function orEnd<T>(answer: Promise<T>, over: AbortSignal, patienceMs?: number): Promise<T> {
  let giveUp: ((reason: unknown) => void) | undefined
  const ended = new Promise<never>((_resolve, reject) => (giveUp = reject))
  const end = () => giveUp?.(over.reason)
  if (over.aborted) end()
  else over.addEventListener('abort', end)
  const timer = patienceMs === undefined ? undefined : setTimeout(() => giveUp?.(noAnswer(patienceMs)), patienceMs)
  try {
    return await Promise.race([answer, ended])
  } catch (thrown) {
    if (thrown instanceof AppError || isAnswer(thrown)) throw thrown
    // A closing connection rejects its requests with its own error. The link knows the reason.
    await delay(endPatienceMs, undefined, { ref: false, signal: over }).catch(() => undefined)
    throw over.aborted ? over.reason : thrown
  } finally {
    clearTimeout(timer)
    over.removeEventListener('abort', end)
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

/** The agent stopped what it did. */
function isHung({ problem }: AppError): boolean {
  return problem?.id === machineMessages.hung.id
}

function timedOut(label: string, title: string, silentMs: number, details?: string): AppError {
  return new AppError({ code: 'timed-out', ...texts.hung(label, title, silentMs), details })
}

function noAnswer(patienceMs: number): AppError {
  return new AppError({
    code: 'unreachable',
    ...texts.noAnswer(patienceMs / 1000),
  })
}
