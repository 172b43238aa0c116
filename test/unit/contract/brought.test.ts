/** What a switch brought, in names that Undo says again. */
import { describe, expect, it } from 'vitest'
import { broughtBy } from '../../../src-main/contract/brought.ts'
import type { Change, Preview } from '../../../src-main/contract/preview.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import { defineWizardPage } from '../../../src-main/contract/wizard-page.ts'
import { question } from '../switch/rehearsed-steps.ts'

const { id: pageId } = defineWizardPage({ id: 'packages', title: 'Packages', icon: 'package', order: 1 })
const line = (effect: Change['effect'], name: string): Change => ({ effect, name, kind: 'apt', detail: '' })

function lists(
  changes: readonly Change[],
  more: { count?: number; listedBy?: typeof stepIds.home } = {},
): Preview['blocks'][number] {
  return {
    ...{ kind: 'changes', pageId, title: 'Install', summary: '', count: changes.length, changes: [...changes] },
    ...more,
  }
}

describe('what a step brought', () => {
  it('is by effect, with the first names, and with what the answers brought', () => {
    const asked = question({ id: 'apt-remove:game' })
    const [first, ...others] = asked.choices
    if (first === undefined) throw new Error('it has choices')
    const removes = { ...first, id: 'remove', brings: { counts: { remove: 1 }, changes: [line('remove', 'game')] } }
    const preview = {
      blocks: [lists(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => line('add', name))), lists([line('keep', 'vim')])],
      questions: [{ ...asked, choices: [removes, ...others] }],
    }
    expect(broughtBy(preview, { 'apt-remove:game': 'remove' }, ['f'])).toEqual([
      { effect: 'add', count: 5, names: ['a', 'b', 'c', 'd', 'e'] },
      { effect: 'remove', count: 1, names: ['game'] },
    ])
    expect(broughtBy(preview, {}, []).map(({ count }) => count)).toEqual([6])
  })

  it('is not told where not all of it is known', () => {
    const silent = question({ id: 'snap:zellij' })
    const [, take] = silent.choices
    expect(take?.meaning).toBe('change')
    const preview = { blocks: [lists([line('add', 'a')])], questions: [silent] }
    expect(broughtBy(preview, { 'snap:zellij': take?.id ?? '' }, [])).toEqual([])
    expect(broughtBy({ ...preview, questions: [] }, {}, ['win11'])).toEqual([])
    expect(broughtBy({ blocks: [lists([line('add', 'a')], { count: 9 })], questions: [] }, {}, [])).toEqual([])
    expect(
      broughtBy({ blocks: [lists([line('add', 'a')], { listedBy: stepIds.home })], questions: [] }, {}, []),
    ).toEqual([])
  })
})
