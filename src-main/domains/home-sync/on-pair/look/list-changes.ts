/** Every line of a plan, some at a time: what is removed first, then what has another name, is replaced, or is new. */
import { effects, type ChangesCounts } from '../../../../contract/switch-calls.ts'
import type { Answers, Change } from '../../../../contract/preview.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { ChangesPage, ChangesRequest } from '../../../../switch/step.ts'
import { isAtOrBelow, pathOfKey, keyOfPath, typeOf } from '../../inventory/inventory-entry.ts'
import { bytesOf, type Difference, effectOf, type NameEffect, type SideChange } from '../compare/difference.ts'
import { renamedChange } from '../plan/preview.ts'
import type { FoundRenames } from '../plan/found-renames.ts'
import { shownPath } from '../plan/shown-path.ts'
import { type HomePlan, choiceSoFar, pathsBy } from '../plan/plan.ts'
import * as texts from '../texts.ts'
import type { PlanLines } from './plan-lines.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { folderChoiceSoFar } from '../plan/folder-decisions.ts'

type Asked = Pick<ChangesRequest, 'answers' | 'search' | 'effects'>

/** How often each effect occurs in each chunk, of what was asked for; that is all there is to keep for any page of it. */
interface ChangeIndex {
  readonly inChunks: Readonly<Record<NameEffect, readonly number[]>>
  readonly renames: readonly Change[]
  readonly counts: ChangesCounts
  readonly folders: ReadonlyMap<string, FolderSum>
}

interface FolderSum {
  readonly key: string
  readonly effect: NameEffect
  /** With itself. */
  items: number
  files: number
  bytes: number
}

/** Of folders that come or go, what is in them is summed up for so many. */
const foldersAtMost = 50_000
const indexesKept = 4

export interface ChangeLister {
  readonly list: (request: ChangesRequest) => Promise<ChangesPage>
}

export function createChangeLister(plan: HomePlan, lines: PlanLines): ChangeLister {
  const indexes = new Map<string, Promise<ChangeIndex>>()

  function indexOf(asked: Asked): Promise<ChangeIndex> {
    const name = JSON.stringify([asked.search, asked.effects, relevant(plan, asked.answers)])
    const known = indexes.get(name)
    if (known !== undefined) return known
    const index = makeIndex(plan, lines, asked)
    indexes.set(name, index)
    for (const old of [...indexes.keys()].slice(0, -indexesKept)) indexes.delete(old)
    return index
  }

  return {
    async list({ offset, limit, ...asked }) {
      const index = await indexOf(asked)
      const total = Object.values(index.inChunks).reduce((sum, counts) => sum + sumOf(counts), index.renames.length)
      const entries = await readPage({ ...listingOf(plan, lines, asked), index }, offset, limit)
      return { total, entries, counts: index.counts, isWhole: lines.isWhole }
    },
  }
}

/** Answers to questions of other steps make no difference here. */
function relevant({ decisions, folders }: HomePlan, answers: Answers): readonly (string | undefined)[] {
  return [...decisions, ...folders].map(({ id }) => answers[id])
}

async function makeIndex(plan: HomePlan, lines: PlanLines, asked: Asked): Promise<ChangeIndex> {
  const counts = { remove: 0, rename: lines.renamed.renames.length, update: 0, add: 0, bytes: 0 }
  const inChunks: Record<NameEffect, number[]> = { remove: [], update: [], add: [] }
  const folders = new Map<string, FolderSum>()
  const sum = createFolderSums(folders)
  const listing = listingOf(plan, lines, asked)
  for (let chunk = 0; chunk < lines.chunks; chunk += 1) {
    const matches = { remove: 0, update: 0, add: 0 }
    for (const line of await linesOf(listing, chunk)) {
      counts[line.effect] += 1
      if (line.effect !== 'remove') counts.bytes += line.bytes ?? 0
      sum(line)
      if (listing.isListed(line)) matches[line.effect] += 1
    }
    for (const effect of nameEffects) inChunks[effect].push(matches[effect])
  }
  return { inChunks, renames: renamesIn(lines, asked), counts, folders }
}

const nameEffects = ['remove', 'update', 'add'] as const satisfies readonly NameEffect[]

/** Found by either name. */
function renamesIn(lines: PlanLines, { search, effects: wanted }: Asked): readonly Change[] {
  if (!wanted.includes('rename')) return []
  const text = search.trim().toLowerCase()
  const isFound = (key: string): boolean => shownName(lines, key).toLowerCase().includes(text)
  return lines.renamed.renames
    .filter(({ from, to }) => isFound(from) || isFound(to))
    .map(({ from, to, ...rest }) => renamedChange({ path: shownOf(lines, to), was: shownOf(lines, from), ...rest }))
}

interface Line {
  readonly key: string
  readonly effect: NameEffect
  readonly type: string
  /** Absent where it is not known. */
  readonly bytes?: number
}

interface Listing {
  readonly lines: PlanLines
  readonly isTaken: (difference: Difference) => boolean
  /** Whether it is asked for. */
  readonly isListed: (line: Line) => boolean
}

function listingOf(plan: HomePlan, lines: PlanLines, { answers, search, effects: wanted }: Asked): Listing {
  const text = search.trim().toLowerCase()
  return {
    lines,
    isTaken: createIsTaken(plan, answers),
    isListed: ({ key, effect }) =>
      wanted.includes(effect) && (text === '' || shownName(lines, key).toLowerCase().includes(text)),
  }
}

async function linesOf({ lines, isTaken }: Listing, chunk: number): Promise<readonly Line[]> {
  return (await lines.read(chunk)).flatMap((difference) => {
    if (lines.isSame(difference.key) || !isTaken(difference)) return []
    const line = lineOf(difference)
    return line === undefined ? [] : (withoutRename(line, difference, lines.renamed) ?? [])
  })
}

/** What was written to under its new name is changed; all else of a rename is said by that. */
function withoutRename(line: Line, { key, to }: Difference, renamed: FoundRenames): Line | undefined {
  if (to !== undefined) return line
  if (line.effect === 'remove') return renamed.isGone(key) ? undefined : line
  const as = line.effect === 'add' ? renamed.cameAs(key) : undefined
  if (as === undefined) return line
  return as === 'changed' ? { ...line, effect: 'update' } : undefined
}

function lineOf(difference: Difference): Line | undefined {
  const effect = effectOf(difference)
  if (effect === undefined) return undefined
  const { key } = difference
  const side = sideOfEffect(difference)
  if (side === undefined) return { key, effect, type: 'f' }
  return { key, effect, type: typeOf(side), bytes: bytesOf(side) }
}

/** Adds each line to the folders around it that come or go together with it. */
function createFolderSums(folders: Map<string, FolderSum>): (line: Line) => void {
  const around: FolderSum[] = []
  return ({ key, effect, type, bytes }) => {
    while (around.length > 0 && !isAtOrBelow(key, around.at(-1)?.key ?? '')) around.pop()
    const alike = around.filter((folder) => folder.effect === effect)
    for (const folder of alike) folder.items += 1
    if (type !== 'd') {
      for (const folder of alike) {
        folder.files += 1
        folder.bytes += bytes ?? 0
      }
    } else if (effect !== 'update' && folders.size < foldersAtMost) {
      const folder = { key, effect, items: 1, files: 0, bytes: 0 }
      folders.set(key, folder)
      around.push(folder)
    }
  }
}

async function readPage(
  { index, ...listing }: Listing & { readonly index: ChangeIndex },
  offset: number,
  limit: number,
): Promise<Change[]> {
  const { isListed, lines } = listing
  const page: Change[] = []
  let before = 0
  for (const effect of effects) {
    if (effect === 'rename') {
      page.push(...index.renames.slice(Math.max(0, offset - before)).slice(0, limit - page.length))
      before += index.renames.length
      continue
    }
    for (const [chunk, count] of index.inChunks[effect].entries()) {
      const isWanted = count > 0 && before + count > offset && page.length < limit
      if (isWanted) {
        const found = (await linesOf(listing, chunk)).filter((line) => line.effect === effect && isListed(line))
        const start = Math.max(0, offset - before)
        const some = found.slice(start, start + limit - page.length)
        page.push(...some.map((line) => changeOf(lines, line, index.folders.get(line.key))))
      }
      before += count
    }
  }
  return page
}

function changeOf(lines: PlanLines, { key, effect, type, bytes }: Line, sum: FolderSum | undefined): Change {
  const common = { effect, name: shownName(lines, key) }
  const known = bytes === undefined ? {} : { bytes }
  if (type !== 'd') {
    return { ...common, kind: type === 'l' ? 'link' : 'file', detail: texts.effectText(effect), ...known }
  }
  if (sum === undefined) return { ...common, kind: 'folder', detail: texts.effectText(effect) }
  return {
    ...common,
    kind: 'folder',
    detail: texts.folderEffect(effect, sum.files),
    bytes: sum.bytes,
    items: sum.items,
  }
}

function shownName(lines: PlanLines, key: string): string {
  return textFromBytePath(shownOf(lines, key))
}

function shownOf({ personFolder }: PlanLines, key: string): BytePath {
  return shownPath(pathOfKey(key), personFolder)
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}

/** Where it comes from, or as it is where it goes. Undefined where only the other laptop told of it. */
function sideOfEffect({ from, to }: Difference): SideChange | undefined {
  return from ?? (to?.kind === 'changed' || to?.kind === 'touched' ? undefined : to)
}

/** Whether something is made like on the source; what is not decided yet is not. */
export function createIsTaken(plan: HomePlan, answers: Answers): (difference: Difference) => boolean {
  const decided = plan.decisions.map((decision) => {
    const isAnswered = answers[decision.id] !== undefined
    return pathsBy(decision, isAnswered ? choiceSoFar(decision, answers) : undefined)
  })
  const isKept = createCover(decided.flatMap(({ kept }) => kept))
  const isDecided = createCover(decided.flatMap(({ taken }) => taken))
  const openFolders = plan.folders.filter((decision) => folderChoiceSoFar(decision, answers) !== 'take')
  const isOpenFolder = new Set(openFolders.flatMap(({ paths }) => paths.map(keyOfPath)))
  return ({ key, from }) => !isKept(key) && !isOpenFolder.has(key) && (from !== undefined || isDecided(key))
}
