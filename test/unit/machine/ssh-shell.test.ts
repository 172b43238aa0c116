import { createHash } from 'node:crypto'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import ssh2 from 'ssh2'
import { readHostKey, signIn, type SignIn } from '../../../src-main/machine/person-shell/ssh-shell.ts'
import { keyFingerprint } from '../../../src-main/machine/person-shell/key-fingerprint.ts'
import { personScript } from '../../../src-main/machine/person-shell/person-shell.ts'
import { identityOf } from '../../../src-main/domains/pairing/on-pair/handlers.ts'
import { makeSshKeys } from '../../ssh-keys.ts'
import { wordList } from '../../../src-main/domains/pairing/on-pair/words/texts.ts'

const hostKey = makeSshKeys()
const hostBlob = Buffer.from(hostKey.public.split(' ')[1] ?? '', 'base64')
const password = 'correct horse'

/** A server that tells what was asked of it. Its shell says back what came in, and ends with 3. */
let server: ssh2.Server
let asked: string[]
let kinds: readonly string[]
let breaks = false

beforeEach(async () => {
  asked = []
  kinds = ['password']
  breaks = false
  server = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (context) => {
      asked.push(context.method)
      if (context.method === 'password' && kinds.includes('password') && context.password === password)
        return context.accept()
      if (context.method === 'keyboard-interactive' && kinds.includes('keyboard-interactive'))
        return context.prompt([{ prompt: 'Password: ', echo: false }], (answers) =>
          answers[0] === password ? context.accept() : context.reject(),
        )
      context.reject([...kinds] as ssh2.AuthenticationType[])
    })
    client.on('ready', () => {
      client.on('session', (accept) => {
        accept().on('exec', (acceptExec, _reject, { command }) => {
          const channel = acceptExec()
          if (breaks) return client.end()
          channel.write(`${command}\n`)
          channel.on('data', (piece: Buffer) => channel.write(piece))
          channel.on('end', () => {
            channel.exit(3)
            channel.end()
          })
        })
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())))

const place = () => ({ address: '127.0.0.1', port: (server.address() as AddressInfo).port })
const way = (more: Partial<SignIn> = {}): SignIn => ({
  ...place(),
  user: 'alice',
  fingerprints: [keyFingerprint(hostBlob)],
  keys: [],
  password,
  ...more,
})

describe('another laptop, before it is paired', () => {
  it('shows its key, and is sent nothing for that', async () => {
    expect((await readHostKey(place())).equals(hostBlob)).toBe(true)
    expect(asked).toEqual([])
  })

  it('gets no password when its key is not the agreed one', async () => {
    const other = keyFingerprint(Buffer.from('another'))
    await expect(signIn(way({ fingerprints: [other] }))).rejects.toMatchObject({ code: 'host-key-changed' })
    expect(asked).toEqual([])
  })

  it.each(['password', 'keyboard-interactive'])('takes the password by %s', async (kind) => {
    kinds = [kind]
    const signedIn = await signIn(way())
    expect(signedIn.kind).toBe('signed-in')
    if (signedIn.kind === 'signed-in') signedIn.shell.close()
  })

  it('wants a password where there is none, or it is wrong', async () => {
    expect(await signIn(way({ password: undefined }))).toEqual({ kind: 'wants-password' })
    // A try that cannot succeed counts as a failed one there.
    expect(asked).toEqual([])
    expect(await signIn(way({ password: 'wrong' }))).toEqual({ kind: 'wants-password' })
  })

  it('runs a script as it is written, with what comes by standard input', async () => {
    const signedIn = await signIn(way())
    if (signedIn.kind !== 'signed-in') throw new Error('not signed in')
    const script = personScript('cat')
    const { stdout, exitCode } = await signedIn.shell.run(script, { input: 'one line\n' })
    signedIn.shell.close()
    expect(stdout).toBe(`env LC_ALL=C.UTF-8 sh -c '${script}'\none line\n`)
    expect(exitCode).toBe(3)
  })

  it('is told where the server keeps this laptop out after failed sign-ins', async () => {
    const drops = createServer((socket) => void socket.resume().end('Not allowed at this time\r\n'))
    await new Promise<void>((resolve) => drops.listen(0, '127.0.0.1', resolve))
    const { port } = drops.address() as AddressInfo
    await expect(signIn(way({ port, password }))).rejects.toMatchObject({
      code: 'unreachable',
      message: 'The SSH server at 127.0.0.1 lets nobody in from here just now.',
    })
    await new Promise((resolve) => drops.close(resolve))
  })

  it('is told from a server that is missing where nothing answers, as behind a firewall', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const taken: Socket[] = []
    const silent = createServer((socket) => void taken.push(socket))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const read = readHostKey({ address: '127.0.0.1', port })
    const refused = expect(read).rejects.toMatchObject({
      message: 'Nothing answers at 127.0.0.1.',
      hint: expect.stringContaining('sudo ufw allow ssh') as string,
    })
    vi.advanceTimersByTime(15_000)
    await refused
    vi.useRealTimers()
    for (const socket of taken) socket.destroy()
    await new Promise((resolve) => silent.close(resolve))
  })

  it('is unreachable when the link breaks in the middle, and where no server is', async () => {
    const signedIn = await signIn(way())
    if (signedIn.kind !== 'signed-in') throw new Error('not signed in')
    breaks = true
    await expect(signedIn.shell.run(personScript('cat'))).rejects.toMatchObject({
      code: 'unreachable',
      message: 'The connection to 127.0.0.1 was lost.',
    })
    await expect(readHostKey({ address: '127.0.0.1', port: 1 })).rejects.toMatchObject({
      code: 'unreachable',
      message: 'No SSH server answers at 127.0.0.1.',
    })
    await expect(readHostKey({ address: 'nobody.invalid', port: 22 })).rejects.toMatchObject({
      code: 'unreachable',
      message: 'No network here knows the name nobody.invalid.',
    })
  })
})

it.each(["echo 'a'", 'echo a!', String.raw`printf \n`])('no script has what shells read differently: %s', (script) => {
  expect(() => personScript(script)).toThrow()
})

describe('the words of a key', () => {
  it('are the same for the same key, and others for another', async () => {
    const [one, again, other] = await Promise.all([hostBlob, hostBlob, Buffer.from('another')].map(identityOf))
    expect(one).toEqual(again)
    expect(one?.words).toHaveLength(6)
    expect(one?.words).not.toEqual(other?.words)
    expect(one?.fingerprint).toBe(`SHA256:${createHash('sha256').update(hostBlob).digest('base64').replace(/=$/, '')}`)
  })

  it('are of 256 that all differ', () => {
    expect(new Set(wordList).size).toBe(256)
    expect(wordList).toHaveLength(256)
  })
})
