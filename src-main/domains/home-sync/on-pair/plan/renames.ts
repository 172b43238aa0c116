/**
 * What the source has under another name than when both were equal: told as a rename, not as so much that goes and as much that
 * comes. Which files these are the source's list tells, by their inodes; folders are found from them. Pure.
 */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Move } from '../compare/read-entries.ts'
import {
  isAtOrBelow,
  isBelowAny,
  isSameExceptLinksAndFolderTime,
  keyOfPath,
  parentKey,
} from '../../inventory/inventory-entry.ts'
import { bytesOf, type Difference } from '../compare/difference.ts'
import type { HomePlan } from './plan.ts'
import type { Topmost } from './unit.ts'

/** A file, or a folder with what is in it under the same names. */
export interface Rename {
  /** Keys. */
  readonly from: string
  readonly to: string
  readonly isFolder: boolean
  /** That came under the new name, with itself. */
  items: number
  bytes: number
  /** That went under the old one. */
  readonly gone: { items: number; bytes: number }
}

export interface FoundRenames {
  /** In the order of their new names; nothing that came along with a folder. */
  readonly renames: readonly Rename[]
  /** What of a comparison is said by them. `changed`: among `added`, with other contents than under the old name. */
  readonly tally: Readonly<Record<'added' | 'changed' | 'deleted' | 'bytes', number>>
  /** Whether it went with a rename. */
  readonly isGone: (key: string) => boolean
  /** How it came with a rename; undefined where it did not. */
  readonly cameAs: (key: string) => 'same' | 'changed' | undefined
}

export interface Renames {
  note(difference: Difference): void
  /** Of what came, so much takes no room on the other laptop and does not cross: its own files are used. `isAsked`: not this. */
  bytesOfNew(isAsked: (key: string) => boolean): number
  find(isAsked: (key: string) => boolean): FoundRenames
}

/** `alone`: files that were renamed by themselves: they may have been written to, and cross. */
export function createRenames(moved: readonly Move[], alone: readonly Move[]): Renames {
  const pairs = [...moved, ...alone].map(({ from, to }) => ({ from: keyOfPath(from), to: keyOfPath(to) }))
  const isMoved = new Set(moved.map(({ to }) => keyOfPath(to)))
  const folders = foldersOf(pairs.slice(0, moved.length))
  const sides = { gone: newSide(pairs, folders, 'from'), come: newSide(pairs, folders, 'to') }
  return {
    note({ key, from, to }) {
      if (from === undefined || to !== undefined) return
      if (from.kind === 'deleted') noteIn(sides.gone, key, from)
      if (from.kind === 'added') noteIn(sides.come, key, from)
    },
    bytesOfNew: (isAsked) =>
      [...sides.come.files].reduce((sum, [key, bytes]) => (isAsked(key) || !isMoved.has(key) ? sum : sum + bytes), 0),
    find: (isAsked) => findIn({ pairs, folders, ...sides, isAsked }),
  }
}

interface Pair {
  readonly from: string
  readonly to: string
}

/** What went, or what came, of that what can be part of a rename. */
interface Side {
  readonly isFile: ReadonlySet<string>
  readonly isFolder: ReadonlySet<string>
  /** With their bytes. */
  readonly files: Map<string, number>
  readonly folders: Set<string>
  /** In such folders, and nothing that is known to be renamed: what was changed since, links, empty folders. */
  readonly rest: Map<string, NonNullable<Difference['from']>>
}

function newSide(pairs: readonly Pair[], folders: ReadonlyMap<string, string>, side: keyof Pair): Side {
  return {
    isFile: new Set(pairs.map((pair) => pair[side])),
    isFolder: new Set(side === 'from' ? folders.keys() : folders.values()),
    files: new Map(),
    folders: new Set(),
    rest: new Map(),
  }
}

function noteIn(side: Side, key: string, change: NonNullable<Difference['from']>): void {
  if (side.isFile.has(key)) side.files.set(key, bytesOf(change))
  else if (side.isFolder.has(key)) side.folders.add(key)
  else if (isBelowAny(key, side.isFolder)) side.rest.set(key, change)
}

/** From the outermost. */
function aroundOf(key: string): readonly string[] {
  const around: string[] = []
  for (let at = key.indexOf('\u0001'); at !== -1; at = key.indexOf('\u0001', at + 1)) around.push(key.slice(0, at))
  return around
}

const nameOf = (key: string): string => key.slice(key.lastIndexOf('\u0001') + 1)

/** What each folder is called now: where most of its files are. None is two folders' new name. */
function foldersOf(pairs: readonly Pair[]): ReadonlyMap<string, string> {
  const votes = new Map<string, Pair & { count: number }>()
  for (const pair of pairs) {
    let { from, to } = pair
    while (nameOf(from) === nameOf(to)) {
      from = parentKey(from)
      to = parentKey(to)
      if (from === to || from === '' || to === '') break
      const name = `${from}\0${to}`
      const known = votes.get(name)
      if (known === undefined) votes.set(name, { from, to, count: 1 })
      else known.count += 1
    }
  }
  const folders = new Map<string, string>()
  const taken = new Set<string>()
  for (const { from, to } of [...votes.values()].sort((one, other) => other.count - one.count)) {
    if (folders.has(from) || taken.has(to)) continue
    folders.set(from, to)
    taken.add(to)
  }
  return folders
}

interface Finding {
  readonly pairs: readonly Pair[]
  readonly folders: ReadonlyMap<string, string>
  readonly gone: Side
  readonly come: Side
  readonly isAsked: (key: string) => boolean
}

function findIn({ pairs, folders, gone, come, isAsked }: Finding): FoundRenames {
  const isOpen = ({ from, to }: Pair): boolean => isAsked(from) || isAsked(to)
  const whole = new Map(
    [...folders].filter(
      ([from, to]) => gone.folders.has(from) && come.folders.has(to) && !isOpen({ from, to }) && !isAtOrBelow(to, from),
    ),
  )
  const renames = new Map<string, Rename>()
  const went = new Set<string>()
  const came = new Set<string>()
  const changed = new Set<string>()
  const tally = { added: 0, changed: 0, deleted: 0, bytes: 0 }

  function add({ from, to }: Pair, bytes: { readonly went: number; readonly came: number }, isChanged = false): void {
    const top = topOf({ from, to }, whole)
    const rename = renames.get(top.from) ?? newRename(top, whole)
    renames.set(top.from, rename)
    rename.items += 1
    rename.bytes += bytes.came
    rename.gone.items += 1
    rename.gone.bytes += bytes.went
    went.add(from)
    came.add(to)
    tally.added += 1
    tally.deleted += 1
    if (!isChanged) tally.bytes += bytes.came
    else {
      changed.add(to)
      tally.changed += 1
    }
  }

  for (const [from, to] of whole) add({ from, to }, { went: 0, came: 0 })
  for (const pair of pairs) {
    const [before, now] = [gone.files.get(pair.from), come.files.get(pair.to)]
    if (before !== undefined && now !== undefined && !isOpen(pair)) add(pair, { went: before, came: now })
  }
  for (const [from, before] of gone.rest) {
    const to = nameNow(from, whole)
    const now = to === undefined ? undefined : come.rest.get(to)
    if (to === undefined || now === undefined || isOpen({ from, to })) continue
    if (before.shared[0] !== now.shared[0]) continue
    const isChanged = !isSameExceptLinksAndFolderTime(before.shared, now.shared)
    add({ from, to }, { went: bytesOf(before), came: bytesOf(now) }, isChanged)
  }
  const isGone = partOf(gone, went, new Set(whole.keys()))
  const isCome = partOf(come, came, new Set(whole.values()))
  return {
    renames: [...renames.values()].sort((one, other) => (one.to < other.to ? -1 : 1)),
    tally,
    isGone,
    cameAs: (key) => (changed.has(key) ? 'changed' : isCome(key) ? 'same' : undefined),
  }
}

/** Whether something is one of `keys`: kept small where most of them lie in such folders. */
function partOf(
  { files, folders, rest }: Side,
  keys: ReadonlySet<string>,
  whole: ReadonlySet<string>,
): (key: string) => boolean {
  const isInside = (key: string): boolean => whole.has(key) || isBelowAny(key, whole)
  const outside = new Set([...keys].filter((key) => !isInside(key)))
  const others = [files.keys(), folders, rest.keys()].flatMap((some) =>
    [...some].filter((key) => isInside(key) && !keys.has(key)),
  )
  const isOther = new Set(others)
  return (key) => outside.has(key) || (isInside(key) && !isOther.has(key))
}

function newRename({ from, to }: Pair, whole: ReadonlyMap<string, string>): Rename {
  return { from, to, isFolder: whole.get(from) === to, items: 0, bytes: 0, gone: { items: 0, bytes: 0 } }
}

/** The outermost folder with which it was renamed, or itself. */
function topOf(pair: Pair, whole: ReadonlyMap<string, string>): Pair {
  let [top, { from, to }] = [pair, pair]
  while (nameOf(from) === nameOf(to)) {
    from = parentKey(from)
    to = parentKey(to)
    if (whole.get(from) !== to) break
    top = { from, to }
  }
  return top
}

/** What something in a renamed folder is called then. */
function nameNow(key: string, whole: ReadonlyMap<string, string>): string | undefined {
  const folder = aroundOf(key).findLast((around) => whole.has(around))
  return folder === undefined ? undefined : `${whole.get(folder) ?? ''}${key.slice(folder.length)}`
}

const namedAtMost = 300

/** For the plan, with the first of their names. Nothing where nothing was renamed. */
export function toldRenames(
  { renames, tally }: FoundRenames,
  shown: (key: string) => BytePath,
): Pick<HomePlan['taken'], 'renamed'> {
  if (renames.length === 0) return {}
  const examples = renames.slice(0, namedAtMost).map(({ from, to, items, bytes, isFolder }) => ({
    path: shown(to),
    was: shown(from),
    items,
    bytes,
    ...(isFolder ? { isFolder } : {}),
  }))
  return { renamed: { count: renames.length, ...tally, examples } }
}

/** Without what was renamed: of each of `vanished` what really went. */
export function withoutRenamed(vanished: readonly Topmost[], renames: readonly Rename[]): readonly Topmost[] {
  const rest = new Map(vanished.map((one) => [one.key, { ...one }]))
  for (const { from, gone } of renames) {
    for (const key of [...aroundOf(from), from]) {
      const one = rest.get(key)
      if (one === undefined) continue
      one.items -= gone.items
      one.bytes -= gone.bytes
    }
  }
  return [...rest.values()].filter(({ items }) => items > 0)
}
