/**
 * A random walk over whole switches. Whatever is done on both laptops, answered and goes wrong: nothing is lost, nothing comes
 * back, and nothing is claimed that is not so. A failure prints the seed of the walk and what was done.
 */
import { expect, it } from 'vitest'
import { isLong, seed } from '../how-long.ts'
import { beginWalk } from './walk/walker.ts'

/** The short walk is always the same, unless a seed is given. */
const usualSeed = 7
const isGiven = process.env['PC_SWITCHER_TEST_SEED'] !== undefined
const walkSeed = isLong || isGiven ? seed : usualSeed
const switches = isLong ? 200 : 3
const limitMs = isLong ? 25 * 60_000 : 45_000

it(`holds for ${switches} switches one after another`, { timeout: 2 * limitMs + 600_000 }, async () => {
  const walker = await beginWalk(walkSeed)
  const deadline = Date.now() + limitMs
  let done = 0
  for (; done < switches && (Date.now() < deadline || done === 0); done += 1) await walker.step(done)
  console.log(`walk ${walkSeed}: ${done} switches`)
  expect(done).toBeGreaterThan(0)
})
