/**
 * A random walk over whole switches. Whatever is done on both laptops, answered and goes wrong: nothing is lost, nothing comes
 * back, and nothing is claimed that is not so. A failure prints the seed of the walk and what was done. The long walk goes on
 * after it where it can, and fails at its end.
 */
import { expect, it } from 'vitest'
import { isLong, seed } from '../how-long.ts'
import { beginWalk, WrongAfterSwitch } from './walk/walker.ts'

const switches = isLong ? 200 : 3
const limitMs = isLong ? 240 * 60_000 : 45_000

it(`holds for ${switches} switches one after another`, { timeout: limitMs + 600_000 }, async () => {
  const walker = await beginWalk(seed)
  const begun = Date.now()
  let done = 0
  let wrong = 0
  try {
    for (; done < switches && (Date.now() - begun < limitMs || done === 0); done += 1) {
      try {
        await walker.step(done)
      } catch (error) {
        if (!isLong || !(error instanceof WrongAfterSwitch)) throw error
        wrong += 1
        console.log(error.message)
      }
      if (done % 10 === 9) console.log(`${done + 1} switches in ${Math.round((Date.now() - begun) / 1000)} s`)
    }
  } finally {
    await walker.end()
  }
  console.log(`walk ${seed}: ${done} switches, ${wrong} of them wrong`)
  expect({ done: isLong ? done : Math.min(done, 1), wrong }).toEqual({ done: isLong ? switches : 1, wrong: 0 })
})
