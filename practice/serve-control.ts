/** The supervisor's end of its socket: reads a request, has it done, answers with the state or with what went wrong. */
import { chmodSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import net from 'node:net'
import { requestSchema, type Answer, type PairState, type Request } from './control.ts'
import { PracticeError } from './practice-error.ts'

export interface Controlled {
  perform(request: Request): Promise<void>
  describe(): PairState
}

export async function serveControl(path: string, controlled: Controlled, log: (line: string) => void): Promise<void> {
  await rm(path, { force: true })
  const server = net.createServer((socket) => void serve(socket, controlled, log))
  await new Promise<void>((resolve) => server.listen(path, resolve))
  chmodSync(path, 0o600)
}

async function serve(socket: net.Socket, controlled: Controlled, log: (line: string) => void): Promise<void> {
  socket.on('error', () => undefined)
  const text = await readLine(socket)
  log(`asked: ${text}`)
  const answer = await answerTo(text, controlled)
  if (!answer.ok) log(`answered: ${answer.message} ${answer.details ?? ''}`)
  // After "stop" this process always ends; the caller removes what could not be removed here.
  socket.end(JSON.stringify(answer), () => text.includes('"stop"') && process.exit(0))
}

async function answerTo(text: string, controlled: Controlled): Promise<Answer> {
  try {
    await controlled.perform(requestSchema.parse(JSON.parse(text)))
    return controlled.describe()
  } catch (error) {
    const details = error instanceof PracticeError ? error.details : undefined
    const message = error instanceof Error ? error.message : String(error)
    return { ok: false, message, ...(details === undefined ? {} : { details }) }
  }
}

async function readLine(socket: net.Socket): Promise<string> {
  let text = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return text.trim()
}
