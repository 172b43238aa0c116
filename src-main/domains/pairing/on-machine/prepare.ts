/** What the other laptop has to know of this one. */
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { examineHome } from '../../../commons/home-subvolume/on-machine/examine-home.ts'
import { lookAtHome } from '../../../commons/home-subvolume/on-machine/look-at-home.ts'
import { asPerson } from '../../../tools/accounts/as-person.ts'
import { run, type RunOptions } from '../../../tools/run.ts'
import { titles } from '../../../tools/titles/messages.ts'
import { pairingMessages } from '../messages.ts'
import { hostKeySchema, type Prepared } from '../requests.ts'
import { readRecord, remember } from './paired-record.ts'
import type { SetUpHost } from './set-up-host.ts'

export async function prepare(host: SetUpHost, options: RunOptions): Promise<Prepared> {
  // What stands against the last piece is told before the first is done.
  if (lookAtHome(host.home).kind !== 'subvolume') await examineHome(host.home, options)
  const hostKeys = readHostKeys(host.sshFolder)
  const { appFolder, key, publicKey } = host.places
  await remember(host, readRecord(host), [appFolder, key, publicKey])
  makeAppFolder(host)
  if (!existsSync(key) || !existsSync(publicKey)) await makeKey(host, options)
  return {
    kind: 'prepared',
    name: host.name,
    appKey: withoutComment(readFileSync(publicKey, 'utf8')),
    hostKeys,
    sshPort: await host.readSshPort(options),
  }
}

/** Its parent is root's, so that nobody else can put a link in its place. */
function makeAppFolder({ places, person }: SetUpHost): void {
  mkdirSync(places.appFolder, { recursive: true, mode: 0o700 })
  chownSync(places.appFolder, person.uid, person.gid)
  chmodSync(places.appFolder, 0o700)
}

/** As the person, who may put links there: nothing of root's can be reached by them. */
async function makeKey({ places, person, name }: SetUpHost, options: RunOptions): Promise<void> {
  const comment = `pc-switcher-${name}`
  const title = titles.makeKey({})
  await run({ title, argv: [...asPerson(person), 'rm', '-f', '--', places.key, places.publicKey] }, options)
  const keygen = ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', places.key]
  await run({ title, argv: [...asPerson(person), ...keygen] }, options)
}

function readHostKeys(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => /^ssh_host_[a-z0-9]+_key\.pub$/.test(name))
  const keys = files.map((name) => withoutComment(readFileSync(path.join(folder, name), 'utf8')))
  const [first, ...rest] = keys.filter((key) => hostKeySchema.safeParse(key).success)
  if (first === undefined) throw pairingMessages.noHostKeys({})
  return [first, ...rest]
}

function withoutComment(publicKey: string): string {
  return publicKey.trim().split(/\s+/).slice(0, 2).join(' ')
}
