import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync, chmodSync, chownSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { readOwnText } from '../../../tools/files/own-file.ts'
import { agreeToHome, withdrawFromHome } from '../../../commons/home-subvolume/on-machine/agree-to-home.ts'
import { examineHome } from '../../../commons/home-subvolume/on-machine/examine-home.ts'
import { lookAtHome } from '../../../commons/home-subvolume/on-machine/look-at-home.ts'
import { findIdentity, forgetIdentity, haveIdentity } from '../../../commons/laptop/on-machine/identity.ts'
import { laptopsIn, readLedgerFile } from '../../../commons/ledger/on-machine/ledger-file.ts'
import { syncthingFolder } from '../../../commons/syncthing/on-machine/instance.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { asPerson } from '../../../tools/accounts/as-person.ts'
import { flushFile, flushFolder } from '../../../tools/files/durable-file.ts'
import { type RunOptions, run } from '../../../tools/run.ts'
import { titles } from '../../../tools/titles/messages.ts'
import { pairingMessages } from '../messages.ts'
import { places } from '../places.ts'
import { type Examined, type SetUpAnswer, type SetUpRequest, type Prepared, hostKeySchema } from '../requests.ts'
import { readStatePlace } from '../verbs.ts'
import { join, joinAlone } from './join.ts'
import { pack } from './pack.ts'
import { readRecord, remember } from './paired-record.ts'
import type { SetUpHost } from './set-up-host.ts'
import { leaveStateSubvolume } from './state-subvolume/leave-state-subvolume.ts'
import { lookAtState } from './state-subvolume/look-at-state.ts'
import { makeState, examineState } from './state-subvolume/make-state.ts'
import { statePlaces } from './state-subvolume/state-places.ts'

const answerStatePlace = answer(readStatePlace, async (_input, { signal }) => {
  const state = statePlaces()
  return { kind: await lookAtState(state, places.paired, { signal }), folder: state.folder }
})

export const pairingAnswers: readonly Answer[] = [answerStatePlace]

export async function answerRequest(host: SetUpHost, request: SetUpRequest, options: RunOptions): Promise<SetUpAnswer> {
  switch (request.kind) {
    case 'pack':
      return pack(host, options)
    case 'examine':
      await examine(host, options)
      return tellIdentity(host)
    case 'prepare':
      return prepare(host, request.name, options)
    case 'home':
      await agreeToHome(host.home, options)
      return { kind: 'home-agreed' }
    case 'join':
      await join(host, request.peer, options)
      return { kind: 'joined' }
    case 'alone':
      await setUpAlone(host, options)
      return { kind: 'joined' }
    case 'leave': {
      const peer = await leave(host, options)
      return peer === undefined ? { kind: 'left' } : { kind: 'left', peer }
    }
    default:
      return assertNever(request)
  }
}

/** Of the app, which makes them when it starts: nobody's history is in an empty one. */
const appFolders = ['journals', 'work']
/** What the app remembers of switching with the other laptop: what was answered, and how long it took. */
const appFiles = ['answers', 'answers-packages', 'answers-last', 'answers-packages-last', 'times']

const etcMessage = 'pc-switcher: no longer paired'

/**
 * Takes away exactly what pairing made here; journals, snapshots and all that is the person's stay. Harmless when
 * nothing was made. The name of the laptop that this one was paired with.
 */
async function leave(host: SetUpHost, options: RunOptions): Promise<string | undefined> {
  const { places, history, home } = host
  // It can be refused: then nothing else is taken away.
  await leaveStateSubvolume(host, options)
  const record = readRecord(host)
  const known = Object.values(places)
  // Whatever stands in the record, root removes nothing but what pairing makes.
  const ours = record.made.filter((made) => known.includes(made))
  for (const name of [...appFolders, ...appFiles.map((file) => `${file}.json`)])
    removeOurs(path.join(places.appFolder, name))
  removeOurs(places.begun)
  for (const made of ours.reverse()) removeOurs(made)
  rmSync(path.dirname(places.package), { recursive: true, force: true })
  // By its certificate the other laptop knows this one; the next pair makes a new one.
  rmSync(syncthingFolder(rootFolder(host)), { recursive: true, force: true })
  if (!isRemembered(rootFolder(host))) forgetIdentity(rootFolder(host))
  withdrawFromHome(home)
  if (record.history) await history.end(options)
  rmSync(places.paired, { force: true })
  if (!record.history) await history.record(etcMessage, options)
  return record.peer
}

/** Its switches and its copies elsewhere are known by its identity: it stays for them. */
function isRemembered(stateFolder: string): boolean {
  return laptopsIn(readLedgerFile(stateFolder)).size > 0 || existsSync(path.join(stateFolder, 'copies'))
}

/** A folder goes when nothing is left in it. */
function removeOurs(made: string): void {
  if (!existsSync(made)) return
  if (!lstatSync(made).isDirectory()) rmSync(made, { force: true })
  else if (readdirSync(made).length === 0) rmdirSync(made)
}

const rootFolder = ({ state }: SetUpHost): string => path.join(state.folder, 'root')

/** So that neither of two laptops gets a name by which somebody else is known. */
function tellIdentity(host: SetUpHost): Examined {
  const identity = findIdentity(rootFolder(host))
  const remembers = [...laptopsIn(readLedgerFile(rootFolder(host)))]
  return { kind: 'examined', remembers, ...(identity === undefined ? {} : { name: identity.name }) }
}

/** What the other laptop has to know of this one. `wanted`: by which it is known, where it has no identity yet. */
async function prepare(host: SetUpHost, wanted: string | undefined, options: RunOptions): Promise<Prepared> {
  // What stands against the last piece is told before the first is done.
  await examine(host, options)
  const hostKeys = readHostKeys(host.sshFolder)
  await makeState(host, options)
  const { name } = haveIdentity(rootFolder(host), wanted ?? host.name)
  const { appFolder, key, publicKey } = host.places
  await remember(host, readRecord(host), [appFolder, key, publicKey])
  makeAppFolder(host)
  if (![key, publicKey].every(hasSomething)) await makeKey(host, name, options)
  return {
    kind: 'prepared',
    name,
    hostName: host.name,
    appKey: withoutComment(readOwnText(publicKey)),
    hostKeys,
    sshPort: await host.readSshPort(options),
  }
}

async function setUpAlone(host: SetUpHost, options: RunOptions): Promise<void> {
  await examineAlone(host, options)
  await makeState(host, options)
  haveIdentity(rootFolder(host), host.name)
  await remember(host, readRecord(host), [host.places.appFolder])
  makeAppFolder(host)
  await joinAlone(host, options)
}

/** Its parent is root's, so that nobody else can put a link in its place. */
function makeAppFolder({ places, person }: SetUpHost): void {
  mkdirSync(places.appFolder, { recursive: true, mode: 0o700 })
  chownSync(places.appFolder, person.uid, person.gid)
  chmodSync(places.appFolder, 0o700)
}

/** As the person, who may put links there: nothing of root's can be reached by them. */
async function makeKey({ places, person }: SetUpHost, name: string, options: RunOptions): Promise<void> {
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

const doorProgram = '/usr/lib/pc-switcher/door'

/**
 * What stands against setting this laptop up, looked at on both before either is changed. AppError that says what to
 * do.
 */
async function examine(host: SetUpHost, options: RunOptions): Promise<void> {
  readHostKeys(host.sshFolder)
  if (!(await host.readForcedCommand(options)).includes(doorProgram)) throw pairingMessages.doorOverridden({})
  await examineAlone(host, options)
}

async function examineAlone(host: SetUpHost, options: RunOptions): Promise<void> {
  if (lookAtHome(host.home).kind !== 'subvolume') await examineHome(host.home, options)
  await examineState(host, options)
}

function readHostKeys(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => /^ssh_host_[a-z0-9]+_key\.pub$/.test(name))
  const keys = files.map((name) => withoutComment(readOwnText(path.join(folder, name))))
  const [first, ...rest] = keys.filter((key) => hostKeySchema.safeParse(key).success)
  if (first === undefined) throw pairingMessages.noHostKeys({})
  return [first, ...rest]
}

function withoutComment(publicKey: string): string {
  return publicKey.trim().split(/\s+/).slice(0, 2).join(' ')
}
