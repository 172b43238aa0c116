/** Calls over HTTP and messages as Server-Sent Events, as the loopback web shell speaks them. */
import type { Binding } from './client.ts'
import { downloadFile } from './download-file.ts'
import { texts } from './texts.ts'

/** How long to wait before a new try when the browser has given the event stream up. */
const retryMs = 2_000

export function createHttpBinding(): Binding {
  return {
    async call(name, envelope) {
      try {
        const response = await fetch(`/call/${name}`, {
          method: 'POST',
          credentials: 'same-origin',
          headers: { 'content-type': 'application/json', 'x-pc-switcher': '1' },
          body: JSON.stringify(envelope),
        })
        return await readEnvelope(response)
      } catch (error) {
        return appIsAway(error)
      }
    },
    saveFile(file) {
      downloadFile(file)
      return Promise.resolve({ ok: true, value: {} })
    },
    note: () => undefined,
    listen(onMessage, onConnection) {
      let stream: EventSource | undefined
      let timer: number | undefined
      const open = () => {
        stream = new EventSource('/events')
        stream.onopen = () => onConnection(true)
        stream.onmessage = ({ data }) => onMessage(parseJson(String(data)))
        stream.onerror = () => {
          onConnection(false)
          // After a refusal (an expired session, say) the browser does not try again by itself.
          if (stream?.readyState === EventSource.CLOSED) timer = window.setTimeout(open, retryMs)
        }
      }
      open()
      return () => {
        window.clearTimeout(timer)
        stream?.close()
      }
    },
  }
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
