import { expect, it } from 'vitest'
import type { HomePlan } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { previewHome } from '../../../src-main/domains/home-sync/on-pair/plan/preview.ts'
import { homePlanWith } from './home-plans.ts'
import { pair } from '../machine/told-machine.ts'

const allNotices = (plan: Partial<HomePlan>) =>
  previewHome(homePlanWith(plan), pair).blocks.flatMap((block) =>
    block.kind === 'notice' ? [`${block.title}: ${block.text}`] : [],
  )
const noticesOf = (plan: Partial<HomePlan>) => allNotices(plan).filter((notice) => notice.startsWith('All home files'))

it('says of which laptop all home files were looked at, and why', () => {
  const notices = noticesOf({ base: 's1', whole: { from: 'not-told', to: 'other-subvolumes' } })
  expect(notices).toEqual([
    expect.stringMatching(/on P17 .* Btrfs can't tell what changed, for example after a rollback\.$/),
    expect.stringMatching(/on XPS 13 .* Subvolumes in it were added, removed or replaced\.$/),
  ])
})

it('says nothing of it where only changes were, or too many of them, or where it is the first switch', () => {
  expect(noticesOf({ base: 's1' })).toEqual([])
  expect(noticesOf({ base: 's1', whole: { to: 'too-much' } })).toEqual([])
  expect(noticesOf({ whole: { from: 'first', to: 'first' } })).toEqual([])
})

it('says that what is known of earlier is damaged, and what follows', () => {
  const of = (plan: Partial<HomePlan>) => allNotices(plan).filter((notice) => notice.includes('last switch'))
  expect(of({ damaged: { from: true, to: true } })).toEqual([
    expect.stringMatching(
      /damaged on P17 and XPS 13: .* known what changed on which laptop\. Where files differ, you choose/,
    ),
  ])
  expect(of({ base: 's1', damaged: { from: false, to: true } })).toEqual([
    expect.stringMatching(/damaged on XPS 13: .* counted from the switch before it\./),
  ])
  expect(of({})).toEqual([])
  expect(noticesOf({ base: 's1', whole: { from: 'damaged', to: 'made-writable' } })).toEqual([
    expect.stringMatching(/on P17 .* list is damaged\.$/),
    expect.stringMatching(/on XPS 13 .* was made writable\.$/),
  ])
})
