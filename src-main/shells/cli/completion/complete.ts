/** `pc-switcher complete`: what the completion of each shell asks for. */
import { readFile } from 'node:fs/promises'
import { homedir, hostname } from 'node:os'
import type { Command as Commander } from 'commander'
import { productPaths } from '../../../app/app-paths.ts'
import { pairingFile, pairingSchema } from '../../../commons/transfers/pairing-file.ts'
import { bundleName, byBundle, contentsText } from '../../../contract/bundles-words.ts'
import { calls } from '../../../contract/calls.ts'
import { etcPathOf } from '../../../contract/etc-calls.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { distinct } from '../../../kernel/distinct.ts'
import { createClient, type AppClient } from '../../../transport/client.ts'
import { answers } from '../../../transport/serve-http.ts'
import { localTime } from '../local-time.ts'
import { printableLine } from '../printable.ts'
import { shortSnapshotIds } from '../snapshots/choose.ts'
import { sendOverSocket } from '../socket-client.ts'
import { listSwitches, shortSwitchIds } from '../switches/choose.ts'
import { readLine, type CompletionCandidate } from './read-line.ts'
import type { CompletionSource } from './sources.ts'

/** A line by itself: the shell completes names of files too. No word of ours begins so. */
export const filesToo = ':files'
const withFiles: ReadonlySet<CompletionSource> = new Set(['files', 'home-rules', 'not-live'])
const patienceMs = 3_000

/** Lines of a word, a tab and what it is. `line`: after "pc-switcher", the word at the cursor last. */
export async function completionLines(program: Commander, line: readonly string[]): Promise<readonly string[]> {
  const { appFolder, socket } = productPaths(process.env)
  const client = (await answers(socket)) ? clientOf(socket) : undefined
  return linesFor(program, line, { appFolder, client })
}

export async function linesFor(
  program: Commander,
  line: readonly string[],
  known: CompletionContext,
): Promise<readonly string[]> {
  const { candidates, sources, before } = readLine(program, line.slice(0, -1), line.at(-1) ?? '')
  const found = await Promise.all(sources.map((source) => orNone(lookUp(source, known))))
  const all = [...candidates, ...found.flat().map(({ word, about }) => ({ word: before + word, about }))]
  const hasFiles = sources.some((source) => withFiles.has(source))
  return [...(hasFiles ? [filesToo] : []), ...all.filter(isTypeable).map(lineOf)]
}

function clientOf(socket: string): AppClient {
  return createClient((name, envelope) => sendOverSocket(socket, `/call/${encodeURIComponent(name)}`, envelope))
}

/** Whoever presses Tab does not want to read why there is nothing, nor to wait for it. */
async function orNone(looking: Promise<readonly CompletionCandidate[]>): Promise<readonly CompletionCandidate[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<readonly CompletionCandidate[]>(
    (resolve) => (timer = setTimeout(() => resolve([]), patienceMs)),
  )
  try {
    return await Promise.race([looking, late])
  } catch {
    return []
  } finally {
    clearTimeout(timer)
  }
}

/** What a terminal would obey can be neither shown nor typed as it is. */
function isTypeable({ word }: CompletionCandidate): boolean {
  return word !== '' && printableLine(word) === word
}

function lineOf({ word, about }: CompletionCandidate): string {
  return about === '' ? word : `${word}\t${printableLine(about)}`
}

interface CompletionContext {
  readonly appFolder: string
  /** Undefined when no app is running. */
  readonly client: AppClient | undefined
}

/**
 * Values that only this laptop knows. A running app is asked; none is started for it. Rejects where the app or a file
 * cannot answer.
 */
async function lookUp(
  source: CompletionSource,
  { appFolder, client }: CompletionContext,
): Promise<readonly CompletionCandidate[]> {
  switch (source) {
    case 'files':
      return []
    case 'other-host':
      return [plain(await readPeer(appFolder))]
    case 'hosts':
      return [plain(await readPeer(appFolder)), plain(hostname())]
    case 'snapshots':
      return client === undefined ? [] : listSnapshots(client)
    case 'switches':
      return client === undefined ? [] : listSwitchIds(client)
    case 'etc-rules':
      return client === undefined ? [] : listEtcRules(client)
    case 'kept':
      return client === undefined ? [] : listKept(client)
    case 'package-rules':
      return client === undefined ? [] : listPackageRules(client)
    case 'containers':
      return client === undefined ? [] : listContainers(client)
    case 'jobs':
      return client === undefined ? [] : listJobNames(client)
    case 'disks':
      return client === undefined ? [] : listDiskPlaces(client)
    case 'places':
      return client === undefined ? [] : listPlaceNames(client)
    case 'bundles':
      return client === undefined ? [] : listBundleNames(client)
    case 'home-rules':
      return client === undefined ? [] : listHomeRules(client)
    case 'live':
      return client === undefined ? [] : listLive(client)
    case 'not-live':
      return client === undefined ? [] : listNotLive(client)
  }
}

async function listJobNames(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { jobs } = await client.call(calls.jobsList, {})
  return distinct(jobs.map(({ name, title }) => ({ word: name, about: title })))
}

async function listPlaceNames(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { places } = await client.call(calls.copiesList, {})
  return distinct(places.map(({ name, laptop }) => ({ word: name, about: laptop })))
}

async function listBundleNames(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { bundles } = await client.call(calls.bundlesList, {})
  return byBundle(bundles).map(({ bundle }) => ({ word: bundleName(bundle), about: contentsText(bundle) }))
}

async function listDiskPlaces(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { disks } = await client.call(calls.disksList, {})
  return disks.map(({ laptop, label, places }) => ({ word: places[0] ?? '', about: `${label} ${laptop}`.trim() }))
}

const plain = (word: string): CompletionCandidate => ({ word, about: '' })

async function readPeer(appFolder: string): Promise<string> {
  const text = await readFile(pairingFile(appFolder), 'utf8')
  const { name, hostName } = pairingSchema.parse(JSON.parse(text)).peer
  return hostName ?? name
}

/** Those that either laptop has, and those that a rule names. */
async function listContainers(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const [{ volumes, images }, { rules }] = await Promise.all([
    client.call(calls.containersList, {}),
    client.call(calls.containersRules, {}),
  ])
  return [...new Set([...images, ...volumes, ...rules].map(({ name }) => name))].map(plain)
}

async function listSnapshots(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { snapshots } = await client.call(calls.snapshotsList, {})
  const short = shortSnapshotIds(snapshots)
  return snapshots.map(({ id, at, laptop, description }) => ({
    word: short.get(id) ?? id,
    about: [localTime(at), laptop, description].join(' '),
  }))
}

async function listSwitchIds(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const switches = await listSwitches(client)
  const short = shortSwitchIds(switches)
  return switches.map(({ switchId, startedAt, from, to }) => ({
    word: short.get(switchId) ?? switchId,
    about: [localTime(startedAt), from.label, '→', to.label].join(' '),
  }))
}

async function listEtcRules(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { rules } = await client.call(calls.etcList, {})
  const own = rules.filter(({ origin }) => origin === 'person')
  return own.map(({ pattern, decision }) => ({ word: etcPathOf(pattern), about: decision }))
}

async function listKept(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { kinds } = await client.call(calls.keptList, {})
  return kinds.flatMap(({ what, names }) => names.map((word) => ({ word, about: what })))
}

async function listPackageRules(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { rules } = await client.call(calls.packagesRules, {})
  return rules.map(({ name, decision }) => ({ word: name, about: decision }))
}

/** Those that name a path, which is what the command takes, and the homes of other accounts. */
async function listHomeRules(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { rules, homes } = await client.call(calls.homeExclusions, {})
  const left = rules.filter(({ pattern, decision }) => decision === 'exclude' && /^\/[^*\\]+$/.test(pattern))
  const others = homes.flatMap(({ home, isAdded }) => (home === undefined || isAdded ? [] : [home]))
  return [...left.map(({ pattern }) => `${homedir()}${pattern}`), ...others].map(plain)
}

/** Those of the person's own Syncthing are not for us to end. */
async function listLive(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { home, folders } = await client.call(calls.liveStatus, {})
  const ours = folders.filter(({ isOurs }) => isOurs)
  return ours.map(({ place, text }) => ({ word: `${home}/${textFromBytePath(place)}`, about: text }))
}

/** The usual ones. */
async function listNotLive(client: AppClient): Promise<readonly CompletionCandidate[]> {
  const { home, folders, usual } = await client.call(calls.liveStatus, {})
  const live = new Set(folders.map(({ place }) => place))
  return usual.filter((place) => !live.has(place)).map((place) => plain(`${home}/${textFromBytePath(place)}`))
}
