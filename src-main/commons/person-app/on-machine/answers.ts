import { randomUUID } from 'node:crypto'
import { request, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { activityLogSchema } from '../../../contract/activity-calls.ts'
import { calls } from '../../../contract/calls.ts'
import type { Call } from '../../../contract/define.ts'
import { answerEnvelopeSchema, type AnswerEnvelope, type CallEnvelope } from '../../../contract/envelope.ts'
import type { WireError } from '../../../contract/wire-error.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { startUserUnit } from '../../../tools/systemd/systemctl-user.ts'
import { giveUpOverThere, readLogOverThere, resumeOverThere } from '../verbs.ts'
import { personAppMessages } from '../messages.ts'

const triesEveryMs = 250
const patienceMs = 15_000
const maxAnswerBytes = 8 * 1024 * 1024

interface Asking {
  readonly host: Pick<HostContext, 'person'>
  readonly signal: AbortSignal
}

const answerResume = answer(resumeOverThere, async (_input, asking) => {
  const answered = await askApp(calls.switchResume, {}, asking)
  if (!answered.ok) return refusedWith(answered.error)
  return { kind: 'resumed' as const, ...z.object({ switchId: z.string() }).parse(answered.value) }
})

const answerGiveUp = answer(giveUpOverThere, async (_input, asking) => {
  const answered = await askApp(calls.switchGiveUp, {}, asking)
  return answered.ok ? { kind: 'given-up' as const } : refusedWith(answered.error)
})

/** `here`: that app would ask this laptop again otherwise. */
const answerLog = answer(readLogOverThere, async ({ switchId }, asking) => {
  const answered = await askApp(calls.activityLog, { switchId, where: 'here' }, asking)
  if (!answered.ok) return refusedWith(answered.error)
  return { kind: 'read' as const, ...activityLogSchema.parse(answered.value) }
})

const refusedWith = (error: WireError) => ({ kind: 'refused', error }) as const

/** Asks over the person's own socket, as their command line would. Starts the app if it is not running. */
async function askApp(call: Call, input: unknown, { host: { person }, signal }: Asking): Promise<AnswerEnvelope> {
  const socketPath = `/run/user/${person.uid}/pc-switcher.sock`
  await startUserUnit(person.name, 'pc-switcher.service', { signal })
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await post(socketPath, call.name, input, signal)
    } catch (thrown) {
      if (thrown instanceof AppError || performance.now() > deadline) throw thrown
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

export const personAppAnswers: readonly Answer[] = [answerResume, answerGiveUp, answerLog]
