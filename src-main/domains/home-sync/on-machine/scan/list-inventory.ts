/** Lists a whole frozen tree: all names in it, through sort, and past the rules. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Exclusion } from '../../../../commons/home-exclusions/exclusion.ts'
import { sortRecords } from '../../../../tools/files/sort.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { createMatcher, type LiteralExclusion, type Matcher } from '../../exclusions/exclusion-matcher.ts'
import type { OwnRules } from '../../exclusions/person-rule.ts'
import { isLeftOut, leftOut, pathOfKey, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import type { Special } from '../../inventory/special.ts'
import { readRecords } from '../inventory/record-files.ts'
import type { FrozenHome } from './freeze-home.ts'
import { listNames } from './list-names.ts'
import { entryOfRaw, keyOfRaw, type Leaders } from './raw-records.ts'

export interface ListingRequest {
  readonly frozen: Pick<FrozenHome, 'root' | 'nested'>
  readonly rules: readonly Exclusion[]
  readonly own: OwnRules
  /** Left out because of what is on this disk. */
  readonly known: readonly LiteralExclusion[]
  /** For what is in between. */
  readonly folder: string
}

/** Calls `write` with the entries in order, those left out by their names alone; which sockets and device files there are. */
export async function listInventory(
  request: ListingRequest,
  write: (entry: InventoryEntry) => void,
  options: RunOptions,
): Promise<{ readonly specials: readonly Special[] }> {
  const sorted = path.join(request.folder, 'sorted')
  const isExcluded = createMatcher(request.rules, request.known, request.own)
  await listSorted(request, isExcluded, sorted, options)
  const leaders: Leaders = new Map()
  const specials: Special[] = []
  let inside: string | undefined
  for await (const record of readRecords(sorted)) {
    // What is inside an excluded entry is excluded with it, and counted once.
    if (inside !== undefined && record.startsWith(inside)) continue
    const isRuledOut = isExcluded(keyOfRaw(record)) !== undefined
    // A name that is left out never leads the others of its file.
    const listed = entryOfRaw(record, isRuledOut ? new Map<string, string>() : leaders)
    if (listed === 'device' || listed === 'socket') {
      if (!isRuledOut) specials.push({ path: pathOfKey(keyOfRaw(record)), kind: listed })
      continue
    }
    const entry = isRuledOut ? { key: listed.key, local: '', shared: leftOut } : listed
    inside = isLeftOut(entry) ? `${entry.key}\u0001` : undefined
    write(entry)
  }
  rmSync(sorted)
  return { specials }
}

async function listSorted(
  { frozen, folder }: ListingRequest,
  isExcluded: Matcher,
  sorted: string,
  options: RunOptions,
): Promise<void> {
  const names = path.join(folder, 'names')
  // Some ten thousand names in a cache are not to be sorted, and excluded one by one.
  const isPruned = (key: string): boolean => isExcluded(key) !== undefined
  await listNames({ frozen, isPruned, output: names, folder }, options)
  await sortRecords({ input: names, output: sorted, scratchFolder: folder }, options)
  rmSync(names)
}
