import { randomUUID } from 'node:crypto'
import { request, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { answerEnvelopeSchema, type AnswerEnvelope, type CallEnvelope } from '../../../contract/envelope.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { startUserUnit } from '../../../tools/systemd/systemctl-user.ts'
import { askPersonApp, tellPersonApp, type Answered } from '../verbs.ts'
import { personAppMessages } from '../messages.ts'

const triesEveryMs = 250
const patienceMs = 15_000
const maxAnswerBytes = 8 * 1024 * 1024

interface Asking {
  readonly host: Pick<HostContext, 'person'>
  readonly signal: AbortSignal
}

const answerAsk = answer(askPersonApp, ({ call, input }, asking) => callApp(call, input, asking))
const answerTell = answer(tellPersonApp, ({ call, input }, asking) => callApp(call, input, asking))

async function callApp(call: string, input: unknown, asking: Asking): Promise<Answered> {
  const answered = await askApp(call, input, asking)
  return answered.ok ? { kind: 'answered', value: answered.value } : { kind: 'refused', error: answered.error }
}

/** Asks over the person's own socket, as their command line would. Starts the app if it does not answer. */
async function askApp(call: string, input: unknown, { host: { person }, signal }: Asking): Promise<AnswerEnvelope> {
  const socketPath = `/run/user/${person.uid}/pc-switcher.sock`
  let deadline: number | undefined
  for (;;) {
    try {
      return await post(socketPath, call, input, signal)
    } catch (thrown) {
      if (thrown instanceof AppError || (deadline !== undefined && performance.now() > deadline)) throw thrown
      if (deadline === undefined) await startUserUnit(person.name, 'pc-switcher.service', { signal })
      deadline ??= performance.now() + patienceMs
      // The unit is active before the app listens.
      await pause(triesEveryMs, undefined, { signal })
    }
  }
}

async function post(socketPath: string, name: string, input: unknown, signal: AbortSignal): Promise<AnswerEnvelope> {
  const envelope: CallEnvelope = { callId: randomUUID(), input }
  const options = {
    socketPath,
    path: `/call/${name}`,
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json' },
  }
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request(options, resolve).on('error', reject).end(JSON.stringify(envelope)),
  )
  let text = ''
  response.setEncoding('utf8')
  for await (const chunk of response as AsyncIterable<string>) {
    text += chunk
    if (text.length > maxAnswerBytes) throw personAppMessages.answerTooLong({})
  }
  return answerEnvelopeSchema.parse(JSON.parse(text))
}

export const personAppAnswers: readonly Answer[] = [answerAsk, answerTell]
