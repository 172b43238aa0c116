/**
 * A server of buckets on loopback: s3rver, behind a TLS server that can fail as those of the world do, and that asks for signatures:
 * s3rver 3.7 lets everybody read, and takes any signature of version 4.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { createServer, type Server } from 'node:https'
import { createRequire } from 'node:module'
import path from 'node:path'
import { sh } from './loop-btrfs.ts'

/** Of one request: how it fails, or undefined. */
export type Fault = (asked: IncomingMessage) => number | 'cut' | undefined

export interface BucketServer {
  readonly port: number
  /** The certificate of who vouches for it, as text. */
  readonly ca: string
  readonly keys: { readonly access: string; readonly secret: string }
  fail(fault: Fault | undefined): void
  /** What has been asked, and command lines of all processes that were seen meanwhile. */
  readonly seen: { readonly asked: string[]; readonly commands: Set<string> }
  /** As a power cut does; what answers in its place cuts every line. */
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

export const bucket = 'laptops'

const require = createRequire(import.meta.url)
const script = `
const { server, account, directory, keys, bucket } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
require(account).DUMMY_ACCOUNT.createKeyPair(keys.access, keys.secret)
const S3rver = require(server)
const options = { address: '127.0.0.1', port: 0, directory, silent: true, vhostBuckets: false, configureBuckets: [{ name: bucket }] }
new S3rver(options).run().then(({ port }) => console.log(port))
`

export async function startBucketServer(folder: string): Promise<BucketServer> {
  mkdirSync(folder)
  const { ca, key, cert } = makeCertificates(folder)
  const keys = { access: 'AKIA0TESTOFCOPIES', secret: 'sEcret/of+copies=#;%s"' }
  const seen = { asked: [] as string[], commands: new Set<string>() }
  let fault: Fault | undefined
  let [child, inner] = await startInner(folder, keys)
  const outer = createServer({ key, cert }, (asked, answer) => {
    seen.asked.push(`${asked.method} ${asked.url}`)
    for (const command of commandLines()) seen.commands.add(command)
    const how = fault?.(asked)
    if (how === 'cut') return asked.socket.destroy()
    const code = how === undefined ? whyNotSigned(asked, keys) : how === 403 ? 'AccessDenied' : 'InternalError'
    if (code !== undefined) {
      asked.resume()
      return answer.writeHead(how ?? 403).end(`<Error><Code>${code}</Code></Error>`)
    }
    const { method, url, headers } = asked
    const passed = request({ host: '127.0.0.1', port: inner, method, path: url, headers })
    passed.on('response', (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers)
      got.pipe(answer)
    })
    passed.on('error', () => asked.socket.destroy())
    asked.pipe(passed)
  })
  const port = await listen(outer)
  const kill = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return {
    ...{ port, ca, keys, seen, kill },
    fail: (wanted) => {
      fault = wanted
    },
    restart: async () => {
      ;[child, inner] = await startInner(folder, keys)
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) await kill()
      outer.closeAllConnections()
      outer.close()
    },
  }
}

async function startInner(folder: string, keys: BucketServer['keys']): Promise<[ChildProcess, number]> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'ignore'] })
  const [server, account] = [
    require.resolve('s3rver'),
    path.join(path.dirname(require.resolve('s3rver')), 'models/account.js'),
  ]
  child.stdin.end(JSON.stringify({ server, account, directory: path.join(folder, 'objects'), keys, bucket }))
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  return [child, Number(port)]
}

export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('no port')
  return at.port
}

/** The documentation of S3, followed from the other side. */
function whyNotSigned({ method = '', url = '', headers }: IncomingMessage, keys: BucketServer['keys']) {
  const form =
    /Credential=(\S+?)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/
  const [, access, day = '', region = '', names = '', signature] = form.exec(headers.authorization ?? '') ?? []
  if (access === undefined) return 'AccessDenied'
  if (access !== keys.access) return 'InvalidAccessKeyId'
  const [at = '', query = ''] = url.split('?')
  const words = query.split('&').map((word) => (word === '' || word.includes('=') ? word : `${word}=`))
  const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`)
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
  const mac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()
  const body = String(headers['x-amz-content-sha256'])
  const request = [method, at, words.toSorted().join('&'), signed.join(''), names, body].join('\n')
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], `${day}/${region}/s3/aws4_request`, hashOf(request)].join(
    '\n',
  )
  const key = mac(mac(mac(mac(`AWS4${keys.secret}`, day), region), 's3'), 'aws4_request')
  return mac(key, text).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch'
}

export function commandLines(): readonly string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')]
    } catch {
      return []
    }
  })
}

export function makeCertificates(folder: string) {
  const at = (name: string) => path.join(folder, name)
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const
  const authority = [
    '-x509',
    '-subj',
    '/CN=Authority at home',
    '-days',
    '2',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  ]
  sh('openssl', 'req', ...made, ...authority)
  sh('openssl', 'req', ...made, '-subj', '/CN=nas', '-keyout', at('key'), '-out', at('request'))
  writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1\n')
  const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('names')]
  sh('openssl', 'x509', '-req', '-in', at('request'), ...signed, '-out', at('cert'))
  const read = (name: string) => readFileSync(at(name), 'utf8')
  return { ca: read('ca.pem'), key: read('key'), cert: read('cert') }
}
