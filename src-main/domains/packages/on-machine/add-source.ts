/** Adds a package source to apt's own, and takes it back where apt cannot use it. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { readOwn } from '../../../tools/files/own-file.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import { canReadSources, refreshListsOf } from '../../../tools/apt/apt-get.ts'
import { formatSource } from '../../../tools/apt/apt-sources.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import { writeForAll } from '../../../tools/files/durable-file.ts'
import { showKeys } from '../../../tools/gpg.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { packagesMessages } from '../messages.ts'
import type { addSource } from '../source-verbs.ts'
import { hasAllOf, isUsable, sourceId, type SourceDefinition, type SourceState } from '../sources-model.ts'
import { makeReadable } from './archives/archive-folders.ts'
import { aptFolder, readKnownSources } from './read-sources.ts'
import { untilTried } from './untried-files.ts'

/** Usable: it is there, now or already. Of one that is not, nothing is left. */
export async function addSourceHere(
  { source }: Parsed<typeof addSource>,
  stateFolder: string,
  options: RunOptions,
): Promise<Output<typeof addSource>> {
  if (await isThere(source, options)) return { state: 'ready', isNew: false }
  await checkKey(source, options)
  const key = Buffer.from(source.key, 'base64')
  const keyPath = freePath(source.keyPath, (file) => readOwn(file).equals(key))
  const beside = await signedBeside(source, options)
  const signedBy = beside ?? keyPath
  const file = freePath(path.join(aptFolder, 'sources.list.d', source.fileName), () => false)
  const made = [...(beside === undefined ? [keyPath] : []), file].filter((one) => !existsSync(one))
  const state = await untilTried(stateFolder, made, async () => {
    for (const folder of [path.dirname(keyPath), path.dirname(file)])
      if (!existsSync(folder)) await makeReadable(folder)
    if (made.includes(keyPath)) writeForAll(keyPath, key)
    const format = file.endsWith('.list') ? 'list' : 'sources'
    writeForAll(file, formatSource({ ...source, signedBy }, format))
    return stateOfFile(file, options)
  })
  return { state, isNew: isUsable(state) }
}

/** Of the distribution's own also with all that is to be fetched of it: the rest may be in a file of its own. */
async function isThere({ uri, suite, types, components }: SourceDefinition, options: RunOptions): Promise<boolean> {
  const { known } = await readKnownSources(options)
  const there = known.find(({ addresses }) => addresses.has(sourceId(uri, suite)))?.source
  return there !== undefined && (there.distribution === undefined || hasAllOf(there, { types, components }))
}

/** Whether apt can use what stands in this file now; its lists are fetched. */
async function stateOfFile(file: string, options: RunOptions): Promise<SourceState> {
  if (!(await canReadSources(options))) return 'refused'
  return stateOfSource(file, { kind: 'own' }, options, refreshWhenFree)
}

const lockTries = 12
const lockWaitMs = 5_000

/** Another apt may be reading its lists just now, as its timer makes it do twice a day. */
async function refreshWhenFree(file: string, view: AptView, { signal }: RunOptions): ReturnType<typeof refreshListsOf> {
  for (let tries = 1; ; tries += 1) {
    const refreshed = await refreshListsOf(file, view, { signal })
    const isLocked = refreshed.kind === 'not-refreshed' && /Could not get lock|Unable to lock/.test(refreshed.words)
    if (!isLocked || tries === lockTries) return refreshed
    await setTimeout(lockWaitMs, undefined, signal === undefined ? {} : { signal })
  }
}

/** Nobody's file is replaced: the path itself if nothing is there, or what `isSame`, else the same with a number. */
function freePath(wanted: string, isSame: (file: string) => boolean): string {
  const { dir, name, ext } = path.parse(wanted)
  for (let number = 1; ; number += 1) {
    const file = number === 1 ? wanted : path.join(dir, `${name}-${number}${ext}`)
    if (!existsSync(file) || isSame(file)) return file
  }
}

/** The key is what it is said to be: the person agreed to these fingerprints, and the other laptop sent the bytes. */
export async function checkKey({ uri, key, fingerprints }: SourceDefinition, options: RunOptions): Promise<void> {
  const found = (await showKeys(Buffer.from(key, 'base64'), options)).map(({ fingerprint }) => fingerprint)
  if (found.sort().join() !== [...fingerprints].sort().join()) throw packagesMessages.otherKey({ name: uri })
}

/**
 * What an entry of the same address and suite says of who signs it, empty where it says nothing. A further one has to say the same:
 * apt refuses all sources where two of them do not, or where the one that it reads first alone names a key (apt 2.6 and 3.0).
 * Undefined where there is none. A key that stands in the entry itself is nothing to say again.
 */
export async function signedBeside({ uri, suite }: SourceDefinition, options: RunOptions): Promise<string | undefined> {
  const address = sourceId(uri, suite)
  const { known } = await readKnownSources(options)
  const said = known.flatMap(({ addresses }) => addresses.get(address) ?? [])[0]
  return said === undefined || !/^(?:\/\S+)?$/.test(said) ? undefined : said
}

/**
 * Whether apt can use a package source, by the lists that it fetches of it. Its lists are where `view` has them then.
 * `file`: in which it stands for apt.
 */
export async function stateOfSource(
  file: string,
  view: AptView,
  options: RunOptions,
  refresh = refreshListsOf,
): Promise<SourceState> {
  const refreshed = await refresh(file, view, options)
  return refreshed.kind === 'refreshed' ? 'ready' : stateOf(refreshed.words)
}

/** As apt's methods say it (apt 2.6 and 3.0), of names, connections and time limits. */
const unanswered =
  /Could not (?:resolve|connect)|Unable to connect|Failed to connect|Cannot initiate the connection|Temporary failure|Network is unreachable|Connection (?:failed|refused|reset|timed out)|timed out/

/** apt tells these apart by words alone. */
export function stateOf(words: string): SourceState {
  return unanswered.test(words) ? 'unreachable' : 'refused'
}
