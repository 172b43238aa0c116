/** Another laptop over SSH, as its person: only when its host key is the one that was agreed to. */
import { Readable } from 'node:stream'
import { Client, utils, type Algorithms, type AnyAuthMethod, type ClientChannel, type ConnectConfig } from 'ssh2'
import { AppError } from '../../kernel/app-error.ts'
import { sshAlgorithms } from '../../kernel/ssh-algorithms.ts'
import { explainHandshake } from '../explain-handshake.ts'
import * as texts from '../texts.ts'
import type { PersonScript, PersonShell, ShellOptions, ShellResult } from './person-shell.ts'
import { keyFingerprint } from './key-fingerprint.ts'

export interface SshPlace {
  readonly address: string
  readonly port: number
}

export interface SignIn extends SshPlace {
  readonly user: string
  /** "SHA256:…", as ssh-keygen(1) -l prints it: one of these. */
  readonly fingerprints: readonly string[]
  readonly password?: string | undefined
  /** Socket of ssh-agent(1). */
  readonly agent?: string | undefined
  /** Private keys of the person, as they are in ~/.ssh. */
  readonly keys: readonly Buffer[]
}

/** wants-password: none of the keys is known there, or the password did not fit. */
export type ShellSignIn =
  { readonly kind: 'signed-in'; readonly shell: PersonShell } | { readonly kind: 'wants-password' }

const readyMs = 15_000
/** Pairing and unpairing wait for installers and disks: a laptop that is busy is given this long to answer, four times. */
const aliveMs = 5_000
const tailCharacters = 4_000
const hostKeyKinds: Algorithms = {
  serverHostKey: [...sshAlgorithms.HostKeyAlgorithms],
}

/** The blob of the host key. Nothing of the person's is sent: the connection ends before anybody signs in. */
export async function readHostKey(place: SshPlace): Promise<Buffer> {
  const client = new Client()
  let found: Buffer | undefined
  try {
    await ready(client, {
      ...configOf(place),
      username: 'nobody',
      hostVerifier: (key: Buffer) => {
        found = Buffer.from(key)
        return false
      },
    })
  } catch (thrown) {
    if (found === undefined) throw unreachable(place, thrown)
  } finally {
    client.destroy()
  }
  if (found === undefined) throw unreachable(place, undefined)
  return found
}

export async function signIn(way: SignIn): Promise<ShellSignIn> {
  const methods = methodsOf(way)
  // An sshd keeps somebody out for a while who has failed several times (PerSourcePenalties, OpenSSH 9.8).
  if (methods.length === 0) return { kind: 'wants-password' }
  const client = new Client()
  let refused: string | undefined
  try {
    await ready(client, {
      ...configOf(way),
      username: way.user,
      authHandler: methods,
      hostVerifier: (key: Buffer) => {
        const fingerprint = keyFingerprint(key)
        if (way.fingerprints.includes(fingerprint)) return true
        refused = fingerprint
        return false
      },
    })
  } catch (thrown) {
    client.destroy()
    if (refused !== undefined)
      throw new AppError({ code: 'host-key-changed', ...texts.otherHostKey(way.address), details: refused })
    if (isSignInRefused(thrown)) return { kind: 'wants-password' }
    throw unreachable(way, thrown)
  }
  return { kind: 'signed-in', shell: shellOver(client, way) }
}

function configOf({ address, port }: SshPlace): ConnectConfig {
  return {
    host: address,
    port,
    readyTimeout: readyMs,
    keepaliveInterval: aliveMs,
    keepaliveCountMax: 4,
    algorithms: hostKeyKinds,
  }
}

/** A private key that needs no passphrase. */
export function isUsableKey(key: Buffer): boolean {
  return !(utils.parseKey(key) instanceof Error)
}

/** A password goes first: an sshd gives up after six tries, and an agent may have more keys than that. */
function methodsOf({ user: username, agent, keys, password }: SignIn): AnyAuthMethod[] {
  return [
    ...(password === undefined ? [] : byPassword(username, password)),
    ...(agent === undefined ? [] : [{ type: 'agent' as const, username, agent }]),
    ...keys.map((key) => ({ type: 'publickey' as const, username, key })),
  ]
}

/** An sshd may ask for the same password in either way. */
function byPassword(username: string, password: string): AnyAuthMethod[] {
  return [
    { type: 'password', username, password },
    {
      type: 'keyboard-interactive',
      username,
      prompt: (...[, , , prompts, finish]) => finish(prompts.map(() => password)),
    },
  ]
}

function ready(client: Client, config: ConnectConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('ready', () => {
      client.setNoDelay(true)
      resolve()
    })
    client.on('error', (error: Error & { level?: string }) => {
      // An agent that is gone is told so too, and the next way to sign in is tried.
      if (error.level !== 'agent') reject(error)
    })
    client.once('close', () => reject(new Error('the connection was closed')))
    client.connect(config)
  })
}

const isSignInRefused = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  (('level' in thrown && thrown.level === 'client-authentication') ||
    /Too many authentication failures/.test(thrown.message))

function unreachable({ address }: SshPlace, cause: unknown): AppError {
  const mismatch = explainHandshake(address, cause)
  if (mismatch !== undefined) return mismatch
  const details = cause instanceof Error ? cause.message : undefined
  // It took the connection, and closed it before it said that it is an SSH server.
  if (details !== undefined && /before handshake|ECONNRESET/.test(details))
    return new AppError({ code: 'unreachable', ...texts.sshKeepsOut(address), details, cause })
  return new AppError({ code: 'unreachable', ...whyNot(address, cause), details, cause })
}

/** A port that is closed is answered for; a laptop that is away, or a firewall that drops, says nothing. */
function whyNot(address: string, cause: unknown): ReturnType<typeof texts.noSshThere> {
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return texts.unknownName(address)
  const isSilent = cause instanceof Error && 'level' in cause && cause.level === 'client-timeout'
  return isSilent || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH'
    ? texts.nobodyThere(address)
    : texts.noSshThere(address)
}

/** It had let us in. */
function lost({ address }: SshPlace, cause: unknown): AppError {
  const details = cause instanceof Error ? cause.message : undefined
  return new AppError({ code: 'unreachable', ...texts.shellLost(address), details, cause })
}

function shellOver(client: Client, way: SignIn): PersonShell {
  let lastError: unknown
  client.on('error', (error) => (lastError = error))
  return {
    run: async (script, options = {}) => {
      const channel = await exec(client, commandFor(script)).catch((thrown: unknown) => {
        throw lost(way, thrown)
      })
      // ssh2 can leave the channel half-open: when the transport is gone, the stream must end too.
      const end = (): void => void channel.destroy()
      client.once('close', end)
      return talk(channel, { way, ended: () => lastError }, options).finally(() => client.off('close', end))
    },
    close: () => client.end(),
  }
}

/** What programs say is read, so it is English everywhere. */
function commandFor(script: PersonScript): string {
  return ['env', 'LC_ALL=C.UTF-8', 'sh', '-c', `'${script}'`].join(' ')
}

function exec(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => (error === undefined ? resolve(channel) : reject(error)))
  })
}

interface Talking {
  readonly way: SignIn
  /** Why the connection ended, where ssh2 knows. */
  readonly ended: () => unknown
}

function talk(
  channel: ClientChannel,
  { way, ended }: Talking,
  { input = '', signal }: ShellOptions,
): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', '']
    let exitCode: number | undefined
    const stop = (): void => {
      channel.destroy()
      reject(new AppError({ code: 'cancelled', ...texts.pairingStopped }))
    }
    if (signal?.aborted === true) return stop()
    signal?.addEventListener('abort', stop, { once: true })
    channel.on('data', (piece: Buffer) => (stdout = (stdout + piece.toString('utf8')).slice(-4 * 1024 * 1024)))
    channel.stderr.on('data', (piece: Buffer) => (stderr = (stderr + piece.toString('utf8')).slice(-tailCharacters)))
    channel.on('exit', (code: number | null) => (exitCode = code ?? 255))
    channel.on('close', () => {
      signal?.removeEventListener('abort', stop)
      if (exitCode === undefined) reject(lost(way, ended()))
      else resolve({ exitCode, stdout, stderr })
    })
    // A program that has ended does not read what is left.
    channel.on('error', () => undefined)
    const source = typeof input === 'string' ? Readable.from(input === '' ? [] : [input]) : input
    source.on('error', (cause) => {
      channel.destroy()
      reject(cause)
    })
    source.pipe(channel)
  })
}
