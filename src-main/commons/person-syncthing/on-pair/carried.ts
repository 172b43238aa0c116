/** Waits for the Syncthings of a person, and asks them what of a home is theirs to carry. */
import { setTimeout as delay } from 'node:timers/promises'
import type { AskedFile, CarriedVersion, PersonSyncthing } from '../../../contract/person-syncthing.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { filesAskedAtOnce, lookAtPersonSyncthing, readPersonFiles, scanPersonFolders } from '../verbs.ts'
import { includes, isUpToDate, sharedFolders, type SharedFolder, type SyncthingsOfPair } from './shared-folders.ts'

export interface UpToDate extends SyncthingsOfPair {
  /** Of the shared ones: what was not done when waiting ended. */
  readonly behind: readonly SharedFolder[]
}

interface Waiting extends Pick<CallOptions, 'signal'> {
  readonly mostMs: number
  /** How many folders there are, and how many of them are done. */
  readonly report?: (folders: { readonly done: number; readonly total: number }) => void
}

const firstPauseMs = 300
const longestPauseMs = 2_000
/** At rest on both for so long, with something left to do: it waits for what nobody here does, as for a file that it may not replace. */
const stuckMs = 15_000

/** Has both read their shared folders anew, and waits until they agree about them. Asks nobody where nothing is shared. */
export async function waitForSyncthing(pair: Pair, { mostMs, signal, report }: Waiting): Promise<UpToDate> {
  const endMs = performance.now() + mostMs
  let both = await lookAtBoth(pair, { signal })
  let known = sharedFolders(both)
  if (known.shared.length === 0) return { ...known, behind: [] }
  const folders = known.shared.map(({ id }) => id)
  const scan = (machine: Machine) => machine.call(scanPersonFolders, { folders }, { signal })
  // A folder whose disk hangs is read for as long as it likes.
  const scanned = Promise.all([scan(pair.from), scan(pair.to)]).then(([from, to]) => ({ from, to }))
  scanned.catch(() => undefined)
  const first = await Promise.race([scanned, delay(mostMs, undefined, { signal })])
  if (first === undefined) return { ...known, behind: known.shared }
  both = first
  let since = { said: '', atMs: performance.now() }
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    known = sharedFolders(both)
    const now = both
    const behind = known.shared.filter(({ id }) => !isUpToDate(id, now))
    report?.({ done: known.shared.length - behind.length, total: known.shared.length })
    const said = JSON.stringify(now)
    if (said !== since.said || isWorking(behind, now)) since = { said, atMs: performance.now() }
    const isOver = performance.now() + pauseMs > endMs || performance.now() - since.atMs > stuckMs
    if (behind.length === 0 || isOver) return { ...known, behind }
    await delay(pauseMs, undefined, { signal })
    both = await lookAtBoth(pair, { signal })
  }
}

function isWorking(behind: readonly SharedFolder[], both: Readonly<Record<'from' | 'to', PersonSyncthing>>): boolean {
  const isBehind = new Set(behind.map(({ id }) => id))
  return [both.from, both.to].some(
    (one) =>
      one.kind === 'running' &&
      one.folders.some(({ id, status }) => isBehind.has(id) && status !== undefined && status.state !== 'idle'),
  )
}

async function lookAtBoth({ from, to }: Pair, options: CallOptions): Promise<Record<'from' | 'to', PersonSyncthing>> {
  const [here, there] = await Promise.all([
    from.call(lookAtPersonSyncthing, {}, options),
    to.call(lookAtPersonSyncthing, {}, options),
  ])
  return { from: here, to: there }
}

export interface Carried {
  /** Below the home. */
  readonly path: BytePath
  /**
   * all: what the source has of it went into what the target has. earlier: the source went on from what the target has. apart: both
   * did, or that cannot be told.
   */
  readonly target: 'all' | 'earlier' | 'apart'
}

/**
 * Of these paths below the home, those that Syncthing carries. What lies in a folder that is not shared any more, as it was when the
 * switch was planned, is among them: nobody was asked about it.
 */
export async function carriedAmong(
  pair: Pair,
  planned: readonly SharedFolder[],
  paths: readonly BytePath[],
  { signal }: CallOptions,
): Promise<readonly Carried[]> {
  const inFolders = paths.flatMap((path) => foldersAround(path, planned).map((asked) => ({ path, ...asked })))
  if (inFolders.length === 0) return []
  const still = new Set(sharedFolders(await lookAtBoth(pair, { signal })).shared.map(({ id }) => id))
  const asked = inFolders.filter(({ file }) => still.has(file.folder))
  const carried = new Map<BytePath, Carried['target']>()
  for (let at = 0; at < asked.length; at += filesAskedAtOnce) {
    const some = asked.slice(at, at + filesAskedAtOnce)
    const versions = await versionsOnBoth(
      pair,
      some.map(({ file }) => file),
      { signal },
    )
    if (versions === undefined) {
      for (const { path } of some) carried.set(path, 'apart')
      continue
    }
    const { ofSource, ofTarget } = versions
    some.forEach(({ path }, index) => {
      const [source, target] = [ofSource[index], ofTarget[index]]
      if (source === undefined || source === null || target === undefined || target === null) return
      carried.set(path, standing(source.version, target.version))
    })
  }
  for (const { path, file } of inFolders) if (!still.has(file.folder)) carried.set(path, 'apart')
  return [...carried].map(([path, target]) => ({ path, target }))
}

type Versions = readonly (CarriedVersion | null)[]

/** Undefined where one of them stopped answering: then nobody knows whose these files are. */
async function versionsOnBoth(
  pair: Pair,
  files: readonly AskedFile[],
  options: CallOptions,
): Promise<Readonly<Record<'ofSource' | 'ofTarget', Versions>> | undefined> {
  try {
    // The source first: what it has written since does not count as missing.
    const ofSource = await versionsOn(pair.from, files, options)
    return { ofSource, ofTarget: await versionsOn(pair.to, files, options) }
  } catch (thrown) {
    if (endsAll(thrown)) throw thrown
    return undefined
  }
}

/** Whoever asks is gone, or whoever is asked: nothing else can be asked then. */
export function endsAll(thrown: unknown): boolean {
  return !(thrown instanceof AppError) || ['cancelled', 'unreachable', 'agent-died'].includes(thrown.code)
}

function standing(source: readonly string[], target: readonly string[]): Carried['target'] {
  if (includes(target, source)) return 'all'
  return includes(source, target) ? 'earlier' : 'apart'
}

async function versionsOn(machine: Machine, files: readonly AskedFile[], options: CallOptions): Promise<Versions> {
  return (await machine.call(readPersonFiles, { files: [...files] }, options)).versions
}

function foldersAround(path: BytePath, shared: readonly SharedFolder[]): readonly { readonly file: AskedFile }[] {
  return shared.flatMap(({ id, place }) => {
    const below = place === '' ? path : path.startsWith(`${place}/`) ? path.slice(place.length + 1) : undefined
    return below === undefined ? [] : [{ file: { folder: id, path: below } }]
  })
}
