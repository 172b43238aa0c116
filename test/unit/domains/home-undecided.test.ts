/** What the proof of /home calls chosen, and what it says that nobody decided. */
import { expect, it } from 'vitest'
import { homeItem } from '../../../src-main/domains/home-sync/on-pair/compare/home-proof.ts'
import { homePlanWith, homeDecision, nothingDiffers } from './home-plans.ts'
import { pair } from '../machine/told-machine.ts'
import { decisionSchema } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'

const decisionAbout = (place: string) => decisionSchema.parse(homeDecision(place, { kind: 'only-there' }))
const kept = ['alice/Notes', 'alice/Notes/a.md', 'alice/Notes/b.md', 'alice/c.md', 'alice/own.md']
const plan = homePlanWith({
  decisions: [decisionAbout('Notes/a.md'), decisionAbout('Notes/b.md'), decisionAbout('c.md')],
})

function proofOf(unanswered: readonly string[]) {
  const person = { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' }
  const scan = { person, specials: [], found: [], files: 5, entries: 5 }
  const scanned = (side: 'from' | 'to') => ({ machine: pair[side], scan })
  const found = { scans: { from: scanned('from'), to: scanned('to') }, kept, ...nothingDiffers }
  const run = { pair, plan, answers: {}, context: { unanswered: new Set(unanswered) } }
  return homeItem(run as unknown as Parameters<typeof homeItem>[0], found as unknown as Parameters<typeof homeItem>[1])
}

it('is only what somebody answered about; a folder around both goes with the answer', () => {
  const item = proofOf(['home:Notes/a.md', 'home:c.md'])
  expect(item.chosen).toEqual(['Notes', 'Notes/b.md'])
  expect(item.left).toMatchObject([
    { why: 'nobody decided', undecided: true, count: 2, names: ['Notes/a.md', 'c.md'] },
    { names: ['own.md'] },
  ])
  expect(item.verdict).toBe('left')
})

it('is nothing where nobody answered anything', () => {
  const item = proofOf(['home:Notes/a.md', 'home:Notes/b.md', 'home:c.md'])
  expect(item.chosen).toEqual([])
  expect(item.left?.[0]).toMatchObject({ undecided: true, count: 4 })
})
