/** Two laptops in memory that answer about the lists and files of their homes. */
import { deflateRawSync } from 'node:zlib'
import { formatChange, type InventoryChangeKind } from '../../../src-main/domains/home-sync/inventory/change.ts'
import {
  formatRecord,
  formatShared,
  keyOfPath,
  leftOut,
} from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import {
  type ToldScan,
  type Scanned,
  type Scans,
  joinChanges,
} from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { outlineInventory, readInventory } from '../../../src-main/domains/home-sync/list-verbs.ts'
import { packList } from '../../../src-main/domains/home-sync/packed-list.ts'
import { findUnchanged } from '../../../src-main/domains/home-sync/proof-verbs.ts'
import { digestFiles, findExisting } from '../../../src-main/domains/home-sync/scan-verbs.ts'
import { findTouched } from '../../../src-main/domains/home-sync/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { differenceOfChanges, type Difference } from '../../../src-main/domains/home-sync/on-pair/compare/difference.ts'
import { createUnits } from '../../../src-main/domains/home-sync/on-pair/plan/units.ts'

const usual = { type: 'f', mode: '644', user: 'alice', group: 'alice', size: 3, mtime: '1.0', leader: '', target: '' }
export type Looks = Partial<typeof usual> | 'left out'
export const shared = (looks: Looks): string =>
  looks === 'left out'
    ? leftOut
    : formatShared({ ...usual, ...looks, leader: keyOfPath(looks.leader ?? ''), target: keyOfPath(looks.target ?? '') })
export const folder = { type: 'd', size: 0 }

type Files = Readonly<Record<string, Looks>>
type Changes = Readonly<Record<string, readonly [InventoryChangeKind, Looks?]>>

export interface Laptop {
  readonly files?: Files
  readonly changes?: Changes
  /** Since the other laptop was last given something. */
  readonly touched?: readonly string[]
  readonly found?: readonly string[]
  readonly subvolumes?: string[]
  readonly readOnly?: string[]
  /** What a file holds; of the others it is what they are called. `undefined`: it is not there. */
  readonly contents?: Readonly<Record<string, string | undefined>>
  /** Still what they were when both were equal. */
  readonly unchanged?: readonly string[]
  /** Folders of mode 755, and what is attached to each: now, and when both were equal, if that is known still. */
  readonly attached?: Readonly<Record<string, string>>
  readonly attachedThen?: Readonly<Record<string, string>>
}

async function laptop(name: string, has: Laptop): Promise<Scanned> {
  const { files = {}, changes = {}, found = [], subvolumes = [], contents = {}, attached = {}, attachedThen } = has
  const { touched = [], unchanged = [], readOnly = [] } = has
  const inventory = records(Object.entries(files).map(([path, looks]) => [path, '1.0 2', looks] as const))
  const changed = sorted(
    Object.entries(changes).map(([path, [kind, looks = {}]]) =>
      formatChange({ key: keyOfPath(path), kind, shared: shared(looks) }),
    ),
  )
  const { machine } = await memoryMachine(name, [
    answer(outlineInventory, () => Promise.resolve({ stretches: [[0, inventory.length, name]] })),
    answer(readInventory, ({ part, ranges: [[start, end] = [0, 0]] }) => {
      const bytes = (part === 'inventory' ? inventory : changed).subarray(start, end)
      return Promise.resolve({ data: deflateRawSync(bytes).toString('base64'), bytes: end - start })
    }),
    answer(findTouched, async () => ({ paths: await packList(touched) })),
    answer(findUnchanged, ({ paths }) => Promise.resolve({ unchanged: paths.map((path) => unchanged.includes(path)) })),
    answer(findExisting, ({ paths }) =>
      Promise.resolve({ paths: paths.filter((path) => !(path in contents) || contents[path] !== undefined) }),
    ),
    answer(digestFiles, ({ tree, paths }) =>
      Promise.resolve({ digests: paths.map((path) => (tree.kind === 'held' ? digestThen(path) : digestOf(path))) }),
    ),
  ])
  const digestThen = (path: string) => digestOfFolder(attachedThen?.[path])
  const digestOf = (path: string) => {
    if (path in attached) return digestOfFolder(attached[path])
    const content = path in contents ? contents[path] : path
    return content === undefined ? {} : { content, attributes: '', facts: `f ${content.length}` }
  }
  const scan: ToldScan = {
    scanId: '00000000-0000-4000-8000-000000000000',
    at: '2026-11-20T08:00:00.000Z',
    exact: '',
    ...{ entries: 0, files: 0, bytes: 0, changes: 0, freeBytes: 0, fileSystem: 'disk' },
    changesBytes: changed.length,
    found: found.map((path) => ({ path, kind: 'key' as const })),
    subvolumes,
    readOnly,
    ...{ moved: [], leftOut: [], repositories: [], gitFolders: [], users: {}, groups: {}, specials: [] },
    fileSets: [],
    ...{ unnamed: { users: [], groups: [] } },
    person: { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' },
  }
  return { machine, scan }
}

function digestOfFolder(attributes: string | undefined) {
  return attributes === undefined ? {} : { attributes, facts: shared({ ...folder, mode: '755', mtime: '' }) }
}

function records(entries: readonly (readonly [path: string, local: string, looks: Looks])[]): Buffer {
  const texts = entries.map(([path, local, looks]) =>
    formatRecord({ key: keyOfPath(path), local, shared: shared(looks) }),
  )
  return sorted(texts)
}

function sorted(texts: readonly string[]): Buffer {
  return Buffer.from(texts.toSorted().join(''), 'latin1')
}

export async function scansOf(from: Laptop, to: Laptop): Promise<Scans> {
  return { from: await laptop('p17', from), to: await laptop('xps', to) }
}

export async function* differencesOf(scans: Scans): AsyncGenerator<Difference> {
  for await (const joined of joinChanges(scans.from, scans.to, {})) {
    const difference = differenceOfChanges(joined)
    if (difference !== undefined) yield difference
  }
}

/** Both have been equal, and nothing is a repository. */
export const decidingLater = {
  ...{ isFirstTime: false, mayHaveBeenEqual: true, personFolder: 'alice', isRepository: () => false, gitFolders: [] },
  of: createUnits([], []),
}
