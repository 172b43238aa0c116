/** What is asked about folders of which both laptops changed rights or attributes, and what follows from the answers. */
import { describe, expect, it } from 'vitest'
import { keyOfPath, pathOfKey } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import type { OtherFolder } from '../../../src-main/domains/home-sync/on-pair/compare/other-folders.ts'
import { createIsTaken } from '../../../src-main/domains/home-sync/on-pair/look/list-changes.ts'
import { changesOfPlan } from '../../../src-main/domains/home-sync/on-pair/plan/changes-of-plan.ts'
import { folderChoice, folderDecisions } from '../../../src-main/domains/home-sync/on-pair/plan/folder-decisions.ts'
import { previewHome } from '../../../src-main/domains/home-sync/on-pair/plan/preview.ts'
import { folder, shared } from './home-laptops.ts'
import { homePlanWith } from './home-plans.ts'
import { pair } from '../machine/told-machine.ts'

const rights = (mode: string, attributes = '') => ({ facts: shared({ ...folder, mode, mtime: '' }), attributes })
const differing = (path: string, there = rights('770')): readonly [string, OtherFolder] => {
  const versions = { path, from: rights('750', 'user.note'), to: there }
  return [keyOfPath(path), { shared: shared(folder), whose: 'both', versions }]
}
const decide = (...folders: (readonly [string, OtherFolder])[]) => [...folderDecisions(new Map(folders), 'alice')]
const many = Array.from({ length: 21 }, (_none, index) => differing(`alice/Projects/p${index}`))

describe('a folder of which both changed rights or attributes', () => {
  it('is a question of its own without a safe answer, and shows both', () => {
    const { questions, pages } = previewHome(homePlanWith({ folders: decide(differing('alice/Projects')) }), pair)
    expect(questions.map(({ id, title, safeDefault, required }) => ({ id, title, safeDefault, required }))).toEqual([
      { id: 'home:Projects/!', title: 'Projects', safeDefault: undefined, required: true },
    ])
    expect(questions[0]?.versions?.map(({ what }) => what)).toEqual([
      'alice:alice, mode 750, with an access list or attributes',
      'alice:alice, mode 770',
    ])
    expect(pages[0]?.heading?.title).toMatch(/1 place$/)
  })

  it('is asked about with others where they are many', () => {
    expect(decide(...many.slice(1)).length).toBe(20)
    const [together, ...others] = decide(...many)
    expect(others).toEqual([])
    expect(together).toMatchObject({ id: 'home:Projects/!', subject: '21 folders in Projects', place: 'Projects' })
    expect(together?.paths).toEqual(many.map(([key]) => pathOfKey(key)))
    const [alone] = decide(...many, differing('alice/Music')).filter(({ place }) => place === 'Music')
    expect(alone).toMatchObject({ id: 'home:Music/!', subject: 'Music' })
  })

  it('is another question when either laptop gave it something else', () => {
    const [one, other] = [decide(differing('alice/a')), decide(differing('alice/a', rights('700')))].map((folders) =>
      homePlanWith({ folders }),
    )
    if (one === undefined || other === undefined) throw new Error('two plans')
    const answers = { 'home:a/!': 'take' }
    expect(changesOfPlan(one, one, answers)).toEqual([])
    expect(changesOfPlan(one, other, answers)).toEqual(['a changed in another way since the plan was made.'])
    expect(changesOfPlan(homePlanWith(), one, answers)).toEqual([
      'a needs a decision: it changed since the plan was made.',
    ])
  })

  it('comes if that was chosen, and stays where nobody was asked', () => {
    const plan = homePlanWith({ folders: decide(differing('alice/a'), differing('alice/b')) })
    const choiceOf = folderChoice(plan, { 'home:a/!': 'take', 'home:b/!': 'keep' })
    expect(['alice/a', 'alice/b', 'alice/later'].map((path) => choiceOf(keyOfPath(path)))).toEqual([
      'take',
      'keep',
      'keep',
    ])
    expect(() => folderChoice(plan, { 'home:a/!': 'take' })).toThrow(/^Rights or attributes of b changed on both/)
  })

  it('is listed among the changes once it is to come', () => {
    const plan = homePlanWith({ base: 'earlier', folders: decide(differing('alice/a')) })
    const change = { key: keyOfPath('alice/a'), from: { kind: 'changed', shared: shared(folder) } } as const
    const isListed = (answer: string) => createIsTaken(plan, { 'home:a/!': answer })(change)
    expect([isListed('take'), isListed('keep'), createIsTaken(plan, {})(change)]).toEqual([true, false, false])
  })
})
