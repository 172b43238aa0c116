/** What is to be seen before a start, in facts that page and command line share. */
import { expect, it } from 'vitest'
import { lastLookAt, namedAtMost, type Going } from '../../../src-main/contract/last-look.ts'
import { needsTick } from '../../../src-main/contract/last-look-words.ts'
import type { Change, Question } from '../../../src-main/contract/preview.ts'
import { stepIds, type StepId } from '../../../src-main/contract/step-ids.ts'
import { askingHome, leavingInstall, planOf } from '../../renderer/plans.ts'

const deleted = (name: string, kind = 'file'): Change => ({
  effect: 'remove',
  name,
  kind,
  detail: 'deleted',
  bytes: 10,
})
const going = (count: number, changes: readonly Change[]): ReadonlyMap<StepId, Going> =>
  new Map([[stepIds.home, { count, changes }]])

it('names what goes, a folder once for all that is in it, and wants a tick for what is not named', () => {
  const folder = [deleted('Old', 'folder'), deleted('Old/a'), deleted('Old/b'), deleted('Older')]
  const look = lastLookAt(planOf(), {}, going(4, folder))
  expect(look.removed.names.map(({ name }) => name)).toEqual(['Old', 'Older'])
  expect([look.removed.count, needsTick(look)]).toEqual([4, true])
  const one = lastLookAt(planOf(), {}, going(1, [deleted('a')]))
  expect([one.removed.count, needsTick(one)]).toEqual([1, false])
  const many = Array.from({ length: 40 }, (_, index) => deleted(`f${index}`))
  expect(lastLookAt(planOf(), {}, going(40, many)).removed.names).toHaveLength(namedAtMost)
})

it('counts what an answer removes, with all that goes along', () => {
  const id = 'apt-remove:docker.io:amd64'
  const [before, after] = [{}, { [id]: 'remove' }].map((answers) => lastLookAt(planOf(), answers, going(0, [])))
  expect(before?.removed.count).toBe(0)
  expect(after?.removed.names.map(({ name }) => name)).toContain('docker.io')
})

it('tells what is done as usual because nobody answered, and nothing of what somebody did', () => {
  const plan = planOf({ home: askingHome })
  const questions: readonly Question[] = Object.values(plan.previews).flatMap((preview) => preview.questions)
  const usual = questions.filter(({ safeDefault }) => safeDefault !== undefined)
  const [first] = usual
  const look = lastLookAt(plan, {}, going(0, []))
  expect(look.undecided.count).toBe(usual.length)
  const answers = { [first?.id ?? '']: first?.safeDefault ?? '' }
  expect(lastLookAt(plan, answers, going(0, [])).undecided.count).toBe(usual.length - 1)
})

it('names what this switch leaves', () => {
  const look = lastLookAt(leavingInstall('docker-ce'), {}, going(0, []))
  expect(look.leftOut).toContainEqual({ title: 'Not in this switch', text: 'docker-ce' })
})
