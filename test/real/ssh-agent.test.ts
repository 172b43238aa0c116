/** Signing in on a laptop that is not paired yet with a key that only ssh-agent can use. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import ssh2 from 'ssh2'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeSshKeys } from '../ssh-keys.ts'
import { signIn } from '../../src-main/machine/person-shell/ssh-shell.ts'
import { keyFingerprint } from '../../src-main/machine/person-shell/key-fingerprint.ts'
import { ownFolder } from '../own-folder.ts'

const hostKey = makeSshKeys()
const own = makeSshKeys()
const blobOf = ({ public: key }: { readonly public: string }) => Buffer.from(key.split(' ')[1] ?? '', 'base64')

let folder: string
let agent: ChildProcess
let server: ssh2.Server
const socket = () => path.join(folder, 'agent.sock')

beforeEach(async () => {
  folder = ownFolder('ssh-agent')
  agent = spawn('ssh-agent', ['-D', '-a', socket()], { stdio: 'ignore' })
  while (!existsSync(socket())) await wait(10)
  const known = ssh2.utils.parseKey(own.public)
  if (known instanceof Error) throw known
  server = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (context) => {
      const isOwn = context.method === 'publickey' && context.key.data.equals(blobOf(own))
      if (!isOwn) return context.reject(['publickey'])
      if (context.signature === undefined || context.blob === undefined) return context.accept()
      if (known.verify(context.blob, context.signature, context.hashAlgo)) context.accept()
      else context.reject()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  agent.kill()
  await new Promise<void>((resolve) => void server.close(() => resolve()))
})

const attempt = () =>
  signIn({
    address: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    user: 'alice',
    fingerprints: [keyFingerprint(blobOf(hostKey))],
    keys: [],
    agent: socket(),
  })

it('lets in whoever has the key in ssh-agent, and asks the others for a password', async () => {
  expect(await attempt()).toEqual({ kind: 'wants-password' })
  const file = path.join(folder, 'key')
  writeFileSync(file, own.private, { mode: 0o600 })
  execFileSync('ssh-add', ['-q', file], { env: { ...process.env, SSH_AUTH_SOCK: socket() } })
  const signedIn = await attempt()
  expect(signedIn.kind).toBe('signed-in')
  if (signedIn.kind === 'signed-in') signedIn.shell.close()
})
