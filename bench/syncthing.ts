/** Syncthing as someone would set it up who keeps two laptops equal by it: an instance of its own, asked by its REST API. */
import { hosts, type Host } from '../practice/layout.ts'
import { on, type Laptops } from './laptops.ts'

const home = '/root/by-hand-syncthing'
const unit = 'by-hand-syncthing.service'
const program = '/root/ask-syncthing.mjs'

/** METHOD PATH, with a body as standard input. Waits until Syncthing has started. */
const asking = `
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
const [method, path] = process.argv.slice(2)
const body = readFileSync(0)
const socketPath = '${home}/api.sock'
const ask = () =>
  new Promise((resolve, reject) => {
    const key = /<apikey>(.*?)<.apikey>/.exec(readFileSync('${home}/config.xml', 'utf8'))[1]
    const sent = request({ socketPath, path, method, headers: { 'X-API-Key': key } }, (answer) => {
      const pieces = []
      answer.on('data', (piece) => pieces.push(piece))
      answer.on('end', () => {
        const text = Buffer.concat(pieces).toString()
        if (answer.statusCode === 200) resolve(text)
        else reject(new Error(path + ' ' + answer.statusCode + ' ' + text))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
for (let tries = 0; ; tries++) {
  try {
    process.stdout.write(await ask())
    break
  } catch (error) {
    if (tries > 100 || !['ENOENT', 'ECONNREFUSED'].includes(error.code)) throw error
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
`

/** Words of a shell that ask the Syncthing of the laptop they run on. */
export function askingSyncthing(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string): string {
  return `/usr/lib/pc-switcher/node ${program} ${method} "${path}"`
}

/** Gives the answer, as text. */
export async function askSyncthing(
  { pair, host }: { readonly pair: string; readonly host: Host },
  [method, path]: Parameters<typeof askingSyncthing>,
  body?: unknown,
): Promise<string> {
  const input = body === undefined ? '' : JSON.stringify(body)
  return (await on(pair, host, ['sh', '-c', askingSyncthing(method, path)], input)).stdout
}

/** Nothing is sent to anybody but the other laptop. */
const options = {
  listenAddresses: ['tcp://:22010'],
  globalAnnounceEnabled: false,
  localAnnounceEnabled: false,
  relaysEnabled: false,
  natEnabled: false,
  urAccepted: -1,
  crashReportingEnabled: false,
}

/** Both run for as long as `work` takes, and know no folder and nobody before. */
export async function withSyncthing({ pair }: Laptops, work: () => Promise<void>): Promise<void> {
  const each = async (command: string, input = ''): Promise<void> => {
    for (const host of hosts) await on(pair, host, ['sh', '-c', command], input)
  }
  await each(`cat > ${program}`, asking)
  await each(`syncthing generate --home=${home} --no-default-folder --skip-port-probing > /dev/null`)
  const serve = `syncthing serve --home=${home} --gui-address=unix://${home}/api.sock --no-browser --no-restart`
  await each(`systemd-run --quiet --unit=${unit} --setenv=HOME=/root --setenv=STNOUPGRADE=1 ${serve}`)
  try {
    for (const host of hosts) await askSyncthing({ pair, host }, ['PATCH', '/rest/config/options'], options)
    await work()
  } finally {
    await each(`systemctl stop ${unit}; rm -rf ${home}`)
  }
}
