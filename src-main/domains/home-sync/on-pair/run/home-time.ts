/**
 * How long the parts of the step are thought to take, in milliseconds, until their own speed is known. As it was timed on the
 * practice laptops (test/fixtures/switches), which share two cores.
 */
import type { HomePlan } from '../plan/plan.ts'

const lookMs = 400
/** A cable between two laptops, and an SSD. */
const sentBytesPerMs = 60_000
const readBytesPerMs = 300_000

export interface HomeAmount {
  readonly items: number
  readonly bytes: number
  /** Files that are alike on both laptops and have to be read to be known as equal: where nothing is known yet. */
  readonly alike?: number
}

/** How many there are to read at the beginning of a first switch that brings so many items. */
export function alikeAtFirst({ base, totals }: Pick<HomePlan, 'base' | 'totals'>, items: number): number {
  return base === undefined ? Math.max(0, totals.files - items) : 0
}

export interface HomeTime {
  readonly look: number
  readonly fetch: number
  readonly prove: number
  readonly place: number
  readonly lookAgain: number
}

export function homeTime({ items, bytes, alike = 0 }: HomeAmount): HomeTime {
  return {
    look: Math.round(lookMs + items * 0.1 + alike * 0.2),
    fetch: Math.round(items * 0.4 + bytes / sentBytesPerMs),
    prove: Math.round(items * 0.2 + bytes / readBytesPerMs),
    place: Math.round(items * 0.4),
    lookAgain: Math.round(lookMs + items * 0.2),
  }
}

export function homeMs(amount: HomeAmount): number {
  const { look, fetch, prove, place, lookAgain } = homeTime(amount)
  return look + fetch + prove + place + lookAgain
}

export interface HomeProofTime {
  /** Both laptops are looked through again before anything is read. */
  readonly look: number
  readonly read: number
}

const sampleMs = 600

export function homeProofTime({ items, bytes }: Pick<HomeAmount, 'items' | 'bytes'>): HomeProofTime {
  return {
    look: Math.round(lookMs + items * 0.1),
    read: Math.round(sampleMs + items * 0.2 + bytes / readBytesPerMs),
  }
}

export function homeProofMs(amount: Pick<HomeAmount, 'items' | 'bytes'>): number {
  const { look, read } = homeProofTime(amount)
  return look + read
}
