/** A folder that a question is about: what differs in it, by name, with what each laptop has. */
import type { DifferingEntry, Had } from '../../../../contract/switch-calls.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { FolderPage, PageOf } from '../../../../switch/step.ts'
import { fieldsOf, isAtOrBelow, keyOfPath, parentKey, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { type Difference, whoHas } from '../compare/difference.ts'
import type { HomeDecision, HomePlan } from '../plan/plan.ts'
import type { PlanLines } from './plan-lines.ts'

/** What is decided by one question, and by no other one. */
export function createIsAsked(plan: HomePlan, decision: HomeDecision): (key: string) => boolean {
  const isInside = createCover(decision.paths)
  const others = plan.decisions.filter(({ id }) => id !== decision.id).flatMap(({ paths }) => paths)
  const isElsewhere = createCover(others.filter((path) => isInside(keyOfPath(path))))
  return (key) => isInside(key) && !isElsewhere(key)
}

/** The key of the folder around all that is asked about; of the file itself where it is one alone. */
export function rootOf({ paths }: Pick<HomeDecision, 'paths'>): string {
  const [first = '', ...rest] = paths.map(keyOfPath)
  let root = rest.includes(first) || rest.length === 0 ? first : parentKey(first)
  while (root !== '' && !rest.every((key) => isAtOrBelow(key, root))) root = parentKey(root)
  return root
}

interface Browsing {
  readonly lines: PlanLines
  readonly isAsked: (key: string) => boolean
  readonly root: string
}

export async function browse(
  { lines, isAsked, root }: Browsing,
  path: BytePath | undefined,
  { offset, limit }: PageOf,
): Promise<FolderPage> {
  const asked = path === undefined ? root : keyOfPath(path)
  const { differences, isWhole } = await differencesBelow({ lines, isAsked }, asked)
  // A file by itself is listed in the folder around it.
  const isFolder = differences.some(({ key }) => key !== asked)
  const folder = isFolder ? asked : parentKey(asked)
  const children = new Map<string, Child>()
  for (const difference of differences) {
    const key = childOf(difference.key, folder)
    if (key === undefined) continue
    const child = children.get(key) ?? newChild(key)
    children.set(key, child)
    addTo(child, difference)
  }
  const entries = [...children.values()].map(entryOf).sort(byName)
  return { path: pathOfKey(folder), total: entries.length, entries: entries.slice(offset, offset + limit), isWhole }
}

interface Below {
  readonly differences: readonly Difference[]
  readonly isWhole: boolean
}

/** Also what turned out to be equal is left out. What is missing where there are too many comes last in the tree. */
async function differencesBelow(
  { lines, isAsked }: Pick<Browsing, 'lines' | 'isAsked'>,
  folder: string,
): Promise<Below> {
  const found: Difference[] = []
  let isPassed = false
  for (let chunk = lines.chunkOf(folder); chunk < lines.chunks; chunk += 1) {
    const differences = await lines.read(chunk)
    const below = differences.filter(({ key }) => isAtOrBelow(key, folder) || folder === '')
    found.push(...below.filter(({ key }) => isAsked(key) && !lines.isSame(key)))
    const last = differences.at(-1)?.key ?? ''
    isPassed = folder !== '' && last > folder && !isAtOrBelow(last, folder)
    if (isPassed) break
  }
  return { differences: found, isWhole: lines.isWhole || isPassed }
}

/** Of the folder, the one that holds the key, or is it. */
function childOf(key: string, folder: string): string | undefined {
  const start = folder === '' ? 0 : folder.length + 1
  if (key.length <= start) return undefined
  const end = key.indexOf('\u0001', start)
  return end === -1 ? key : key.slice(0, end)
}

interface Sum {
  files: number
  bytes: number
  /** Seconds since 1970. */
  newest: number
  isKnown: boolean
}

interface Child {
  readonly key: string
  isFolder: boolean
  type: DifferingEntry['type']
  readonly from: Sum
  readonly to: Sum
  onlyFrom: number
  onlyTo: number
  differ: number
  /** Of those that both have. */
  newerFrom: number
  newerTo: number
}

function newChild(key: string): Child {
  const sum = (): Sum => ({ files: 0, bytes: 0, newest: 0, isKnown: true })
  const counts = { onlyFrom: 0, onlyTo: 0, differ: 0, newerFrom: 0, newerTo: 0 }
  return { key, isFolder: false, type: 'file', from: sum(), to: sum(), ...counts }
}

function addTo(child: Child, difference: Difference): void {
  const { key } = difference
  if (key !== child.key) child.isFolder = true
  const has = whoHas(difference)
  const fields = fieldsOf((difference.from ?? difference.to)?.shared ?? '')
  if (key === child.key) child.type = typeOf(fields.type)
  if (fields.type === 'd') return
  const from = has.from ? addFile(child.from, sharedOf(difference, 'from')) : undefined
  const to = has.to ? addFile(child.to, sharedOf(difference, 'to')) : undefined
  if (has.from && has.to) child.differ += 1
  else if (has.from) child.onlyFrom += 1
  else if (has.to) child.onlyTo += 1
  if (from === undefined || to === undefined) return
  if (from > to) child.newerFrom += 1
  if (to > from) child.newerTo += 1
}

/** What a laptop has that told nothing of it: what the other one had before, unless that is other now. */
function sharedOf({ from, to }: Difference, side: 'from' | 'to'): string | undefined {
  const [own, other] = side === 'from' ? [from, to] : [to, from]
  if (own !== undefined) return own.shared
  return other?.kind === 'deleted' ? other.shared : undefined
}

/** When it was changed; undefined where that is not known. */
function addFile(sum: Sum, shared: string | undefined): number | undefined {
  sum.files += 1
  if (shared === undefined) {
    sum.isKnown = false
    return undefined
  }
  const { type, size, mtime } = fieldsOf(shared)
  const changed = Number(mtime)
  sum.bytes += type === 'f' ? size : 0
  sum.newest = Math.max(sum.newest, changed)
  return changed
}

function typeOf(type: string): DifferingEntry['type'] {
  if (type === 'd') return 'folder'
  if (type === 'l') return 'link'
  return type === 'f' ? 'file' : 'other'
}

function entryOf(child: Child): DifferingEntry {
  const { key, isFolder, type, from, to, onlyFrom, onlyTo, differ, newerFrom, newerTo } = child
  const path = pathOfKey(key)
  const newer = newerFrom === newerTo ? {} : { newer: newerFrom > newerTo ? ('from' as const) : ('to' as const) }
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    type: isFolder ? 'folder' : type,
    ...(from.files > 0 ? { from: hadOf(from) } : {}),
    ...(to.files > 0 ? { to: hadOf(to) } : {}),
    onlyFrom,
    onlyTo,
    differ,
    ...newer,
  }
}

function hadOf({ files, bytes, newest, isKnown }: Sum): Had {
  const moment = new Date(newest * 1000)
  const isDated = isKnown && newest > 0 && !Number.isNaN(moment.getTime())
  return { files, ...(isKnown ? { bytes } : {}), ...(isDated ? { changedAt: moment.toISOString() } : {}) }
}

/** Folders first, then by name. */
function byName(one: DifferingEntry, other: DifferingEntry): number {
  return (
    Number(other.type === 'folder') - Number(one.type === 'folder') ||
    (one.name < other.name ? -1 : Number(one.name > other.name))
  )
}
