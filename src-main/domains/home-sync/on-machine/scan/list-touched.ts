/** Looks again at what is touched, as it is in one tree. */
import { listPaths } from '../../../../tools/find/find-paths.ts'
import { createLook } from '../../../../commons/tree-changes/on-machine/read-stream.ts'
import {
  namesIn,
  pathBelow,
  readFacts,
  specialOf,
  type TreeEntryFacts,
} from '../../../../commons/tree-changes/on-machine/tree-entry.ts'
import { createYielding } from '../../../../commons/tree-changes/on-machine/yielding.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Matcher } from '../../exclusions/exclusion-matcher.ts'
import {
  exchangeBytes,
  isBelowAny,
  keyOfPath,
  leftOut,
  pathOfKey,
  type InventoryEntry,
} from '../../inventory/inventory-entry.ts'
import type { Special } from '../../inventory/special.ts'
import type { Touched } from './find-touched.ts'
import { entryOfRaw, keyOfRaw, type Leaders } from './raw-records.ts'

/** What there is of it: the keys in order, and which of them are sockets and device files. */
export interface TouchedThere {
  readonly keys: readonly string[]
  readonly specials: readonly Special[]
}

/** What is in a folder whose key `isLeftOut` is not looked at. */
export async function expandTouched(
  root: string,
  touched: Touched,
  isLeftOut: (key: string) => boolean,
  options: RunOptions,
): Promise<TouchedThere> {
  const yielding = createYielding(options.signal)
  const look = createLook(root)
  const found = new Map<string, TreeEntryFacts>()
  const open: { readonly path: BytePath; readonly facts: TreeEntryFacts }[] = []
  const visit = (path: BytePath, facts: TreeEntryFacts | undefined, whole: boolean): void => {
    const key = keyOfPath(path)
    if (path === '' || facts === undefined) return
    found.set(key, facts)
    if (whole && facts.type === 'folder' && !isLeftOut(key)) open.push({ path, facts })
  }
  for (const path of touched.paths) {
    if (!isBelowAny(keyOfPath(path), { has: isLeftOut })) visit(path, look.at(path), touched.whole.has(path))
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      for (const name of namesIn(root, folder.path)) {
        const below = pathBelow(folder.path, name)
        visit(below, readFacts(root, below), true)
      }
      const turn = yielding.next()
      if (turn !== undefined) await turn
    }
  }
  const specials = [...found].flatMap(([key, facts]): Special[] => {
    const kind = isLeftOut(key) ? undefined : specialOf(facts)
    return kind === undefined ? [] : [{ path: pathOfKey(key), kind }]
  })
  return { keys: [...found.keys()].sort(), specials }
}

/** The entries of these keys, as in an inventory of the whole tree; `keys` has all names of a file or none. */
export async function listKeys(
  root: string,
  keys: readonly string[],
  isExcluded: Matcher,
  options: RunOptions,
): Promise<readonly InventoryEntry[]> {
  const entries: InventoryEntry[] = []
  const leaders: Leaders = new Map()
  const tell = (record: string): void => {
    const raw = exchangeBytes(record)
    const isRuledOut = isExcluded(keyOfRaw(raw)) !== undefined
    const entry = entryOfRaw(raw, isRuledOut ? new Map<string, string>() : leaders)
    if (entry === 'device' || entry === 'socket') return
    entries.push(isRuledOut ? { key: entry.key, local: '', shared: leftOut } : entry)
  }
  await listPaths({ root, paths: keys.map(pathOfKey) }, tell, options)
  return entries
}
