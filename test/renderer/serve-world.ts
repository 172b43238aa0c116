/** An app in memory on a socket, as programs of the same person reach the app that runs. */
import { calls } from '../../src-main/contract/calls.ts'
import { answerEnvelopeSchema, type ClientMessage } from '../../src-main/contract/envelope.ts'
import type { Handlers } from '../../src-main/contract/handlers.ts'
import { AppError } from '../../src-main/kernel/app-error.ts'
import { systemClock } from '../../src-main/kernel/clock.ts'
import { createRequestHandler } from '../../src-main/transport/http-routes.ts'
import { listenOnSocket, type HttpServing } from '../../src-main/transport/serve-http.ts'
import { createSessions } from '../../src-main/transport/sessions.ts'
import { createMemoryBinding, type World } from './memory-binding.ts'

export async function serveWorld(world: World, socket: string): Promise<HttpServing> {
  const binding = createMemoryBinding(world)
  const handlers = Object.fromEntries(
    Object.entries(calls).map(([key, { name }]) => [
      key,
      async (input: unknown, { callId }: { readonly callId: string }) => {
        const answer = answerEnvelopeSchema.parse(await binding.call(name, { callId, input }, {}))
        if (!answer.ok) throw new AppError(answer.error)
        return answer.value
      },
    ]),
  ) as unknown as Handlers
  const app = {
    handlers,
    subscribe: (listener: (message: ClientMessage) => void) =>
      binding.listen(
        (message) => listener(message as ClientMessage),
        () => undefined,
      ),
    untilIdle: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  const sessions = createSessions(systemClock)
  const isOwn = () => Promise.resolve(false)
  const way = { app, sessions, pageFolder: '', port: undefined, urlFor: () => '', isOwn }
  return await listenOnSocket(createRequestHandler(way), socket)
}
