/** One question for everything that lies on this laptop: our sets with what is known of them, and what is not ours. */
import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { readContent } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { isPinned, readMeasured } from '../../../commons/snapshot-sets/on-machine/set-sidecars.ts'
import { momentOfSetName, snapshotsFolder } from '../../../commons/snapshot-sets/set-name.ts'
import type { ListedSet } from '../../../commons/snapshot-sets/schemas.ts'
import type { Output } from '../../../contract/define.ts'
import type { FreedSpace } from '../../../contract/snapshot-calls.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { KeptSet, listSnapshots } from '../verbs.ts'
import { readClaims } from './claims.ts'
import { sortSnapshots, type SortedSnapshots } from './own-snapshots.ts'
import { viewForeign } from './view-foreign.ts'

export interface Listing extends Output<typeof listSnapshots> {
  readonly own: SortedSnapshots['own']
}

/** What one agent need not read again: descriptions by their file's identity. */
export interface ListMemory {
  readonly contents: Map<string, { readonly version: string; readonly content: ListedSet['content'] }>
}

export function createListMemory(): ListMemory {
  return { contents: new Map() }
}

export interface ListOptions extends RunOptions {
  readonly memory?: ListMemory
}

/** Which snapshots are in a set is btrfs's own word: its list is one question for all of them. */
export async function listSets(
  stateFolder: string,
  { signal, memory = createListMemory() }: ListOptions,
): Promise<Listing> {
  const sorting = sortSnapshots(stateFolder, { signal })
  // Read while btrfs is asked; should that fail, it is told below.
  sorting.catch(() => undefined)
  const found = readNames(stateFolder).map((id) => readFolder(stateFolder, id, memory))
  const { own, others } = await sorting
  const folders = foldersBySet(own)
  const sets = found
    .map(({ names, ...set }) => ({ names, set: { ...set, folders: folders.get(set.id) ?? [] } }))
    .toSorted((one, other) => (one.set.at < other.set.at ? 1 : -1))
  const listed = sets.map(({ set }) => set)
  const claims = readClaims(stateFolder, own)
  const among = fingerprintOf(listed)
  return {
    own,
    sets: sets.map(({ set, names }, index) => ({
      ...set,
      pinned: isPinned(names),
      ...neededBecause(claims(set)),
      space: names.includes('space.json') ? spaceOf(stateFolder, set.id, among, index === 0) : { kind: 'unknown' },
    })),
    foreign: viewForeign(others, listed),
  }
}

/** Of which sets there are: what one alone holds depends on its neighbours. */
export function fingerprintOf(sets: readonly ListedSet[]): string {
  return createHash('sha256')
    .update(sets.map(({ id, folders }) => `${id} ${folders.toSorted().join(' ')}`).join('\n'))
    .digest('hex')
}

function readNames(stateFolder: string): readonly string[] {
  return namesIn(snapshotsFolder(stateFolder)).filter((name) => !name.startsWith('.'))
}

type Found = Omit<ListedSet, 'folders'> & { readonly names: readonly string[] }

function readFolder(stateFolder: string, id: string, { contents }: ListMemory): Found {
  const folder = path.join(snapshotsFolder(stateFolder), id)
  const names = namesIn(folder)
  const at = momentOfSetName(id) ?? statSync(folder).mtime.toISOString()
  if (!names.includes('description.json')) return { id, at, names, content: readContent(folder, id) }
  const { ino, size, mtimeMs, ctimeMs } = statSync(path.join(folder, 'description.json'))
  const version = [ino, size, mtimeMs, ctimeMs].join()
  const known = contents.get(id)
  if (known?.version === version) return { id, at, names, content: known.content }
  const content = readContent(folder, id)
  contents.set(id, { version, content })
  return { id, at, names, content }
}

function foldersBySet(own: SortedSnapshots['own']): ReadonlyMap<string, string[]> {
  const folders = new Map<string, string[]>()
  for (const key of own.keys()) {
    const slash = key.indexOf('/')
    const id = key.slice(0, slash)
    const known = folders.get(id)
    if (known === undefined) folders.set(id, [key.slice(slash + 1)])
    else known.push(key.slice(slash + 1))
  }
  for (const each of folders.values()) each.sort()
  return folders
}

function neededBecause(why: string | undefined): Pick<KeptSet, 'neededBecause'> {
  return why === undefined ? {} : { neededBecause: why }
}

/** What the newest holds alone grows with every file that is changed after it: a number of earlier is never exact. */
function spaceOf(stateFolder: string, id: string, among: string, isNewest: boolean): FreedSpace {
  const measured = readMeasured(stateFolder, id)
  if (measured === undefined) return { kind: 'unknown' }
  const kind = measured.among === among && !isNewest ? 'exact' : 'estimate'
  return { kind, bytes: measured.exclusiveBytes }
}

/** Nothing where there is no folder: no snapshot was taken yet, or a file lies among the sets. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}
