/** Two clients at the same call of one app, over its real socket: each has its own task. */
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTasks, type Tasks } from '../../../src-main/app/tasks.ts'
import { calls } from '../../../src-main/contract/calls.ts'
import type { Handlers } from '../../../src-main/contract/handlers.ts'
import type { Task } from '../../../src-main/contract/task.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { systemClock } from '../../../src-main/kernel/clock.ts'
import { createEventBus } from '../../../src-main/kernel/event-bus.ts'
import { listenOverSocket, sendOverSocket } from '../../../src-main/shells/cli/socket-client.ts'
import { createRequestHandler } from '../../../src-main/transport/http-routes.ts'
import { listenOnSocket, type HttpServing } from '../../../src-main/transport/serve-http.ts'
import { createSessions } from '../../../src-main/transport/sessions.ts'
import { createClient, newCallId } from '../../../src-renderer/client/client.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
let socket: HttpServing
let end: (name: string) => void

/** A search goes on until it is stopped, or until the test ends it. Its name is what it is working on. */
function handlersOf(tasks: Tasks): Handlers {
  const none = () => Promise.reject(new AppError({ code: 'unexpected', message: 'Not asked here.' }))
  const table = Object.fromEntries(Object.keys(calls).map((key) => [key, none])) as unknown as Handlers
  const ends = new Map<string, () => void>()
  end = (name) => ends.get(name)?.()
  return {
    ...table,
    filesFind: ({ name }, call) =>
      tasks.run(call, { title: 'Search' }, async ({ signal, onProgress }) => {
        onProgress?.({ done: 1, unit: 'files', current: name })
        await new Promise<void>((resolve, reject) => {
          ends.set(name, resolve)
          signal?.addEventListener('abort', () =>
            reject(new AppError({ code: 'cancelled', message: 'It was stopped.', hint: 'Ask again.' })),
          )
        })
        return { found: [], complete: true, missing: [] }
      }),
    taskCancel: ({ callId }) => {
      tasks.cancel(callId)
      return Promise.resolve({})
    },
  }
}

beforeEach(async () => {
  folder = ownFolder('two-clients')
  const bus = createEventBus<Task>((error) => {
    throw error
  })
  const tasks = createTasks({ bus, clock: systemClock, record: () => () => undefined })
  const app = {
    handlers: handlersOf(tasks),
    subscribe: (listener: (message: { type: 'task'; task: Task }) => void) =>
      bus.subscribe((task) => listener({ type: 'task', task })),
    untilIdle: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  const way = {
    app,
    sessions: createSessions(systemClock),
    pageFolder: '',
    port: undefined,
    urlFor: () => '',
    isOwn: () => Promise.resolve(false),
  }
  socket = await listenOnSocket(createRequestHandler(way), join(folder, 'app.sock'))
})
afterEach(async () => {
  await socket.close()
})

function newClient() {
  const path = join(folder, 'app.sock')
  const heard: Task[] = []
  const client = createClient({
    call: (name, envelope) => sendOverSocket(path, `/call/${name}`, envelope),
    listen: (onMessage) => listenOverSocket(path, onMessage, () => undefined),
    saveFile: () => Promise.resolve({ ok: true, value: {} }),
    note: () => undefined,
  })
  client.subscribe({
    onMessage(message) {
      if (message.type === 'task') heard.push(message.task)
    },
    onLoss: () => undefined,
  })
  const callId = newCallId()
  return {
    search: (name: string) => client.call('filesFind', { name, subvolume: 'home' }, callId),
    stop: () => client.call('taskCancel', { callId }),
    own: () => heard.filter((task) => task.callId === callId),
  }
}

it('lets each of two clients at the same call see and stop its own task alone', async () => {
  const [one, other] = [newClient(), newClient()]
  const searches = [one.search('mine'), other.search('theirs')] as const
  await expect.poll(() => one.own().at(-1)?.progress?.current).toBe('mine')
  await expect.poll(() => other.own().at(-1)?.progress?.current).toBe('theirs')
  await one.stop()
  await expect(searches[0]).rejects.toMatchObject({ wire: { code: 'cancelled' } })
  await expect.poll(() => one.own().at(-1)?.state).toBe('failed')
  expect(other.own().at(-1)).toMatchObject({ state: 'running' })
  end('theirs')
  await expect(searches[1]).resolves.toMatchObject({ complete: true })
  expect(one.own().map(({ progress }) => progress?.current)).not.toContain('theirs')
})
