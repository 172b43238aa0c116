/** What is to be seen before a start, in facts that page and command line share. */
import { describe, expect, it } from 'vitest'
import { isMoreThanNamed, lastLookAt, namedAtMost, type ListedChanges } from '../../../src-main/contract/last-look.ts'
import type { Change, EffectCounts, Question } from '../../../src-main/contract/preview.ts'
import { stepIds, type StepId } from '../../../src-main/contract/step-ids.ts'
import { recordedPlan } from '../../renderer/recorded.ts'
import { askingHome, leavingInstall, planOf, samePlan } from '../../renderer/plans.ts'

const deleted = (name: string, items?: number): Change => ({
  ...{ effect: 'remove', name, kind: items === undefined ? 'file' : 'folder', detail: 'deleted', bytes: 10 },
  ...(items === undefined ? {} : { items }),
})
const home = (going: readonly Change[], counts: EffectCounts): ReadonlyMap<StepId, ListedChanges> =>
  new Map([[stepIds.home, { going, counts }]])
const nothing = home([], {})

describe('what goes', () => {
  it('has a folder once for all that is in it, and adds up', () => {
    const folder = [deleted('Old', 3), deleted('Old/a'), deleted('Old/b'), deleted('Older')]
    const look = lastLookAt(planOf(), {}, home(folder, { remove: 4 }))
    expect(look.removed.names.map(({ name, items }) => [name, items])).toEqual([
      ['Old', 3],
      ['Older', 1],
    ])
    expect([look.removed.count, isMoreThanNamed(look)]).toEqual([4, true])
  })

  it('names no more than can be read, and says that there is more', () => {
    const many = Array.from({ length: 40 }, (_, index) => deleted(`f${index}`))
    const look = lastLookAt(planOf(), {}, home(many, { remove: 40 }))
    expect([look.removed.names.length, isMoreThanNamed(look)]).toEqual([namedAtMost, true])
  })

  it('counts what an answer removes, with all that goes along', () => {
    const id = 'apt-remove:docker.io:amd64'
    const [before, after] = [{}, { [id]: 'remove' }].map((answers) => lastLookAt(planOf(), answers, nothing))
    expect(before?.removed.count).toBe(0)
    expect(after?.removed.names.map(({ name }) => name)).toContain('docker.io')
  })
})

describe('what comes', () => {
  it('is said by area, with the counts of the answers there are, and adds up to the amount', () => {
    const look = lastLookAt(planOf(), {}, home([], { add: 788, update: 613, remove: 5 }))
    expect(look.comes.find(({ stepId }) => stepId === stepIds.home)?.text).toBe('788 new, 613 changed')
    const recorded = lastLookAt(recordedPlan('the first plan'), {}, nothing)
    expect(recorded.comes.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(recorded.bytes)
  })

  it('names few things, and says nothing of areas without a change', () => {
    const plan = planOf()
    const images = lastLookAt(plan, {}, nothing).comes.find(({ stepId }) => stepId === stepIds.images)
    expect(images?.text).toMatch(/^\d+ (new|changed).*: /)
    expect(lastLookAt(samePlan, {}, nothing).comes).toEqual([])
  })
})

describe('what nobody has decided', () => {
  const plan = planOf({ home: askingHome })
  const questions: readonly Question[] = Object.values(plan.previews).flatMap((preview) => preview.questions)
  const sum = (open: readonly { readonly count: number }[]) => open.reduce((all, { count }) => all + count, 0)

  it('is in a line each kind: what has to be answered, then what is done as usual, and nothing of what somebody decided', () => {
    const { open } = lastLookAt(plan, {}, nothing)
    const counted = questions.filter(({ safeDefault, required }) => required || safeDefault !== undefined)
    expect(sum(open)).toBe(counted.length)
    expect(open.length).toBeLessThan(counted.length)
    const needed = questions.filter(({ safeDefault, required }) => required && safeDefault === undefined)
    expect(sum(open.filter(({ usual }) => usual === undefined))).toBe(needed.length)
    const isNeeded = open.map(({ usual }) => usual === undefined)
    expect(isNeeded).toEqual(isNeeded.toSorted((one, other) => Number(other) - Number(one)))
    const answers = Object.fromEntries(counted.map(({ id, choices }) => [id, choices[0]?.id ?? '']))
    expect(lastLookAt(plan, answers, nothing).open).toEqual([])
  })

  it('tells of deletions that wait for an answer how much would go', () => {
    const [asked] = questions.filter(({ required, safeDefault }) => required && safeDefault === undefined)
    const vanished: Question = {
      ...(asked as Question),
      id: 'home:Old',
      title: 'Old',
      alike: { one: 'place was deleted on P17', many: 'places were deleted on P17' },
      choices: [
        { id: 'keep', label: 'Keep', effect: '', meaning: 'keep', bulk: true },
        {
          ...{ id: 'take', label: 'Delete', effect: '', meaning: 'remove', bulk: false },
          brings: { counts: { remove: 1_143 }, changes: [] },
        },
      ],
    }
    const asking = planOf({ home: { ...askingHome, questions: [vanished] } })
    const [first] = lastLookAt(asking, {}, nothing).open
    expect(first).toMatchObject({ what: '1 place was deleted on P17: Old', wouldGo: 1_143 })
    expect(first?.usual).toBeUndefined()
    // By whichever choice, and also where it is the usual one.
    const [keep, take] = vanished.choices
    const both = { ...take, meaning: 'change', brings: { counts: { add: 1, remove: 2 }, changes: [] } } as const
    const torn = { ...vanished, choices: [keep, both], safeDefault: 'take' } as Question
    const { open } = lastLookAt(planOf({ home: { ...askingHome, questions: [torn] } }), {}, nothing)
    expect(open.find(({ stepId }) => stepId === torn.stepId)).toMatchObject({ wouldGo: 2, goes: 2 })
  })
})

it('names what this switch leaves', () => {
  const look = lastLookAt(leavingInstall('docker-ce'), {}, nothing)
  expect(look.leftOut).toContainEqual({ title: 'Not in this switch', text: 'docker-ce' })
})
