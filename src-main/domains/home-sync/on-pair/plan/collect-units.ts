/** Sorts the differences of two homes into what is copied without asking and what may need a decision. */
import { isAtOrBelow } from '../../inventory/inventory-entry.ts'
import type { Difference } from '../compare/difference.ts'
import { addTally, newTally, sizeOf, type Tally } from './tally.ts'
import { addKept, addTo, isAddedThere, isAlike, isOpen, newUnit, type Topmost, type Unit } from './unit.ts'
import type { KeyedSet } from '../../file-sets/file-set.ts'
import type { Units } from './units.ts'

/** What crosses without anybody being asked. */
export interface TakenUnasked {
  readonly tally: Tally
  readonly examples: Examples
  /** The same of what may be told as renamed instead. */
  readonly perhapsRenamed: Examples
  /** The topmost of what the source deleted. */
  readonly vanished: Topmost[]
  /** What the target alone has, and keeps without a question. */
  readonly keptCommits: KeptCommits[]
}

type Examples = Readonly<Record<Example['kind'], Example[]>>

export interface KeptCommits {
  readonly unit: string
  readonly keys: readonly string[]
  /** Whether the source changed something in it. */
  readonly isChanged: boolean
}

export interface Example {
  readonly key: string
  readonly kind: 'deleted' | 'changed' | 'added'
  readonly count: number
  readonly bytes: number
  /** By itself, and nothing of what is in it. */
  readonly isFolder?: true
}

export interface Collected {
  readonly units: Unit[]
  /** Of the source alone, and perhaps of one thing with what the target changed. */
  readonly held: Unit[]
  readonly taken: TakenUnasked
}

const examplesShown = 300

export interface Sorting {
  readonly of: Pick<Units, 'keyOf' | 'spreadOf'>
  /** What comes from the source whatever the target did. */
  readonly alwaysTaken: (key: string) => boolean
  /** Nobody worked in it, so that the target keeps it unasked: commits, a version kept beside another one, a folder of sockets. */
  readonly wasKept: (key: string) => boolean
  /** Whether the target changed something that may be of one thing with a file of this key. */
  readonly mayHaveKin?: (key: string) => boolean
  readonly mayBeRenamed?: (key: string) => boolean
  /** Told of each difference that somebody may look at. */
  readonly record?: (difference: Difference) => void
}

/**
 * Differences come in tree order, so that the parts of a folder follow each other, and one of these at a time is enough. Sets
 * whose files lie apart stay open until the end.
 */
export async function collectUnits(
  differences: AsyncIterable<Difference>,
  { of, alwaysTaken, wasKept, record, mayHaveKin = () => false, mayBeRenamed = () => false }: Sorting,
): Promise<Collected> {
  const collected: Collected = { units: [], held: [], taken: newTaken() }
  const put = (one: Unit): void => {
    if (isOpen(one) || one.doubts.length > 0) collected.units.push(one)
    else if (one.isFile && mayHaveKin(one.key)) collected.held.push(one)
    else take(collected.taken, one, mayBeRenamed(one.key))
  }
  const spread = new Map<string, Unit>()
  let unit: Unit | undefined
  const unitFor = (key: string): Unit => {
    const around = unit !== undefined && isAtOrBelow(key, unit.key) ? unit : undefined
    const set = of.spreadOf(key)
    if (set !== undefined && !isWithin(set, around)) return openSpread(spread, set, alwaysTaken)
    if (around !== undefined) return around
    if (unit !== undefined) put(unit)
    const unitKey = of.keyOf(key)
    return (unit = newUnit(unitKey, alwaysTaken(unitKey)))
  }
  for await (const difference of differences) {
    const { key } = difference
    const isKept = wasKept(key) && isAddedThere(difference)
    const decided = alwaysTaken(key) && !isKept ? withoutOther(difference) : difference
    if (decided === undefined) continue
    record?.(decided)
    if (isKept) addKept(unitFor(key), decided)
    else addTo(unitFor(key), decided)
  }
  if (unit !== undefined) put(unit)
  for (const each of spread.values()) put(each)
  collected.units.sort((one, other) => (one.key < other.key ? -1 : 1))
  return collected
}

function isWithin({ keys }: KeyedSet, unit: Unit | undefined): boolean {
  return unit !== undefined && keys.every((key) => isAtOrBelow(key, unit.key))
}

function openSpread(spread: Map<string, Unit>, { keys }: KeyedSet, alwaysTaken: Sorting['alwaysTaken']): Unit {
  const [first] = keys
  const known = spread.get(first)
  if (known !== undefined) return known
  const unit = newUnit(first, alwaysTaken(first), keys)
  spread.set(first, unit)
  return unit
}

function newTaken(): TakenUnasked {
  const newExamples = (): Examples => ({ deleted: [], changed: [], added: [] })
  return {
    tally: newTally(),
    examples: newExamples(),
    perhapsRenamed: newExamples(),
    vanished: [],
    keptCommits: [],
  }
}

function withoutOther(difference: Difference): Difference | undefined {
  const { key, from, to } = difference
  if (isAlike(difference)) return undefined
  if (from !== undefined) return { key, from }
  // The sender's version wins: what the receiver added is deleted, and what it deleted is copied again.
  if (to === undefined) return undefined
  return { key, from: { kind: to.kind === 'added' ? 'deleted' : 'changed', shared: to.shared } }
}

/** The unit turns out to need no decision. */
export function take(taken: TakenUnasked, unit: Unit, mayBeRenamed = false): void {
  const items = sizeOf(unit.from)
  const keys = unit.kept.topmost.map(({ key }) => key)
  if (keys.length > 0) taken.keptCommits.push({ unit: unit.key, keys, isChanged: items > 0 })
  if (items === 0) return
  addTally(taken.tally, unit.from)
  taken.vanished.push(...unit.vanished)
  const { added, deleted, bytes } = unit.from
  const kind = deleted === items ? 'deleted' : added === items ? 'added' : 'changed'
  const examples = (mayBeRenamed ? taken.perhapsRenamed : taken.examples)[kind]
  if (examples.length >= examplesShown) return
  const gone = unit.vanished.reduce((sum, one) => sum + one.bytes, 0)
  examples.push({ key: unit.key, kind, count: items, bytes: kind === 'deleted' ? gone : bytes })
}

/** Of these folders, who may use them or what is attached to them comes. */
export function takeFolders({ tally, examples }: TakenUnasked, keys: readonly string[]): void {
  tally.changed += keys.length
  const room = Math.max(0, examplesShown - examples.changed.length)
  const shown = keys.slice(0, room)
  examples.changed.push(...shown.map((key): Example => ({ key, kind: 'changed', count: 1, bytes: 0, isFolder: true })))
}

/** What would go is named before anything else. */
export function firstExamples(
  { examples, perhapsRenamed }: Pick<TakenUnasked, 'examples' | 'perhapsRenamed'>,
  isTold: (key: string) => boolean = () => true,
): readonly Example[] {
  const named = (kind: Example['kind']) => [...examples[kind], ...perhapsRenamed[kind]].filter(({ key }) => isTold(key))
  return [...named('deleted'), ...named('changed'), ...named('added')].slice(0, examplesShown)
}
