/** How soon another laptop that says nothing is given up, and how long one that is only slow is waited for. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { connectOverSsh } from '../../../src-main/machine/ssh-link.ts'
import { makeSshKeys } from '../../ssh-keys.ts'
import { wording } from '../../../src-main/app/wording.ts'

const { private: privateKey } = makeSshKeys()
let ends: (() => void)[] = []

afterEach(() => {
  vi.useRealTimers()
  for (const end of ends) end()
  ends = []
})

/** Where nobody answers, not even the kernel: the queue of a server that takes no connection is full. */
async function silentPort(): Promise<number> {
  const script = `use Socket; socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(0, inet_aton('127.0.0.1'))); listen(S, 0);
    $| = 1; print((sockaddr_in(getsockname(S)))[0], "\\n"); sleep 600`
  const server: ChildProcess = spawn('perl', ['-e', script])
  ends.push(() => server.kill())
  const port = await new Promise<number>((resolve) => server.stdout?.once('data', (told) => resolve(Number(told))))
  const first = connect({ host: '127.0.0.1', port })
  ends.push(() => first.destroy())
  await once(first, 'connect')
  return port
}

async function tcpPort(): Promise<number> {
  const taken: Socket[] = []
  const server = createServer((socket) => void taken.push(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(() => {
    for (const socket of taken) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** After how many seconds it is given up. */
async function secondsUntilGivenUp(port: number): Promise<number> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const peer = { name: 'xps', address: '127.0.0.1', port, privateKey: Buffer.from(privateKey), hostKeys: [] }
  const errors: unknown[] = []
  const ended = connectOverSsh(peer, { wording }).catch((thrown: unknown) => errors.push(thrown))
  // What the kernel does takes real time.
  await new Promise((resolve) => setImmediate(resolve))
  let seconds = 0
  for (; errors.length === 0 && seconds < 20; seconds += 1) {
    vi.advanceTimersByTime(1_000)
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
  await ended
  expect(errors).toMatchObject([{ code: 'unreachable' }])
  return seconds
}

it('is four seconds where nothing answers', async () => {
  expect(await secondsUntilGivenUp(await silentPort())).toBe(4)
})

it('is eight seconds where its kernel answers, and the rest is slow', async () => {
  expect(await secondsUntilGivenUp(await tcpPort())).toBe(8)
})
