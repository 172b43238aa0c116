/** An agent in memory that is sent bytes by a program which is not ours. */
import { PassThrough } from 'node:stream'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import type { Answer } from '../../../src-main/machine/machine.ts'
import { serveAgent } from '../../../src-main/machine/serve-agent.ts'
import { protocolVersion } from '../../../src-main/machine/wire.ts'

const parts = {
  hello: {
    protocol: protocolVersion,
    version: '0.1.0',
    fingerprint: 'same',
    name: 'p17',
    label: 'P17',
    bootId: 'boot',
    process: { pid: 1, startTime: '1', bootId: 'boot' },
    addresses: [],
  },
  host: {
    person: { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' },
    peer: 'other',
    stateFolder: '/nonexistent/root',
    appFolder: '/nonexistent/app',
    runFolder: '/nonexistent/run',
    bootId: 'boot',
    logger: silentLogger,
  },
}

/** One message as it goes over the wire. */
export function frame(body: unknown): string {
  return framed(JSON.stringify(body))
}

export function framed(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

export interface Served {
  /** The bodies of what it answered, in its order. */
  readonly answers: readonly { readonly id?: unknown; readonly error?: unknown; readonly result?: unknown }[]
  /** What it ended with; undefined where it ended because its input did. */
  readonly refused: unknown
}

/** Sends the pieces, and ends the input a moment after the last one. */
export async function serveBytes(
  pieces: readonly (string | Buffer)[],
  answers: readonly Answer[] = [],
): Promise<Served> {
  const input = new PassThrough()
  const output = new PassThrough()
  const said: Buffer[] = []
  output.on('data', (piece: Buffer) => said.push(piece))
  const served = serveAgent(input, output, { ...parts, answers }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  for (const piece of pieces) input.write(piece)
  // Its answers are ready a few turns of the event loop after the question; then its input ends.
  await Promise.race([served, turns(20)])
  input.end()
  const refused = await served
  return { answers: bodiesOf(Buffer.concat(said).toString('utf8')), refused }
}

/** Of the event loop. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

function bodiesOf(said: string): Served['answers'] {
  return said
    .split(/Content-Length: \d+\r\n\r\n/)
    .filter(Boolean)
    .map((body) => JSON.parse(body) as Served['answers'][number])
}
