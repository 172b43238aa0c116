import { request, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { envelopeSchema } from '../../../contract/envelope.ts'
import type { Output } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { startUserUnit } from '../../../tools/systemd/systemctl-user.ts'
import { resumeOverThere } from '../verbs.ts'
import { personAppMessages } from '../messages.ts'

const triesEveryMs = 250
const patienceMs = 15_000
const maxAnswerBytes = 1024 * 1024

/** Asks over the person's own socket, as their command line would; starts the app first where it does not run. */
const answerResume = answer(resumeOverThere, async (_input, { host: { person }, signal }) => {
  const socketPath = `/run/user/${person.uid}/pc-switcher.sock`
  await startUserUnit(person.name, 'pc-switcher.service', { signal })
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await postResume(socketPath, signal)
    } catch (thrown) {
      if (thrown instanceof AppError || performance.now() > deadline) throw thrown
      // The unit is up before it listens.
      await pause(triesEveryMs, undefined, { signal })
    }
  }
})

async function postResume(socketPath: string, signal: AbortSignal): Promise<Output<typeof resumeOverThere>> {
  const options = {
    socketPath,
    path: '/call/switch.resume',
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json' },
  }
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request(options, resolve).on('error', reject).end('{}'),
  )
  let text = ''
  for await (const chunk of response as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8')
    if (text.length > maxAnswerBytes) throw personAppMessages.answerTooLong({})
  }
  const envelope = envelopeSchema.parse(JSON.parse(text))
  if (!envelope.ok) return { kind: 'refused', error: envelope.error }
  return { kind: 'resumed', ...z.object({ switchId: z.string() }).parse(envelope.value) }
}

export const personAppAnswers: readonly Answer[] = [answerResume]
