import type { Readable, Writable } from 'node:stream'
import {
  createMessageConnection,
  ResponseError,
  StreamMessageWriter,
  type CancellationToken,
} from 'vscode-jsonrpc/node'
import type { AgentProgress } from '../contract/define.ts'
import { toAgentError } from '../contract/agent-error.ts'
import { hearSignsOfLife } from '../tools/sign-of-life.ts'
import { parseRequest, type Answer, type AnswerContext, type HostContext } from './machine.ts'
import { machineMessages } from './messages.ts'
import { readMessages } from './read-messages.ts'
import { watchSilence } from './call-verb.ts'
import { endOrLeave } from './end-or-leave.ts'
import { onlyNew } from './only-new.ts'
import { helloRequestSchema, methods, verbRequestSchema, type Hello, type VerbRequest } from './wire.ts'

const errorNumber = -32_000
const progressEveryMs = 100
/** Until an answer is out. */
const tellMs = 500

export interface AgentParts {
  readonly hello: Hello
  readonly answers: readonly Answer[]
  readonly host: Omit<HostContext, 'closing'>
  /** How long what hangs may take to stop. */
  readonly patienceMs?: number
}

/**
 * Answers verbs until the other end is gone; then aborts what is still running and resolves. Rejects with "invalid-input"
 * when the other end sends what is no message, for nothing after it can be told apart.
 */
export async function serveAgent(input: Readable, output: Writable, parts: AgentParts): Promise<void> {
  const closing = new AbortController()
  const stuck = new AbortController()
  let callerAddress: string | undefined
  const host: HostContext = { ...parts.host, closing: closing.signal, callerAddress: () => callerAddress }
  const byName = new Map(parts.answers.map((one) => [one.verb.name, one]))
  const reader = readMessages(input)
  const connection = createMessageConnection(reader, new StreamMessageWriter(output))
  let unreadable: Error | undefined
  reader.onError((error) => (unreadable ??= error))

  connection.onRequest(methods.hello, (request: unknown) => {
    // Where it is not understood, it is as if nothing had been said.
    callerAddress = helloRequestSchema.safeParse(request).data?.address
    return parts.hello
  })
  connection.onRequest(methods.ping, () => ({}))
  connection.onRequest(methods.verb, async (request: unknown, token: CancellationToken) => {
    try {
      return await answerRequest(parseRequest(verbRequestSchema, request), token)
    } catch (thrown) {
      const error = toAgentError(thrown)
      // Not spread: at the top level it would be taken for the last words of an agent that dies later.
      host.logger.log('warn', 'a verb was not answered', { error })
      return new ResponseError(errorNumber, error.problem.id, error)
    }
  })

  async function answerRequest(request: VerbRequest, token: CancellationToken): Promise<unknown> {
    const found = byName.get(request.name)
    if (found === undefined) throw machineMessages.unknownVerb({}, { details: `verb "${request.name}"` })
    const cancelled = new AbortController()
    token.onCancellationRequested(() => cancelled.abort())
    const hung = new AbortController()
    const watch = watchSilence(found.verb.silentMs, () => hung.abort())
    const tell = seldom(
      (progress) => void connection.sendNotification(methods.progress, { token: request.token, progress }),
    )
    const context: AnswerContext = {
      host,
      signal: AbortSignal.any([cancelled.signal, closing.signal, hung.signal]),
      report: onlyNew((progress) => {
        watch.heard()
        tell(progress)
      }),
    }
    try {
      const work = hearSignsOfLife(watch.heard, () => found.handle(request.input, context))
      return found.verb.output.parse(await endOrStuck(work, hung.signal, found.verb.silentMs))
    } finally {
      watch.end()
    }
  }

  /** What hangs is stopped. If it cannot be stopped, this program ends as soon as that is told, and with it all that it started. */
  async function endOrStuck<T>(work: Promise<T>, hung: AbortSignal, silentMs: number): Promise<T> {
    const end = await endOrLeave(work, hung, parts.patienceMs)
    if (end.kind === 'answered') return end.value
    if (end.kind === 'failed' && !hung.aborted) throw end.reason
    if (end.kind === 'stuck') setTimeout(() => stuck.abort(), tellMs)
    throw machineMessages.hung(
      { silentMs },
      { details: end.kind === 'failed' ? String(end.reason) : 'it cannot be stopped' },
    )
  }

  await new Promise<void>((resolve) => {
    connection.onClose(resolve)
    connection.onError(() => resolve())
    stuck.signal.addEventListener('abort', () => resolve())
    connection.listen()
  })
  closing.abort()
  connection.dispose()
  if (unreadable !== undefined) throw machineMessages.noMessage({}, { details: unreadable.message })
}

/** Nobody sees more often; a hundred thousand files would be as many messages. The end is always told. */
function seldom(tell: (progress: AgentProgress) => void): (progress: AgentProgress) => void {
  let lastMs = -Infinity
  return (progress) => {
    const nowMs = performance.now()
    if (nowMs - lastMs < progressEveryMs && progress.done !== progress.total) return
    lastMs = nowMs
    tell(progress)
  }
}
