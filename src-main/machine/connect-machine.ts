import { setMaxListeners } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { createMessageConnection, StreamMessageWriter } from 'vscode-jsonrpc/node'
import type { z } from 'zod'
import { wordProgress, type Wording } from '../contract/wording.ts'
import { AppError } from '../kernel/app-error.ts'
import { callVerb, orEnd, type OpenConnection } from './call-verb.ts'
import { firstIssues, type Machine } from './machine.ts'
import { readMessages } from './read-messages.ts'
import { anyHelloSchema, helloSchema, methods, progressMessageSchema, protocolVersion, type Hello } from './wire.ts'
import * as texts from './texts.ts'

export interface Patience {
  readonly helloMs: number
  /** How long an agent that is asked may say nothing at all: one that runs answers a ping, and tells itself that its work hangs. */
  readonly agentMs: number
}

const usualPatience: Patience = { helloMs: 20_000, agentMs: 3 * 60_000 }
const pingsInPatience = 9
/** The two streams of an agent, and how to close them. */
export interface AgentLink {
  readonly fromAgent: Readable
  readonly toAgent: Writable
  /** Ends the agent's input; it stops by itself. */
  close(): void
  /** Whether its agent runs on the machine that this program runs on. */
  readonly isHere: boolean
  /** Where this laptop is, as the agent's machine sees it. */
  readonly ownAddress?: () => string | undefined
  /** Why the link ended, as far as it is known. Called once, after it has. */
  whyEnded(): Promise<AppError>
}

export interface ConnectedMachine extends Machine {
  readonly hello: Hello
  readonly isHere: boolean
  /** What its machine's network knows it by, as far as it was said last. */
  readonly hostName: string | undefined
  readonly rename: (label: string, hostName?: string) => void
  /** Resolves with the reason when the connection has ended. After "timed-out" its agent still runs, and hangs. */
  readonly ended: Promise<AppError>
  /** Whether it says anything within so many milliseconds. One that works for somebody is left to its own patience. */
  isAnswering(withinMs: number): Promise<boolean>
  close(): void
}

/** What was heard a moment ago needs no question. */
const momentMs = 500

/**
 * Says hello and gives back a machine, whose errors are in the words of `wording`. Rejects with the link's reason when
 * there is no answer in time.
 */
export async function connectMachine(
  link: AgentLink,
  wording: Wording,
  patience: Patience = usualPatience,
): Promise<ConnectedMachine> {
  const reader = readMessages(link.fromAgent)
  let unreadable: Error | undefined
  // Before the connection hears of it, which then tells that it has ended.
  reader.onError((error) => (unreadable ??= error))
  const connection = createMessageConnection(reader, new StreamMessageWriter(link.toAgent))
  const asked: OpenConnection['asked'] = new Map()
  let heardAt = performance.now()
  const heard = () => {
    heardAt = performance.now()
    asked.forEach((one) => one.heard())
  }
  connection.onNotification(methods.progress, (message: unknown) => {
    const { token, progress } = progressMessageSchema.parse(message)
    heard()
    asked.get(token)?.onProgress(wordProgress(progress, wording))
  })
  const ping = async (): Promise<void> => {
    await connection.sendRequest(methods.ping)
    heard()
  }
  const isAnswering = async (withinMs: number): Promise<boolean> => {
    if (asked.size > 0 || performance.now() - heardAt < momentMs) return true
    const tooLate = wait(withinMs, false, { ref: false })
    const answered = ping().then(
      () => true,
      () => false,
    )
    return Promise.race([answered, tooLate])
  }
  const pinging = setInterval(() => {
    // Why it was not answered is told to whoever asked a verb.
    if (asked.size > 0) ping().catch(() => undefined)
  }, patience.agentMs / pingsInPatience).unref()
  const close = () => {
    clearInterval(pinging)
    connection.dispose()
    link.close()
  }
  let giveUp: OpenConnection['giveUp'] = close
  const ended = new Promise<AppError>((resolve) => {
    giveUp = (reason) => {
      resolve(reason)
      close()
    }
    const finish = () => {
      clearInterval(pinging)
      if (unreadable === undefined) resolve(link.whyEnded())
      else giveUp(noMessage(unreadable.message))
    }
    connection.onClose(finish)
    connection.onError(finish)
    link.toAgent.on('error', finish)
  })
  const over = new AbortController()
  // As many as there are questions at a time.
  setMaxListeners(0, over.signal)
  void ended.then((reason) => over.abort(reason))
  connection.listen()
  const said = await orEnd(
    connection.sendRequest(methods.hello, { address: link.ownAddress?.() }),
    over.signal,
    patience.helloMs,
  )
  const hello = readHello(said)
  const open = {
    connection,
    label: hello.label,
    over: over.signal,
    asked,
    giveUp,
    agentSilentMs: patience.agentMs,
    wording,
  }
  let { hostName } = hello
  return {
    name: hello.name,
    get label() {
      return open.label
    },
    get hostName() {
      return hostName
    },
    rename: (label, nowCalled = hostName) => {
      open.label = label
      hostName = nowCalled
    },
    isHere: link.isHere,
    hello,
    ended,
    isAnswering,
    close,
    wording,
    call: (verb, input, options = {}) => callVerb(open, verb, input, options),
  }
}

function noMessage(details: string): AppError {
  return new AppError({ code: 'unreadable-answer', ...texts.noMessage, details })
}

function parseHello<S extends z.ZodType>(schema: S, said: unknown): z.output<S> {
  const parsed = schema.safeParse(said)
  if (parsed.success) return parsed.data
  throw noMessage(firstIssues(parsed.error))
}

/** Of another version only who it is can be known. */
function readHello(said: unknown): Hello {
  const { protocol, label, version } = parseHello(anyHelloSchema, said)
  if (protocol === protocolVersion) return parseHello(helloSchema, said)
  throw new AppError({ code: 'agent-mismatch', ...texts.otherVersion(label, version) })
}
