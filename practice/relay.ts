/**
 * Brings a laptop's web shell to the same port outside. A small process in the laptop's network namespace joins a
 * UNIX socket, which does not care about namespaces, to the loopback port inside; the supervisor joins the loopback
 * port outside to that socket. No interface is needed, so cutting the link does not touch it.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import net from 'node:net'
import type { Laptop } from './layout.ts'
import { PracticeError } from './practice-error.ts'

/** Handed to Node as text: a laptop can boot while the practice is being built anew, and it starts in 40 ms. */
const relayProgram = `
import net from 'node:net'
const [socket, port] = process.argv.slice(1)
net.createServer((near) => {
  const far = net.connect({ host: '127.0.0.1', port: Number(port) })
  near.pipe(far).pipe(near)
  for (const [one, other] of [[near, far], [far, near]]) {
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
  }
}).listen(socket)
`

export async function startRelay(laptop: Laptop, leader: number): Promise<ChildProcess> {
  rmSync(laptop.relaySocket, { force: true })
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      'nsenter',
      `--target=${leader}`,
      '--net',
      '--',
      process.execPath,
      '--input-type=module',
      '--eval',
      relayProgram,
      laptop.relaySocket,
      String(laptop.port),
    ],
    { stdio: 'ignore' },
  )
  await Promise.race([once(child, 'spawn'), once(child, 'error')])
  for (let tries = 0; tries < 6000 && child.exitCode === null; tries++) {
    if (existsSync(laptop.relaySocket)) return child
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new PracticeError(`The way to the web shell of ${laptop.host} did not open.`)
}

/** Listens on this machine's loopback for as long as the pair is up, also while the laptop is off. */
export async function listenOutside(laptop: Laptop): Promise<net.Server> {
  const server = net.createServer((near) => join(near, net.connect({ path: laptop.relaySocket })))
  server.listen({ host: '127.0.0.1', port: laptop.port })
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw new PracticeError(
      `Port ${laptop.port} of this machine is in use: ${laptop.host}'s web shell needs it.`,
      undefined,
      {
        cause,
      },
    )
  }
  return server
}

function join(near: net.Socket, far: net.Socket): void {
  near.pipe(far).pipe(near)
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
  }
}
