import { randomUUID } from 'node:crypto'
import { request, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { answerEnvelopeSchema, type CallEnvelope } from '../../../contract/envelope.ts'
import type { Output } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { startUserUnit } from '../../../tools/systemd/systemctl-user.ts'
import { resumeOverThere } from '../verbs.ts'
import { personAppMessages } from '../messages.ts'

const triesEveryMs = 250
const patienceMs = 15_000
const maxAnswerBytes = 1024 * 1024

/** Asks over the person's own socket, as their command line would. Starts the app if it is not running. */
const answerResume = answer(resumeOverThere, async (_input, { host: { person }, signal }) => {
  const socketPath = `/run/user/${person.uid}/pc-switcher.sock`
  await startUserUnit(person.name, 'pc-switcher.service', { signal })
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await postResume(socketPath, signal)
    } catch (thrown) {
      if (thrown instanceof AppError || performance.now() > deadline) throw thrown
      // The unit is active before the app listens.
      await pause(triesEveryMs, undefined, { signal })
    }
  }
})

async function postResume(socketPath: string, signal: AbortSignal): Promise<Output<typeof resumeOverThere>> {
  const envelope: CallEnvelope = { callId: randomUUID(), input: {} }
  const options = {
    socketPath,
    path: '/call/switch.resume',
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json' },
  }
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request(options, resolve).on('error', reject).end(JSON.stringify(envelope)),
  )
  let text = ''
  for await (const chunk of response as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8')
    if (text.length > maxAnswerBytes) throw personAppMessages.answerTooLong({})
  }
  const answered = answerEnvelopeSchema.parse(JSON.parse(text))
  if (!answered.ok) return { kind: 'refused', error: answered.error }
  return { kind: 'resumed', ...z.object({ switchId: z.string() }).parse(answered.value) }
}

export const personAppAnswers: readonly Answer[] = [answerResume]
