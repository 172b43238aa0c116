/** Values that only this laptop knows. A running app is asked; none is started for it. */
import { readFile } from 'node:fs/promises'
import { homedir, hostname } from 'node:os'
import { pairingFile, pairingSchema } from '../../../commons/transfers/pairing-file.ts'
import { calls } from '../../../contract/calls.ts'
import { etcPathOf } from '../../../contract/etc-path.ts'
import type { AppClient } from '../../../transport/client.ts'
import { localTime } from '../local-time.ts'
import { shortSnapshotIds } from '../snapshots/choose.ts'
import { listSwitches, shortSwitchIds } from '../switches/choose.ts'
import type { CompletionCandidate } from './read-line.ts'
import type { CompletionSource } from './sources.ts'

export interface CompletionContext {
  readonly appFolder: string
  /** Undefined when no app is running. */
  readonly client: AppClient | undefined
}

/** Rejects where the app or a file cannot answer. */
export async function lookUp(
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
    case 'home-rules':
      return client === undefined ? [] : listHomeRules(client)
  }
}

const plain = (word: string): CompletionCandidate => ({ word, about: '' })

async function readPeer(appFolder: string): Promise<string> {
  const text = await readFile(pairingFile(appFolder), 'utf8')
  return pairingSchema.parse(JSON.parse(text)).peer.name
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
