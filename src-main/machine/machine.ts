/**
 * A machine is something that answers verbs: over a local process, over SSH, or in memory.
 * This folder knows how a machine is asked and how it answers, nothing about what is asked.
 */
import { z } from 'zod'
import type { AgentProgress, Input, Output, Parsed, Progress, Verb } from '../contract/define.ts'
import type { Wording } from '../contract/wording.ts'
import type { AppError } from '../kernel/app-error.ts'
import type { Logger } from '../kernel/logger.ts'
import { machineMessages } from './messages.ts'

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface Machine {
  /** By which pairing knows it. Never changes, and decides: what the laptop is called now is `label`. */
  readonly name: string
  /** The name for the screen: the pretty host name, else the host name. Whoever gives it another one says so with `rename`. */
  readonly label: string
  /** Of one that is connected. */
  readonly rename?: (label: string, hostName?: string) => void
  /** Whether this program runs on it. */
  readonly isHere?: boolean
  /**
   * Asks and waits. Rejects with an AppError: the machine's own when it answered with one, "unreachable" or
   * "agent-died" when the connection ended, "cancelled" after `signal`. May be called concurrently.
   */
  call<V extends Verb>(verb: V, input: Input<V>, options?: CallOptions): Promise<Output<V>>
  /** The words for the messages in its answers. */
  readonly wording: Wording
  /** Resolves with the reason when it can no longer be asked, where that is known. */
  readonly ended?: Promise<AppError>
}

/** What an answer may use of the machine it runs on. */
export interface HostContext {
  /** The person whom this program serves on this machine. */
  readonly person: { readonly name: string; readonly uid: number; readonly gid: number; readonly home: string }
  /** Host name of the other laptop; empty where there is none. */
  readonly peer: string
  /** /var/lib/pc-switcher/root, mode 0700, root's. */
  readonly stateFolder: string
  /** /var/lib/pc-switcher/app, the person's: pairing key and known_hosts. */
  readonly appFolder: string
  /** /run/pc-switcher, mode 0700. */
  readonly runFolder: string
  readonly bootId: string
  readonly logger: Logger
  /** Where the other laptop says that it is reached from here; undefined where nobody from there asks. */
  readonly callerAddress?: () => string | undefined
  /** Aborted when the connection is gone: work that may end, ends. */
  readonly closing: AbortSignal
}

export interface AnswerContext {
  readonly host: HostContext
  /** Aborted when the caller cancels or the connection is gone. */
  readonly signal: AbortSignal
  readonly report: (progress: AgentProgress) => void
}

export interface Answer {
  readonly verb: Verb
  readonly handle: (input: unknown, context: AnswerContext) => Promise<unknown>
}

/** Binds a verb to its answer. Refuses other input as "invalid-input"; the output is checked before it is sent. */
export function answer<I extends z.ZodType, O extends z.ZodType>(
  verb: Verb<I, O>,
  handle: (input: Parsed<Verb<I, O>>, context: AnswerContext) => Promise<z.input<O>>,
): Answer {
  return { verb, handle: async (input, context) => handle(parseRequest(verb.input, input), context) }
}

/** What came from the other end, which may be another program than ours. Throws AppError "invalid-input". */
export function parseRequest<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw machineMessages.invalidRequest({}, { details: firstIssues(parsed.error) })
}

/** A long list that is wrong throughout has an issue for each of its entries. */
export function firstIssues({ issues }: z.ZodError): string {
  return z.prettifyError({ issues: issues.slice(0, 10) }).slice(0, 2_000)
}
