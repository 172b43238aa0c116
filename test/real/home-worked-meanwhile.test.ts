/** Things that are one, in a part of which somebody works on the target after the plan, before anything is placed. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeSwitch } from './histories/make-switch.ts'
import { makeTwoLaptops, type Side, type TwoLaptops } from './histories/two-laptops.ts'

let laptops: TwoLaptops
beforeEach(() => {
  laptops = makeTwoLaptops()
})
afterEach(() => laptops.remove())

const nothing = () => undefined
const usual = { below: () => 1, pick: <T>([first]: readonly T[]) => first }
const on = (side: Side, script: string) => laptops[side].place.bash(script)

/** From p17; `meanwhile` is what is done on xps. */
async function switchWhile(meanwhile: string | undefined) {
  const pair = { from: laptops.p17.machine, to: laptops.xps.machine }
  const beforeRun = () => {
    if (meanwhile !== undefined) on('xps', meanwhile)
    return nothing
  }
  const hooks = { sincePlan: nothing, askedAgain: nothing, beforeRun, tell: nothing }
  const { verification } = await makeSwitch({ pair, random: usual, limit: undefined, ...hooks })
  const [home] = verification.items
  return { verdict: home?.verdict, left: home?.left?.flatMap(({ names }) => names).toSorted() }
}

const commit = (name: string) =>
  `(cd site; echo ${name} > ${name}; git add .; git -c user.name=a -c user.email=a@b commit -q -m ${name})`

it('leaves a database and a repository of several parts as they are, and brings all else', async () => {
  on(
    'p17',
    `echo "'a', (0, 1)" > words.dir; echo a > words.dat; echo old > other
    mkdir gits; git init -q --separate-git-dir gits/site site; echo gitdir: ../gits/site > site/.git; ${commit('one')}`,
  )
  await switchWhile(undefined)
  on('p17', `echo p17 > words.dat; echo new > other; ${commit('two')}`)
  const { verdict, left } = await switchWhile(`echo "'b', (0, 1)" >> words.dir; ${commit('three')}`)
  expect(verdict).toBe('left')
  expect(left).toEqual(expect.arrayContaining(['words.dat', 'words.dir']))
  expect(on('xps', 'cat words.dat other')).toBe('a\nnew\n')
  expect(on('xps', 'git -C site log --format=%s; git -C site status --short; git -C site fsck')).toBe('three\none\n')
})
