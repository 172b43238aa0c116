/**
 * How much of the random and every-instant suites runs: all of it in `npm run test:long`, with another seed in each run,
 * and a part that is always the same in `npm test`. PC_SWITCHER_TEST_SEED repeats a run, or makes a short one another.
 */
import { createRandom, type Random } from './random.ts'

const usualSeed = 7

export const isLong = process.env['PC_SWITCHER_TEST_LONG'] === '1'

/** The seed of this run. A file of the long form that is run by itself picks and prints one of its own. */
export const seed = readSeed()

function readSeed(): number {
  const given = process.env['PC_SWITCHER_TEST_SEED']
  if (given === undefined && !isLong) return usualSeed
  const chosen = given === undefined ? Math.floor(Math.random() * 1_000_000) : Number(given)
  if (!Number.isInteger(chosen)) throw new Error(`PC_SWITCHER_TEST_SEED is no whole number: ${String(given)}`)
  if (given === undefined) console.log(`PC_SWITCHER_TEST_SEED=${chosen} repeats this run`)
  return chosen
}

/** Chance of a suite's own, so that one suite more does not change what the others do. */
export function randomFor(suite: string): Random {
  return createRandom(
    Array.from(suite).reduce((sum, letter) => Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0), seed),
  )
}

/** How far apart the instants are that a suite tries, and where it begins: everyone in the long form. */
export interface Instants {
  readonly first: number
  readonly step: number
}

export function instantsFor(suite: string, shortStep: number): Instants {
  return isLong ? { first: 0, step: 1 } : { first: randomFor(suite).below(shortStep), step: shortStep }
}

/** All of them in the long form, otherwise `count` that chance picks, in their order. */
export function pickFor<T>(suite: string, all: readonly T[], count: number): readonly T[] {
  if (isLong) return all
  const random = randomFor(suite)
  const left = [...all.keys()]
  const picked = Array.from({ length: count }, () => left.splice(random.below(left.length), 1)[0])
  return all.filter((_item, index) => picked.includes(index))
}

/** Whether this one is among those that chance picks, about one in `oneIn`; each of them in the long form. */
export function isPicked(name: string, oneIn: number): boolean {
  return isLong || randomFor(name).below(oneIn) === 0
}
