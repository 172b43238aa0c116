/**
 * Asks the Syncthing of the person whom an agent serves, as that person: the key never leaves this program. It reads one request
 * from its standard input, and writes one answer.
 */
import { text } from 'node:stream/consumers'
import { answerLiveRequest } from '../domains/live/on-machine/as-person/answer-request.ts'
import { livePersonRequestSchema } from '../domains/live/person-requests.ts'
import { isHeldRequest, personRequestSchema } from '../contract/person-syncthing.ts'
import { goOnWith } from '../tools/syncthing/person/go-on.ts'
import { lookAtSyncthing, scanFolders, versionsOf } from '../tools/syncthing/person/look.ts'
import { runProgram } from './run-program.ts'

/** Whatever a Syncthing does not answer, or never ends to answer, somebody waits for this. */
const mostMs = 10 * 60_000
/** What it is to do may take as long as it does; it gives up by itself. */
const mostMsToGoOn = 60 * 60_000

async function answered(): Promise<unknown> {
  const asked: unknown = JSON.parse(await text(process.stdin))
  const live = livePersonRequestSchema.safeParse(asked)
  if (live.success) return answerLiveRequest(live.data, { signal: AbortSignal.timeout(mostMs) })
  const request = personRequestSchema.parse(asked)
  if (isHeldRequest(request)) return goOnWith(request, { signal: AbortSignal.timeout(mostMsToGoOn) })
  const options = { signal: AbortSignal.timeout(request.ask === 'look' ? request.mostMs : mostMs) }
  if (request.ask === 'files') return versionsOf(request.home, request.files, options)
  if (request.ask === 'scan') await scanFolders(request.home, request.folders, options)
  return lookAtSyncthing(request.home, options)
}

runProgram(async () => {
  const answer = JSON.stringify(await answered())
  await new Promise((resolve) => process.stdout.write(answer, resolve))
})
