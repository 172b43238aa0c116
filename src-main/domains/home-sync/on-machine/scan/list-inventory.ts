/** Lists a whole frozen tree: through find, through sort, and past the rules. */
import { rmSync, lstatSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Exclusion } from '../../../../commons/home-exclusions/exclusion.ts'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { sortRecords } from '../../../../tools/files/sort.ts'
import { listTree } from '../../../../tools/find/find.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import {
  createMatcher,
  type LiteralExclusion,
  type Matcher,
  placedNames,
  treeOf,
  type RuleNode,
} from '../../exclusions/exclusion-matcher.ts'
import { waysTo } from '../../exclusions/own-decider.ts'
import { type OwnRules, patternOf } from '../../exclusions/person-rule.ts'
import { isLeftOut, leftOut, pathOfKey, type InventoryEntry, keyOfPath } from '../../inventory/inventory-entry.ts'
import type { Special } from '../../inventory/special.ts'
import { readRecords } from '../inventory/record-files.ts'
import { entryOfRaw, exchangeFile, keyOfRaw, type Leaders } from './raw-records.ts'

export interface ListingRequest {
  readonly root: string
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
  { root, rules, own, known, folder }: ListingRequest,
  isExcluded: Matcher,
  sorted: string,
  options: RunOptions,
): Promise<void> {
  const folders = known.map(({ path: one }) => `${root}/${one}`).filter(isFolder)
  const pruned = [...excludedFolders(root, { rules, own, isExcluded }), ...folders]
  const raw = path.join(folder, 'raw')
  const exchanged = path.join(folder, 'exchanged')
  await listTree({ root, pruned, output: raw }, options)
  await exchangeFile(raw, exchanged)
  rmSync(raw)
  await sortRecords({ input: exchanged, output: sorted, scratchFolder: folder }, options)
  rmSync(exchanged)
}

interface FolderRules {
  readonly rules: readonly Exclusion[]
  readonly own: OwnRules
  readonly isExcluded: Matcher
}

/**
 * Existing folders that a rule excludes, absolute, so that listing need not enter a cache of a hundred thousand files
 * to exclude them one by one. Folders that appear later, and those that a name anywhere means, are excluded by the matcher.
 */
function excludedFolders(root: BytePath, { rules, own, isExcluded }: FolderRules): readonly BytePath[] {
  const found = new Set<BytePath>()
  const isFound = (path: BytePath): boolean => {
    if (isExcluded(keyOfPath(path)) === undefined) return false
    found.add(`${root}/${path}`)
    return true
  }
  const visit = (folder: BytePath, node: RuleNode<true>): void => {
    const names = node.wildcards.length === 0 ? [] : namesIn(`${root}/${folder}`)
    const wild = node.wildcards.flatMap(({ matches, node: child }) =>
      names.filter((name) => matches.test(name)).map((name) => [name, child] as const),
    )
    for (const [name, child] of [...node.literals, ...wild]) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (!isFolder(`${root}/${path}`) || (child.rule === true && isFound(path))) continue
      visit(path, child)
    }
  }
  visit('', treeOf([...placedNames(rules), ...namesOfOwn(own)].map((names) => ({ names, rule: true as const }))))
  for (const way of waysTo(own.rules)) {
    const folder = `${own.home}/${pathOfKey(way)}`
    const names = isFolder(`${root}/${folder}`) ? namesIn(`${root}/${folder}`) : []
    for (const name of names) if (isFolder(`${root}/${folder}/${name}`)) isFound(`${folder}/${name}`)
  }
  return [...found]
}

function namesOfOwn({ home, rules }: OwnRules): readonly (readonly (readonly string[])[])[] {
  const around = home.split('/').map((name) => [name])
  const patterns = rules.filter(({ decision }) => decision === 'exclude').map(patternOf)
  return patterns.filter(({ isAnchored }) => isAnchored).map(({ names }) => [...around, ...names])
}

/** A link to a folder is not a folder. */
function isFolder(path: BytePath): boolean {
  try {
    return lstatSync(Buffer.from(path, 'latin1')).isDirectory()
  } catch {
    // It is gone or not accessible. The listing reports that if it matters.
    return false
  }
}

function namesIn(folder: BytePath): readonly BytePath[] {
  return readdirSync(Buffer.from(folder, 'latin1'), { encoding: 'buffer' }).map(bytePathFromBuffer)
}
