/** Calls over HTTP and messages as Server-Sent Events, as the loopback web shell speaks them. */
import type { CallEnvelope } from '../../src-main/contract/envelope.ts'
import type { Binding, Loss } from './client.ts'
import { downloadFile } from './download-file.ts'
import { texts } from './texts.ts'

/** How long to wait before a new try when the event stream has ended. */
const retryMs = 2_000
/** Browsers send at most 64 KiB for a page that is gone, the headers and other such calls among it. */
const outlivingBytes = 60_000
/** How a message begins; between them come signs of life. */
const data = 'data: '

/** `readKey`: what this page is signed in with, beside its cookie. */
export function createHttpBinding(readKey: () => string): Binding {
  const door = createDoor(readKey)
  return {
    async call(name, envelope, { outlivesPage = false }) {
      try {
        return await readEnvelope(await door.post(name, envelope, outlivesPage))
      } catch (error) {
        return appIsAway(error)
      }
    },
    saveFile(file) {
      downloadFile(file)
      return Promise.resolve({ ok: true, value: {} })
    },
    note: () => undefined,
    listen: (onMessage, onLoss) => listenAt(door, onMessage, onLoss),
  }
}

/** The one way to the app. Once it has refused this window nothing is asked any more. */
interface Door {
  post(name: string, envelope: CallEnvelope, outlivesPage?: boolean): Promise<Response>
  openEvents(signal: AbortSignal): Promise<Response>
  isShut(): boolean
  onShut(listener: () => void): () => void
}

interface Asked extends Omit<RequestInit, 'headers'> {
  readonly headers: Readonly<Record<string, string>>
}

function createDoor(readKey: () => string): Door {
  const listeners = new Set<() => void>()
  let isShut = false
  const ask = async (path: string, { headers, ...init }: Asked): Promise<Response> => {
    if (isShut) return refused()
    const response = await fetch(path, {
      credentials: 'same-origin',
      headers: { ...headers, 'x-pc-switcher': readKey() },
      ...init,
    })
    if (response.status === 401) {
      isShut = true
      for (const tell of listeners) tell()
    }
    return response
  }
  return {
    post(name, envelope, outlivesPage = false) {
      const body = JSON.stringify(envelope)
      const keepalive = outlivesPage && new Blob([body]).size <= outlivingBytes
      return ask(`/call/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body, keepalive })
    },
    openEvents: (signal) => ask('/events', { headers: { accept: 'text/event-stream' }, cache: 'no-store', signal }),
    isShut: () => isShut,
    onShut(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function listenAt(door: Door, onMessage: (message: unknown) => void, onLoss: (loss: Loss) => void): () => void {
  const leave = new AbortController()
  let timer: number | undefined
  const stop = () => {
    window.clearTimeout(timer)
    leave.abort()
  }
  const follow = async (): Promise<void> => {
    // Whatever ended it, it is opened anew.
    await readEvents(await door.openEvents(leave.signal), onMessage).catch(() => undefined)
  }
  const goOn = () => {
    if (leave.signal.aborted || door.isShut()) return
    onLoss('away')
    timer = window.setTimeout(open, retryMs)
  }
  const open = () => void follow().then(goOn, goOn)
  const forget = door.onShut(() => {
    stop()
    onLoss('signed-out')
  })
  // The browser ends the stream of a page that goes, which is no loss.
  window.addEventListener('pagehide', stop)
  open()
  return () => {
    window.removeEventListener('pagehide', stop)
    forget()
    stop()
  }
}

/** Server-sent events, which EventSource would ask for without a header of ours. Resolves at their end. */
async function readEvents({ ok, body }: Response, onMessage: (message: unknown) => void): Promise<void> {
  if (!ok || body === null) return
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const blocks = (rest + decoder.decode(piece.value, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) if (block.startsWith(data)) onMessage(parseJson(block.slice(data.length)))
  }
}

function refused(): Response {
  return new Response(undefined, { status: 401 })
}

async function readEnvelope(response: Response): Promise<unknown> {
  const body = parseJson(await response.text())
  if (body !== undefined) return body
  if (response.status === 401 || response.status === 403) {
    return failure(texts.signedOut, texts.openAgain, `HTTP ${response.status}`)
  }
  return failure(texts.unreadableResponse, texts.restart, `HTTP ${response.status}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function appIsAway(error: unknown): unknown {
  const details = error instanceof Error ? error.message : String(error)
  return failure(texts.notAnswering, texts.startAgain, details)
}

function failure(message: string, hint: string, details: string): unknown {
  return { ok: false, error: { code: 'unreachable', message, hint, details } }
}
