/** Sorts the differences of two homes into what is copied without asking and what may need a decision. */
import { isAtOrBelow } from '../../inventory/inventory-entry.ts'
import type { Difference } from '../compare/difference.ts'
import { addTally, newTally, sizeOf, type Tally } from './tally.ts'
import { addKept, addTo, isAddedThere, isAlike, isOpen, newUnit, type Unit, type Vanished } from './unit.ts'
import type { UnitOf } from './units.ts'

/** What crosses without anybody being asked. */
export interface Taken {
  readonly tally: Tally
  readonly examples: Readonly<Record<Example['kind'], Example[]>>
  /** The topmost of what the laptop that is left deleted. */
  readonly vanished: Vanished[]
  /** What the laptop that is taken alone has, and keeps without a question. */
  readonly keptCommits: KeptCommits[]
}

export interface KeptCommits {
  readonly unit: string
  readonly keys: readonly string[]
  /** Whether the laptop that is left changed something in it. */
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
  readonly taken: Taken
}

const examplesShown = 300

export interface Sorting {
  readonly unitOf: UnitOf
  /** What comes from the laptop that is left whatever the other one did. */
  readonly alwaysTaken: (key: string) => boolean
  /** Nobody worked in it, so that the laptop that is taken keeps it unasked: commits, a version kept beside another one, a folder of sockets. */
  readonly wasKept: (key: string) => boolean
  /** Told of each difference that somebody may look at. */
  readonly record?: (difference: Difference) => void
}

/**
 * Differences come in tree order,
 * so the parts of a unit follow each other and one unit at a time is enough.
 */
export async function collectUnits(
  differences: AsyncIterable<Difference>,
  { unitOf, alwaysTaken, wasKept, record }: Sorting,
): Promise<Collected> {
  const collected: Collected = { units: [], taken: newTaken() }
  let unit: Unit | undefined
  for await (const difference of differences) {
    const { key } = difference
    const isKept = wasKept(key) && isAddedThere(difference)
    const decided = alwaysTaken(key) && !isKept ? withoutOther(difference) : difference
    if (decided === undefined) continue
    record?.(decided)
    if (unit === undefined || !isAtOrBelow(key, unit.key)) {
      if (unit !== undefined) put(collected, unit)
      const unitKey = unitOf(key)
      unit = newUnit(unitKey, alwaysTaken(unitKey))
    }
    if (isKept) addKept(unit, decided)
    else addTo(unit, decided)
  }
  if (unit !== undefined) put(collected, unit)
  return collected
}

function newTaken(): Taken {
  return { tally: newTally(), examples: { deleted: [], changed: [], added: [] }, vanished: [], keptCommits: [] }
}

function withoutOther(difference: Difference): Difference | undefined {
  const { key, from, to } = difference
  if (isAlike(difference)) return undefined
  if (from !== undefined) return { key, from }
  // The sender's version wins: what the receiver added is deleted, and what it deleted is copied again.
  if (to === undefined) return undefined
  return { key, from: { kind: to.kind === 'added' ? 'deleted' : 'changed', shared: to.shared } }
}

function put({ units, taken }: Collected, unit: Unit): void {
  if (isOpen(unit) || unit.doubts.length > 0) units.push(unit)
  else take(taken, unit)
}

/** The unit turns out to need no decision. */
export function take(taken: Taken, unit: Unit): void {
  const items = sizeOf(unit.from)
  const { keys } = unit.kept
  if (keys.length > 0) taken.keptCommits.push({ unit: unit.key, keys, isChanged: items > 0 })
  if (items === 0) return
  addTally(taken.tally, unit.from)
  taken.vanished.push(...unit.vanished)
  const { added, deleted, bytes } = unit.from
  const kind = deleted === items ? 'deleted' : added === items ? 'added' : 'changed'
  const examples = taken.examples[kind]
  if (examples.length >= examplesShown) return
  const gone = unit.vanished.reduce((sum, one) => sum + one.bytes, 0)
  examples.push({ key: unit.key, kind, count: items, bytes: kind === 'deleted' ? gone : bytes })
}

/** Of these folders, who may use them or what is attached to them comes. */
export function takeFolders({ tally, examples }: Taken, keys: readonly string[]): void {
  tally.changed += keys.length
  const room = Math.max(0, examplesShown - examples.changed.length)
  const shown = keys.slice(0, room)
  examples.changed.push(...shown.map((key): Example => ({ key, kind: 'changed', count: 1, bytes: 0, isFolder: true })))
}

/** What would go is named before anything else. */
export function firstExamples({ examples }: Pick<Taken, 'examples'>): readonly Example[] {
  return [...examples.deleted, ...examples.changed, ...examples.added].slice(0, examplesShown)
}
