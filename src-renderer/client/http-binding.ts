/** Calls over HTTP and messages as Server-Sent Events, as the loopback web shell speaks them. */
import type { CallEnvelope } from '../../src-main/contract/envelope.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { newCallId, type Binding, type Loss } from './client.ts'
import { downloadFile } from './download-file.ts'
import { texts } from './texts.ts'

/** How long to wait before a new try when the browser has given the event stream up. */
const retryMs = 2_000
/** Browsers send at most 64 KiB for a page that is gone, the headers and other such calls among it. */
const outlivingBytes = 60_000

export function createHttpBinding(): Binding {
  const door = createDoor()
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
  isShut(): boolean
  onShut(listener: () => void): () => void
}

function createDoor(): Door {
  const listeners = new Set<() => void>()
  let isShut = false
  return {
    async post(name, envelope, outlivesPage = false) {
      if (isShut) return refused()
      const body = JSON.stringify(envelope)
      const response = await fetch(`/call/${name}`, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'content-type': 'application/json', 'x-pc-switcher': '1' },
        body,
        keepalive: outlivesPage && new Blob([body]).size <= outlivingBytes,
      })
      if (response.status === 401) {
        isShut = true
        for (const tell of listeners) tell()
      }
      return response
    },
    isShut: () => isShut,
    onShut(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function listenAt(door: Door, onMessage: (message: unknown) => void, onLoss: (loss: Loss) => void): () => void {
  let stream: EventSource | undefined
  let timer: number | undefined
  const stop = () => {
    window.clearTimeout(timer)
    stream?.close()
  }
  const open = () => {
    stream = new EventSource('/events')
    stream.onmessage = ({ data }) => onMessage(parseJson(String(data)))
    stream.onerror = () => {
      onLoss('away')
      // After a refusal the browser does not try again by itself, and does not say why it was refused.
      if (stream?.readyState === EventSource.CLOSED) timer = window.setTimeout(knock, retryMs)
    }
  }
  const knock = () => {
    const envelope = { callId: newCallId(), input: {} }
    door.post(calls.switchState.name, envelope).then(
      () => {
        if (!door.isShut()) open()
      },
      () => (timer = window.setTimeout(knock, retryMs)),
    )
  }
  const forget = door.onShut(() => {
    stop()
    onLoss('signed-out')
  })
  open()
  return () => {
    forget()
    stop()
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
