/** Alice's own Syncthing on the practice laptops, as Debian starts one: a user's service on the usual port, joined to the other's. */
import { testPair } from './laptops-pair.ts'
import { execOn } from '../practice/pair.ts'
import type { Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'
import { asAlice, laptops } from './laptops-alice.ts'

/** Asks as a person's script would: with the key from the file. */
const script = `
const { readFileSync } = require('node:fs'), { request } = require('node:https')
const [method, path, body] = process.argv.slice(1)
const key = /<apikey>(.*)<\\/apikey>/.exec(readFileSync('/home/alice/.config/syncthing/config.xml', 'utf8'))[1]
const options = { method, path, host: '127.0.0.1', port: 8384, rejectUnauthorized: false, headers: { 'X-API-Key': key } }
request(options, (answer) => {
  process.exitCode = answer.statusCode < 300 ? 0 : 1
  answer.pipe(process.stdout)
}).on('error', (error) => { console.error(error.message); process.exitCode = 2 }).end(body)
`

/** What it answers, as JSON; undefined where it answers with nothing. Throws where it refuses or is not there. */
export async function rest(host: Host, method: string, place: string, body?: unknown): Promise<unknown> {
  const words = [method, place, ...(body === undefined ? [] : [JSON.stringify(body)])]
  const asked = ['/usr/lib/pc-switcher/node', '-e', script, ...words] as const
  const { stdout, stderr, exitCode } = await execOn(host, asked, { name: testPair, user: 'alice' })
  if (exitCode !== 0) throw new Error(`${host}: ${method} ${place}: ${String(exitCode)} ${stderr}${stdout}`)
  return stdout.trim() === '' || method !== 'GET' ? undefined : JSON.parse(stdout)
}

const userUnit = (host: Host, verb: string) =>
  shellOn(host, `systemctl --user --machine=alice@ ${verb} syncthing.service`)

/** Each takes a third of a second. */
const triesAtMost = 200

/** Until it answers. */
export async function startSyncthing(host: Host): Promise<string> {
  await userUnit(host, 'start')
  let last: unknown
  for (let tries = 0; tries < triesAtMost; tries += 1) {
    try {
      return ((await rest(host, 'GET', '/rest/system/status')) as { readonly myID: string }).myID
    } catch (thrown) {
      last = thrown
    }
  }
  throw last
}

export const stopSyncthing = (host: Host): Promise<string> => userUnit(host, 'stop')

const quiet = {
  ...{ globalAnnounceEnabled: false, localAnnounceEnabled: false, relaysEnabled: false, natEnabled: false },
  ...{ urAccepted: -1, crashReportingEnabled: false, startBrowser: false, autoUpgradeIntervalH: 0 },
  reconnectionIntervalS: 1,
}

const addresses = async (host: Host) => (await shellOn(host, "hostname -I | tr ' ' '\\n' | head -1")).trim()

/** Both run, know each other, and share these folders of the home; nothing is announced. */
export async function joinSyncthings(folders: readonly string[]): Promise<Readonly<Record<Host, string>>> {
  for (const host of laptops) {
    await shellOn(
      host,
      asAlice(
        `rm -rf .config/syncthing; mkdir -p .local/state/syncthing; syncthing generate --home=.config/syncthing --no-default-folder >/dev/null`,
      ),
    )
  }
  const [p17, xps] = [await startSyncthing('p17'), await startSyncthing('xps')]
  const ids = { p17, xps }
  for (const host of laptops) {
    const other = host === 'p17' ? 'xps' : 'p17'
    await rest(host, 'PATCH', '/rest/config/options', quiet)
    const device = { deviceID: ids[other], name: other, addresses: [`tcp://${await addresses(other)}:22000`] }
    await rest(host, 'PUT', `/rest/config/devices/${ids[other]}`, device)
    for (const folder of folders) {
      await rest(host, 'PUT', `/rest/config/folders/${folder}`, {
        ...{ id: folder, label: folder, path: `/home/alice/${folder}`, fsWatcherEnabled: true, fsWatcherDelayS: 1 },
        devices: [{ deviceID: ids[host] }, { deviceID: ids[other] }],
      })
    }
  }
  return ids
}

/** Of all folders and files below a folder of the home that stay while it is read, but for Syncthing's own: its markers, and what it has begun. */
export const homeContents = (host: Host, folder: string): Promise<string> =>
  shellOn(
    host,
    asAlice(
      `find ${folder} -type d -not -path '*/.st*' | sort; find ${folder} -type f -not -path '*/.st*' -not -name '.syncthing.*' -print0 | sort -z | xargs -0 sha256sum 2> /dev/null || true`,
    ),
  )

/** Each takes about a second. */
const looksAtMost = 150

/** Until both have all of a folder, which has its own name as its ID. */
export async function untilSame(folder: string): Promise<void> {
  const both = () => Promise.all(laptops.map((host) => homeContents(host, folder)))
  for (let tries = 0; tries < looksAtMost; tries += 1) {
    for (const host of laptops) await rest(host, 'POST', `/rest/db/scan?folder=${folder}`)
    const [p17, xps] = await both()
    if (p17 === xps) return
  }
  const [here = [], there = []] = (await both()).map((text) => text.split('\n'))
  const differing = [...here.filter((line) => !there.includes(line)), ...there.filter((line) => !here.includes(line))]
  throw new Error(`not the same: ${differing.slice(0, 10).join('\n')}`)
}
