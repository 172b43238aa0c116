/** What only the target wrote, under the same size and time, and what was too much for a plan to be read. */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeSwitch } from './histories/make-switch.ts'
import { makeTwoLaptops, otherOf, type Side, type TwoLaptops } from './histories/two-laptops.ts'

let laptops: TwoLaptops
beforeEach(() => {
  laptops = makeTwoLaptops()
})
afterEach(() => laptops.remove())

const always = { below: () => 1, pick: <T>([first]: readonly T[]) => first }
const nothing = () => undefined
const write = (side: Side, text: string) =>
  laptops[side].place.bash(`t=$(stat -c %y plan 2>/dev/null || date); echo ${text} > plan; touch -d "$t" plan`)
const textOn = (side: Side) => readFileSync(`${laptops[side].home}/alice/plan`, 'utf8').trim()

async function switchFrom(from: Side, limit?: { readonly files: number; readonly bytes: number }) {
  const pair = { from: laptops[from].machine, to: laptops[otherOf(from)].machine }
  const hooks = { sincePlan: nothing, askedAgain: nothing, beforeRun: () => nothing, tell: nothing }
  const { questions, verification } = await makeSwitch({ pair, random: always, limit, ...hooks })
  const [home] = verification.items
  return {
    asked: questions.map(({ title }) => title),
    verdict: home?.verdict,
    left: home?.left?.map(({ names }) => names),
  }
}

it('stays where it was written after the other version was chosen, and before the start', async () => {
  write('p17', 'one')
  await switchFrom('p17')
  for (const side of ['p17', 'xps'] as const) laptops[side].place.bash(`echo ${side} wrote this > plan`)
  const pair = { from: laptops.p17.machine, to: laptops.xps.machine }
  const hooks = { sincePlan: () => void write('xps', 'XPS wrote this'), askedAgain: nothing, beforeRun: () => nothing }
  const taking = { below: () => 1, pick: <T>(offered: readonly T[]) => offered[1] ?? offered[0] }
  await makeSwitch({ pair, random: taking, limit: undefined, tell: nothing, ...hooks })
  expect(textOn('xps')).toBe('XPS wrote this')
})

it('is read by the run, stays, is named, and is a change that comes with the way back', async () => {
  write('p17', 'one')
  await switchFrom('p17')
  write('xps', 'two')
  expect(await switchFrom('p17', { files: 0, bytes: 0 })).toEqual({ asked: [], verdict: 'left', left: [['plan']] })
  expect([textOn('p17'), textOn('xps')]).toEqual(['one', 'two'])
  await switchFrom('xps', { files: 0, bytes: 0 })
  expect([textOn('p17'), textOn('xps')]).toEqual(['two', 'two'])
})
