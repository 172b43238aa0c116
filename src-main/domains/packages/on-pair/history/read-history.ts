/** How the packages of laptops changed, from what was committed to ~/system-state: a page at a time. */
import type { PackagesEntry, UnreadableList } from '../../../../contract/packages-history-calls.ts'
import type { Laptop } from '../../../../contract/switch-state.ts'
import type { CommittedChange, FileChange } from '../../../../commons/system-state/on-pair/file-history.ts'
import type { SystemState } from '../../../../commons/system-state/on-pair/open-system-state.ts'
import { switchOfCommit } from '../../../../commons/system-state/on-pair/texts.ts'
import { countChanges, manifestChanges } from './manifest-changes.ts'
import type { Manifest } from './manifest-text.ts'
import { createVersionReader, type ReadVersion } from './read-version.ts'

export type CommittedFiles = Pick<SystemState, 'changesOf' | 'readVersion'>

export interface HistoryPart {
  /** packages/HOST.json of each laptop that is asked about. */
  readonly lists: ReadonlyMap<string, Laptop>
  readonly labelled: (name: string) => Laptop
  /** "" for every change. */
  readonly search: string
  readonly start: string | undefined
  readonly limit: number
}

export interface FoundHistory {
  readonly entries: readonly PackagesEntry[]
  readonly unreadable: readonly UnreadableList[]
  readonly next: string | undefined
}

/** Of what one page costs: commits whose lists are read, lines that are told, and how far back a readable list is sought. */
const mostCommits = 60
const mostChanges = 10_000
const mostBeyond = 20

export async function readHistory(state: CommittedFiles, part: HistoryPart): Promise<FoundHistory> {
  const { lists, start, limit } = part
  const { commits, next } = await state.changesOf([...lists.keys()], { start, count: mostCommits })
  const read = createVersionReader(state)
  const beyond = async (name: string) =>
    next === undefined ? [] : (await state.changesOf([name], { start: next, count: mostBeyond })).commits
  const entries: PackagesEntry[] = []
  const unreadable: UnreadableList[] = []
  let lines = 0
  for (const [index, commit] of commits.entries()) {
    const older = commits.slice(index + 1)
    if (entries.length >= limit || lines >= mostChanges) return { entries, unreadable, next: commit.commit }
    const found = await Promise.all(commit.files.map((file) => readChange({ read, part, commit, file, older, beyond })))
    for (const one of found) {
      if (one?.kind === 'unreadable') unreadable.push(one.list)
      if (one?.kind !== 'entry') continue
      entries.push(one.entry)
      lines += one.entry.changes.length
    }
  }
  return { entries, unreadable, next }
}

interface OneChange {
  readonly read: ReadVersion
  readonly part: HistoryPart
  readonly commit: CommittedChange
  readonly file: FileChange
  /** Newest first, as far as they are known. */
  readonly older: readonly CommittedChange[]
  /** Those that come after, of one file. */
  readonly beyond: (name: string) => Promise<readonly CommittedChange[]>
}

type FoundChange =
  | { readonly kind: 'entry'; readonly entry: PackagesEntry }
  | { readonly kind: 'unreadable'; readonly list: UnreadableList }

/** Undefined where the list was taken away, or nothing changed that is asked for. */
async function readChange(one: OneChange): Promise<FoundChange | undefined> {
  const { read, part, commit, file } = one
  const laptop = part.lists.get(file.name)
  if (file.after === undefined || laptop === undefined) return undefined
  const recorded = { laptop, at: commit.at, commit: commit.commit }
  const after = await read(file.after)
  if (after.kind === 'unreadable') return { kind: 'unreadable', list: { ...recorded, why: after.why } }
  const before = await listBefore(one)
  const isStart = before === undefined
  const all = isStart ? [] : manifestChanges(before.manifest, after.manifest)
  const changes = all.filter(({ name }) => name.toLowerCase().includes(part.search.toLowerCase()))
  if (changes.length === 0 && (!isStart || part.search !== '')) return undefined
  const basis = isStart
    ? { kind: 'start' as const, packages: Object.keys(after.manifest.apt).length }
    : { kind: 'list' as const, at: before.at }
  const told = { ...recorded, title: commit.subject, ...switchTold(commit, part), basis }
  return { kind: 'entry', entry: { ...told, counts: countChanges(changes), changes } }
}

function switchTold({ subject }: CommittedChange, { labelled }: HistoryPart): Pick<PackagesEntry, 'switch'> {
  const made = switchOfCommit(subject)
  if (made === undefined) return {}
  return { switch: { switchId: made.switchId, from: labelled(made.from), to: labelled(made.to) } }
}

interface ListBefore {
  readonly manifest: Manifest
  readonly at: string
}

/** The newest older list that can be read. */
async function listBefore({ read, file: { name }, older, beyond }: OneChange): Promise<ListBefore | undefined> {
  return (await firstReadable(read, name, older)) ?? (await firstReadable(read, name, await beyond(name)))
}

async function firstReadable(
  read: ReadVersion,
  name: string,
  commits: readonly CommittedChange[],
): Promise<ListBefore | undefined> {
  for (const { at, files } of commits) {
    const version = files.find((file) => file.name === name)?.after
    const found = version === undefined ? undefined : await read(version)
    if (found?.kind === 'manifest') return { manifest: found.manifest, at }
  }
  return undefined
}
