/**
 * What the source has under another name than when both were equal: told as a rename, not as so much that goes and as much that
 * comes. Which files these are the source's list tells, by their inodes; folders are found from them. Pure.
 */
import type { Move } from '../compare/read-entries.ts'
import { isBelowAny, isSameExceptLinksAndFolderTime, keyOfPath, parentKey } from '../../inventory/inventory-entry.ts'
import { bytesOf, type Difference } from '../compare/difference.ts'
import { outline, partOf, tellFound, type FoundRenames, type Rename } from './found-renames.ts'
import { eachInTurns } from './in-turns.ts'
import type { WentUnderNames } from './really-gone.ts'
import {
  aroundOf,
  folderAround,
  foldersAround,
  nameNow,
  renamedFolders,
  type NotedName,
  type NamePair,
} from './renamed-folders.ts'

export interface Renames {
  /** Whether it may turn out to be renamed, or a folder around what was. */
  mayHave(key: string): boolean
  /** In tree order. */
  note(difference: Difference): void
  /** Of what came, so much takes no room on the other laptop and does not cross: its own files are used. `isAsked`: not this. */
  bytesOfNew(isAsked: (key: string) => boolean): Promise<number>
  find(isAsked: (key: string) => boolean): Promise<{ readonly told: FoundRenames; readonly went: WentUnderNames }>
}

/** `alone`: files that were renamed by themselves: they may have been written to, and cross. */
export async function createRenames(moved: readonly Move[], alone: readonly Move[]): Promise<Renames> {
  const pairs = { moved: await inKeys(moved), alone: await inKeys(alone) }
  const folders = await foldersAround(pairs.moved)
  const gone = await newSide(pairs, 'from', [])
  const come = await newSide(pairs, 'to', folders)
  return {
    mayHave: (key) => [gone, come].some(({ isFile, isFolder }) => isFile.has(key) || isFolder.has(key)),
    note({ key, from, to }) {
      if (from === undefined || to !== undefined) return
      if (from.kind === 'deleted') noteIn(gone, key, from)
      if (from.kind === 'added') noteIn(come, key, from)
    },
    async bytesOfNew(isAsked) {
      let sum = 0
      await eachInTurns(pairs.moved, ({ to }) => {
        if (!isAsked(to)) sum += come.noted.get(to)?.bytes ?? 0
      })
      return sum
    },
    find: (isAsked) => findIn({ ...pairs, gone: gone.noted, come: come.noted, isAsked }),
  }
}

async function inKeys(moves: readonly Move[]): Promise<readonly NamePair[]> {
  const pairs: NamePair[] = []
  await eachInTurns(moves, ({ from, to }) => pairs.push({ from: keyOfPath(from), to: keyOfPath(to) }))
  return pairs
}

/** What went, or what came, of that what can be part of a rename. */
interface Side {
  readonly isFile: ReadonlySet<string>
  /** With all that is in them, where they went or came themselves. */
  readonly isFolder: ReadonlySet<string>
  readonly noted: Map<string, NotedName>
}

type Pairs = Readonly<Record<'moved' | 'alone', readonly NamePair[]>>

/** What goes around a renamed file is noted, too: with it, what really went is known by name. */
async function newSide({ moved, alone }: Pairs, side: keyof NamePair, folders: readonly NamePair[]): Promise<Side> {
  const isFile = new Set<string>()
  const isFolder = new Set(folders.map((one) => one[side]))
  let last = ''
  for (const pairs of [moved, alone])
    await eachInTurns(pairs, (pair) => {
      const key = pair[side]
      isFile.add(key)
      if (side === 'to' || parentKey(key) === last) return
      last = parentKey(key)
      for (const folder of aroundOf(key)) isFolder.add(folder)
    })
  return { isFile, isFolder, noted: new Map() }
}

function noteIn({ isFile, isFolder, noted }: Side, key: string, change: NonNullable<Difference['from']>): void {
  const bytes = bytesOf(change)
  if (isFile.has(key)) noted.set(apart(key), { bytes })
  else if (isFolder.has(key) || isBelowAny(key, noted)) noted.set(apart(key), { bytes, shared: apart(change.shared) })
}

/** A text of its own: one that was cut out of a page of a list keeps all of the page. */
const apart = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

interface Finding extends Pairs {
  readonly gone: ReadonlyMap<string, NotedName>
  readonly come: ReadonlyMap<string, NotedName>
  readonly isAsked: (key: string) => boolean
}

async function findIn({ moved, alone, gone, come, isAsked }: Finding): ReturnType<Renames['find']> {
  const isOpen = ({ from, to }: NamePair): boolean => isAsked(from) || isAsked(to)
  const there: NamePair[] = []
  // Of what is noted, what is no part of a rename.
  const left = { gone: new Set<string>(), come: new Set<string>() }
  const tally = { added: 0, changed: 0, deleted: 0, bytes: 0 }
  for (const pairs of [moved, alone])
    await eachInTurns(pairs, (pair) => {
      const [before, now] = [gone.get(pair.from), come.get(pair.to)]
      if (before !== undefined && now !== undefined && !isOpen(pair)) {
        there.push(pair)
        // All others cross.
        if (pairs === moved) tally.bytes += now.bytes
        return
      }
      if (before !== undefined) left.gone.add(pair.from)
      if (now !== undefined) left.come.add(pair.to)
    })
  const whole = await renamedFolders({ pairs: there, gone, come, isAsked })
  const renames = createTops(whole)
  const add = (pair: NamePair): void => {
    const rename = renames.of(pair)
    rename.items += 1
    rename.bytes += come.get(pair.to)?.bytes ?? 0
    tally.added += 1
    tally.deleted += 1
  }
  await eachInTurns(there, add)
  const [cameAlong, changed] = [new Set<string>(), { gone: new Set<string>(), come: new Set<string>() }]
  await eachInTurns(gone, ([from, { shared: before }]) => {
    if (before === undefined) return
    const to = nameNow(from, whole)
    const now = to === undefined ? undefined : come.get(to)?.shared
    const isOther = to === undefined || now === undefined || now.charAt(0) !== before.charAt(0)
    if (isOther || cameAlong.has(to) || isOpen({ from, to })) {
      left.gone.add(from)
      return
    }
    add({ from, to })
    cameAlong.add(to)
    if (isSame(before, now)) return
    tally.changed += 1
    changed.gone.add(from)
    changed.come.add(to)
  })
  await eachInTurns(come, ([to, { shared }]) => {
    if (shared !== undefined && !cameAlong.has(to)) left.come.add(to)
  })
  return {
    told: tellFound({
      renames: renames.all(),
      tally,
      isGone: partOf(await outline(gone, left.gone, new Set(whole.keys()))),
      isCome: partOf(await outline(come, left.come, new Set(whole.values()))),
      changed: changed.come,
    }),
    went: { noted: gone, isSame: (key) => gone.has(key) && !left.gone.has(key) && !changed.gone.has(key) },
  }
}

/** Who may use a folder comes with it. */
function isSame(before: string, now: string): boolean {
  return before.startsWith('d ') || isSameExceptLinksAndFolderTime(before, now)
}

/** The rename that each belongs to. */
function createTops(whole: ReadonlyMap<string, string>) {
  const renames = new Map<string, Rename>()
  const isWhole = ({ from, to }: NamePair): boolean => whole.get(from) === to
  let last: { readonly around: NamePair; readonly outermost: NamePair | undefined } | undefined
  const outermost = (around: NamePair): NamePair | undefined => {
    if (last?.around.from === around.from && last.around.to === around.to) return last.outermost
    let found: NamePair | undefined
    for (let at: NamePair | undefined = around; at !== undefined; at = folderAround(at)) if (isWhole(at)) found = at
    last = { around, outermost: found }
    return found
  }
  return {
    /** That of the outermost folder with which it was renamed, or its own. */
    of(pair: NamePair): Rename {
      const around = folderAround(pair)
      const top = (around === undefined ? undefined : outermost(around)) ?? pair
      const one = renames.get(top.from) ?? { ...top, isFolder: isWhole(top), items: 0, bytes: 0 }
      renames.set(top.from, one)
      return one
    },
    all: (): readonly Rename[] => [...renames.values()].sort((one, other) => (one.to < other.to ? -1 : 1)),
  }
}
