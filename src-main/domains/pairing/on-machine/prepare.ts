/** What the other laptop has to know of this one. */
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync } from 'node:fs'
import { asPerson } from '../../../tools/accounts/as-person.ts'
import { flushFile, flushFolder } from '../../../tools/files/durable-file.ts'
import { run, type RunOptions } from '../../../tools/run.ts'
import { titles } from '../../../tools/titles/messages.ts'
import type { Prepared } from '../requests.ts'
import { examine, readHostKeys, withoutComment } from './examine.ts'
import { readRecord, remember } from './paired-record.ts'
import type { SetUpHost } from './set-up-host.ts'
import { makeState } from './state-subvolume/make-state.ts'

export async function prepare(host: SetUpHost, options: RunOptions): Promise<Prepared> {
  // What stands against the last piece is told before the first is done.
  await examine(host, options)
  const hostKeys = readHostKeys(host.sshFolder)
  await makeState(host, options)
  const { appFolder, key, publicKey } = host.places
  await remember(host, readRecord(host), [appFolder, key, publicKey])
  makeAppFolder(host)
  if (![key, publicKey].every(hasSomething)) await makeKey(host, options)
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
  // It writes and leaves: after a power loss both would be there and empty.
  for (const file of [places.key, places.publicKey]) flushFile(file)
  flushFolder(places.appFolder)
}

function hasSomething(file: string): boolean {
  return (lstatSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0
}
