/**
 * `npm run bench -- person-syncthing`: a plan where a person's own Syncthing carries a folder of 2,000 files between both laptops, beside
 * the same plan where none runs, in turns in the same run.
 */
import { parseArgs } from 'node:util'
import { hosts, person, type Host } from '../practice/layout.ts'
import { execOn, pairDown, pairUp } from '../practice/pair.ts'
import { on, type Laptops } from './laptops.ts'
import { middle, timed, type Milliseconds } from './measure.ts'
import { plan, switchTo } from './product.ts'
import { tableLines } from './table.ts'

export async function benchPersonSyncthing(words: readonly string[], say: (sentence: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      files: { type: 'string', default: '2000' },
      times: { type: 'string', default: '9' },
      name: { type: 'string', default: 'bench' },
      keep: { type: 'boolean', default: false },
    },
  })
  const laptops: Laptops = { pair: values.name, from: 'p17', to: 'xps' }
  try {
    await pairUp({ name: values.name, say })
    await asPerson(laptops.pair, laptops.from, [
      'sh',
      '-c',
      `mkdir -p Shared; for n in $(seq ${Number(values.files)}); do echo "$n" > Shared/$n; done`,
    ])
    await switchTo(laptops)
    say('Joining a Syncthing on each')
    await joinSyncthings(laptops)
    const measured = await measurePlans(laptops, Number(values.times), say)
    const [product, byHand] = [middle(measured.with) / 1000, middle(measured.without) / 1000]
    const row = { what: `a plan with a Syncthing of ${values.files} files`, product, byHand, unit: 's' } as const
    for (const line of tableLines([{ ...row, aim: byHand + 1 }], 'without')) console.log(line)
    console.log(`It takes ${(product - byHand).toFixed(2)} s more.`)
    return 0
  } finally {
    if (!values.keep) await pairDown(values.name, { remove: true })
  }
}

/** In turns, so that a slow moment of the machine is one of both. */
async function measurePlans(
  laptops: Laptops,
  times: number,
  say: (sentence: string) => void,
): Promise<Readonly<Record<'with' | 'without', readonly Milliseconds[]>>> {
  const measured: Record<'with' | 'without', Milliseconds[]> = { with: [], without: [] }
  for (let time = 0; time < times; time++) {
    say(`Measuring plans, ${time + 1} of ${times}`)
    for (const how of ['with', 'without'] as const) {
      for (const host of hosts) await syncthing(laptops.pair, host, how === 'with' ? 'start' : 'stop')
      if (how === 'with') await untilSame(laptops)
      // The first one after another state lists what that has changed.
      await plan(laptops)
      measured[how].push(await timed(() => plan(laptops)))
    }
  }
  return measured
}

const folder = '.config/syncthing'

async function asPerson(
  pair: string,
  host: Host,
  command: readonly [string, ...string[]],
  input = '',
): Promise<string> {
  const { exitCode, stdout, stderr } = await execOn(host, command, { name: pair, user: person, input })
  if (exitCode !== 0) throw new Error(`${command.join(' ')} on ${host} failed: ${stderr}`)
  return stdout
}

async function syncthing(pair: string, host: Host, verb: 'start' | 'stop'): Promise<void> {
  await asPerson(pair, host, ['systemctl', '--user', verb, 'syncthing.service'])
}

/** METHOD PATH, with a body as standard input. Waits until it has started. */
const asking = `
const { readFileSync } = require('node:fs'), { request } = require('node:https')
const [method, path] = process.argv.slice(1)
const body = readFileSync(0)
const headers = () => ({ 'X-API-Key': /<apikey>(.*)<.apikey>/.exec(readFileSync('${folder}/config.xml', 'utf8'))[1] })
const ask = (tries) =>
  request({ method, path, host: '127.0.0.1', port: 8384, rejectUnauthorized: false, headers: headers() }, (answer) => {
    process.exitCode = answer.statusCode < 300 ? 0 : 1
    answer.pipe(process.stdout)
  })
    .on('error', (error) => {
      if (tries > 200) throw error
      setTimeout(() => ask(tries + 1), 100)
    })
    .end(body)
ask(0)
`

interface Where {
  readonly pair: string
  readonly host: Host
}

function ask(
  { pair, host }: Where,
  [method, place]: readonly ['GET' | 'PUT' | 'PATCH', string],
  body?: unknown,
): Promise<string> {
  const input = body === undefined ? '' : JSON.stringify(body)
  return asPerson(pair, host, ['/usr/lib/pc-switcher/node', '-e', asking, method, place], input)
}

/** Nothing is sent to anybody but the other laptop. */
const options = {
  ...{ globalAnnounceEnabled: false, localAnnounceEnabled: false, relaysEnabled: false, natEnabled: false },
  ...{ urAccepted: -1, crashReportingEnabled: false, reconnectionIntervalS: 1 },
}

async function joinSyncthings({ pair }: Laptops): Promise<void> {
  const generate = `mkdir -p .local/state/syncthing; syncthing generate --home=${folder} --no-default-folder > /dev/null`
  const ids = new Map<Host, string>()
  for (const host of hosts) {
    await asPerson(pair, host, ['sh', '-c', generate])
    await syncthing(pair, host, 'start')
    const { myID } = JSON.parse(await ask({ pair, host }, ['GET', '/rest/system/status'])) as { readonly myID: string }
    ids.set(host, myID)
  }
  for (const host of hosts) {
    await ask({ pair, host }, ['PATCH', '/rest/config/options'], options)
    for (const other of hosts.filter((one) => one !== host)) {
      const { stdout } = await on(pair, other, ['hostname', '-I'])
      const device = { deviceID: ids.get(other), addresses: [`tcp://${stdout.trim().split(' ')[0]}:22000`] }
      await ask({ pair, host }, ['PUT', `/rest/config/devices/${ids.get(other)}`], device)
    }
    const devices = [...ids.values()].map((deviceID) => ({ deviceID }))
    const shared = { id: 'Shared', path: `/home/${person}/Shared`, devices }
    await ask({ pair, host }, ['PUT', '/rest/config/folders/Shared'], shared)
  }
}

interface FolderStatus {
  readonly state: string
  readonly needTotalItems: number
  readonly localFiles: number
  readonly globalFiles: number
}

/** Both have read all of it, and are connected. */
async function untilSame({ pair }: Laptops): Promise<void> {
  for (;;) {
    const statuses: boolean[] = []
    for (const host of hosts) {
      const status = JSON.parse(await ask({ pair, host }, ['GET', '/rest/db/status?folder=Shared'])) as FolderStatus
      const joined = JSON.parse(await ask({ pair, host }, ['GET', '/rest/system/connections'])) as {
        readonly connections: Readonly<Record<string, { readonly connected: boolean }>>
      }
      const isConnected = Object.values(joined.connections).some(({ connected }) => connected)
      const { state, needTotalItems, localFiles, globalFiles } = status
      statuses.push(
        isConnected && state === 'idle' && needTotalItems === 0 && localFiles === globalFiles && localFiles > 0,
      )
    }
    if (statuses.every(Boolean)) return
  }
}
