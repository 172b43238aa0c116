/**
 * Files that the other laptop gave another name, made here of the own ones: copies that share their blocks, with all that is
 * attached to them. Nothing is read. That it is the same rests on both laptops' lists of what they had when they were last equal,
 * and on nothing in either file having moved its change time since.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { readAccounts } from '../../../tools/accounts/accounts.ts'
import { copyTrees, copyTreesBytes } from '../../../tools/files/cp.ts'
import { lookInside } from '../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { factsOfIdentity, isSameExceptLinksAndFolderTime, keyOfPath } from '../inventory/inventory-entry.ts'
import type { FetchedIdentity } from './memory/fetched-files.ts'
import { factsOf, secondsOf } from './check/entry-facts.ts'
import { makeFolders, placeIn } from './incoming.ts'
import { isListDamage } from './inventory/damage.ts'
import { openInventory } from './inventory/outline-file.ts'
import { entriesAt } from './inventory/patch-inventory.ts'

export interface RenamedHere extends FetchedIdentity {
  /** Under which it is here. */
  readonly from: BytePath
}

export interface TakingRenamed {
  /** The frozen home that they are taken from. */
  readonly root: string
  /** What this laptop had when both were last equal. */
  readonly base: string
  readonly incoming: string
  readonly files: readonly RenamedHere[]
}

/** In order. False where it is not certain to be the same, or cannot be made: it is sent then, as any file. */
export async function takeRenamed(
  { root, base, incoming, files }: TakingRenamed,
  options: RunOptions,
): Promise<boolean[]> {
  const same = await areAsBefore({ root, base, files })
  const taken = new Set<BytePath>()
  for (const some of lotsOf(files.filter((_file, index) => same[index] === true))) {
    for (const one of await takeSome({ root, incoming, files: some }, options)) taken.add(one)
  }
  return files.map((file) => taken.has(file.path))
}

/** Also that it tells the same of itself as the other laptop does of its own. */
async function areAsBefore({ root, base, files }: Omit<TakingRenamed, 'incoming'>): Promise<boolean[]> {
  const before = await readBefore(
    base,
    files.map(({ from }) => keyOfPath(from)),
  )
  const accounts = readAccounts()
  const inside = lookInside(root)
  try {
    return files.map(({ from, identity }) => {
      const entry = before.get(keyOfPath(from))
      const stat = inside.stat(from)
      if (entry === undefined || stat?.isFile() !== true || stat.nlink !== 1n) return false
      const facts = factsOf(root, from, stat, accounts)
      const isAsBefore = entry.local === `${secondsOf(stat.ctimeNs)} ${stat.ino}` && entry.shared === facts
      return isAsBefore && isSameExceptLinksAndFolderTime(facts, factsOfIdentity(identity))
    })
  } finally {
    inside.close()
  }
}

async function readBefore(base: string, keys: readonly string[]) {
  try {
    const entries = await entriesAt(
      openInventory(base),
      keys.map((key) => ({ key, isWhole: false })),
    )
    return new Map(entries.map((entry) => [entry.key, entry]))
  } catch (thrown) {
    if (isListDamage(thrown) || isErrno(thrown, 'ENOENT')) return new Map<string, never>()
    throw thrown
  }
}

function* lotsOf(files: readonly RenamedHere[]): Generator<readonly RenamedHere[]> {
  let some: RenamedHere[] = []
  let bytes = 0
  for (const file of files) {
    if (bytes + file.from.length >= copyTreesBytes) {
      yield some
      some = []
      bytes = 0
    }
    some.push(file)
    bytes += file.from.length + 1
  }
  if (some.length > 0) yield some
}

/** cp gives a copy the name of its original: it is made beside, and then gets its own. */
async function takeSome(
  { root, incoming, files }: Omit<TakingRenamed, 'base'>,
  options: RunOptions,
): Promise<readonly BytePath[]> {
  const beside = path.join(incoming, `.pc-switcher-renamed-${randomUUID()}`)
  mkdirSync(beside, { mode: 0o700 })
  try {
    await copyTrees({ root, paths: files.map(({ from }) => from), into: beside }, options)
    return files.flatMap(({ from, path: to }) => (moveTo(placeIn(beside, from), incoming, to) ? [to] : []))
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
}

/** False where a folder stands there. */
function moveTo(from: Buffer, into: string, to: BytePath): boolean {
  makeFolders(into, to)
  try {
    renameSync(from, placeIn(into, to))
    return true
  } catch (thrown) {
    if (isErrno(thrown, 'EISDIR')) return false
    throw thrown
  }
}
