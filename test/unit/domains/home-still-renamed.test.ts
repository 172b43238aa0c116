/** What the proof says of renames, when a switch was stopped and resumed. */
import { expect, it } from 'vitest'
import { packList } from '../../../src-main/domains/home-sync/packed-list.ts'
import { notesOf } from '../../../src-main/domains/home-sync/on-pair/compare/home-proof.ts'
import type { Scans } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { stillRenamed } from '../../../src-main/domains/home-sync/on-pair/compare/still-renamed.ts'
import type { HomeRun } from '../../../src-main/domains/home-sync/on-pair/run/agree-on.ts'
import { pair } from '../machine/told-machine.ts'
import { homePlanWith, nothingDiffers } from './home-plans.ts'

type Moves = readonly (readonly [from: string, to: string])[]

const packed = async (moves: Moves) => ({
  from: await packList(moves.map(([from]) => `alice/${from}`)),
  to: await packList(moves.map(([, to]) => `alice/${to}`)),
})

const renamed = (was: string, path: string) => ({ was, path, items: 2, bytes: 9 })
const examples = [{ ...renamed('letters', 'letters-2026'), isFolder: true as const }, renamed('a.md', 'b.md')]

async function notesAfter(moved: Moves, alone: Moves): Promise<readonly string[]> {
  const none = { added: 0, changed: 0, deleted: 0, bytes: 0 }
  const plan = homePlanWith({ taken: { tally: none, examples: [], renamed: { ...none, count: 2, examples } } })
  const person = { name: 'alice', home: '/home/alice' }
  const scan = { person, renamed: await packed(moved), renamedAlone: await packed(alone) }
  const scans = { from: { scan }, to: { scan: {} } } as unknown as Scans
  const run = { pair, plan, answers: {} } as unknown as HomeRun
  return notesOf(run, { ...nothingDiffers, scans, kept: [], renamed: await stillRenamed(plan, scans) })
}

it('names each as long as it has its new name', async () => {
  const moved = [['letters/sub/x', 'letters-2026/sub/x']] as const
  expect(await notesAfter(moved, [['a.md', 'b.md']])).toEqual(['letters is now letters-2026, a.md is now b.md.'])
})

it('names none that was given its old name again, or another one', async () => {
  expect(await notesAfter([], [['a.md', 'c.md']])).toEqual([])
  expect(await notesAfter([['letters/x', 'letters-2027/x']], [['a.md', 'b.md']])).toEqual(['a.md is now b.md.'])
})
