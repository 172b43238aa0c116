/**
 * A registry on loopback: Debian's docker-registry, behind a TLS server that asks for a login, by a password or by a token, and can fail as
 * those of the world do.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { request, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { createServer as createSocketServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { commandLines, listen, makeCertificates } from './bucket-server.ts'

/** Of one request: how it fails, or what it is answered instead. */
export type RegistryFault = (
  asked: IncomingMessage,
) =>
  | number
  | 'cut'
  | { readonly text: string; readonly next?: string }
  | { readonly location: string }
  | { readonly realm: string }
  | undefined

export interface RegistryServer {
  readonly port: number
  readonly ca: string
  readonly certificates: ReturnType<typeof makeCertificates>
  readonly login: { readonly user: string; readonly token: string }
  /** Folder of what it keeps. */
  readonly kept: string
  signIn(how: 'password' | 'token'): void
  fail(fault: RegistryFault | undefined): void
  readonly seen: { asked: string[]; readonly commands: Set<string> }
  stop(): Promise<void>
}

const program = path.join(import.meta.dirname, '../../node_modules/.cache/docker-registry/usr/bin/docker-registry')

/** `like`: vouched for by the same authority. */
export async function startRegistryServer(folder: string, like?: RegistryServer): Promise<RegistryServer> {
  if (!existsSync(program)) throw new Error(`There is no ${program}: npm test fetches it.`)
  mkdirSync(folder)
  const certificates = like?.certificates ?? makeCertificates(folder)
  const { ca, key, cert } = certificates
  const login = { user: 'alice', token: 'sEcret/token+of=alice' }
  const basic = `Basic ${Buffer.from(`${login.user}:${login.token}`).toString('base64')}`
  const bearer = 'Bearer given.by-the_realm'
  const seen = { asked: [] as string[], commands: new Set<string>() }
  let how: 'password' | 'token' = 'password'
  let fault: RegistryFault | undefined
  const inner = await freePort()
  const kept = path.join(folder, 'kept')
  writeFileSync(
    path.join(folder, 'config.yml'),
    `version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: ${kept} }, delete: { enabled: true } }
http: { addr: "127.0.0.1:${inner}" }
`,
  )
  const child = spawn(program, ['serve', path.join(folder, 'config.yml')], { stdio: 'ignore' })
  const outer = createServer({ key, cert }, (asked, answer) => {
    const { method, url = '', headers } = asked
    seen.asked.push(`${method} ${url}`)
    for (const command of commandLines()) seen.commands.add(command)
    // As Quay has it, which knows no "delete".
    if (url.startsWith('/token?')) return giveToken(headers.authorization === basic && !url.includes('delete'), answer)
    const failed = fault?.(asked)
    if (failed === 'cut') return asked.socket.destroy()
    if (typeof failed === 'object' && 'text' in failed)
      return answer
        .writeHead(200, failed.next === undefined ? {} : { link: `<${failed.next}>; rel="next"` })
        .end(failed.text)
    if (typeof failed === 'object' && 'realm' in failed)
      return answer.writeHead(401, { 'www-authenticate': `Bearer realm="${failed.realm}"` }).end('{}')
    if (typeof failed === 'object') return answer.writeHead(307, failed).end()
    if (failed === 413) {
      // As a proxy does it: at once, and that was all.
      answer.writeHead(413, { connection: 'close' }).end('too large')
      return setTimeout(() => asked.socket.destroy(), 50)
    }
    if (failed !== undefined) {
      asked.resume()
      return answer.writeHead(failed).end('{"errors":[]}')
    }
    if (headers.authorization !== (how === 'password' ? basic : bearer)) {
      asked.resume()
      const realm = `https://127.0.0.1:${port}/token`
      const challenge =
        how === 'password'
          ? 'Basic realm="registry"'
          : `Bearer realm="${realm}",service="registry", Basic realm="other"`
      return answer.writeHead(401, { 'www-authenticate': challenge }).end('{"errors":[]}')
    }
    const others = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization'))
    const passed = request({
      ...{ host: '127.0.0.1', port: inner, method, path: url },
      headers: { ...others, 'x-forwarded-proto': 'https' },
    })
    passed.on('response', (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers)
      got.pipe(answer)
    })
    passed.on('error', () => asked.socket.destroy())
    asked.pipe(passed)
  })
  const giveToken = (isKnown: boolean, answer: ServerResponse): unknown =>
    isKnown
      ? answer.writeHead(200).end(JSON.stringify({ token: bearer.slice('Bearer '.length) }))
      : answer.writeHead(401).end('{}')
  const port = await listen(outer)
  await answers(inner)
  return {
    ...{ port, ca, certificates, login, kept, seen },
    signIn: (wanted) => {
      how = wanted
    },
    fail: (wanted) => {
      fault = wanted
    },
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      outer.closeAllConnections()
      outer.close()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createSocketServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const at = server.address()
  server.close()
  await once(server, 'close')
  if (at === null || typeof at === 'string') throw new Error('no port')
  return at.port
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const asked = request({ host: '127.0.0.1', port, path: '/v2/' }).end()
    const isThere = await once(asked, 'response').then(
      () => true,
      () => false,
    )
    if (isThere) return
    await pause(100)
  }
  throw new Error('the registry does not answer')
}
