import { describe, expect, it } from 'vitest'
import { effectText } from '../../../src-renderer/pages/wizard/plan/effect-text.ts'
import { wizardEntries } from '../../../src-renderer/pages/wizard/wizard-entries.ts'
import { pagesOfPlan } from '../../../src-main/switch/pages-of-plan.ts'
import { decidePages, questionsOn } from '../../../src-renderer/pages/wizard/wizard-pages.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import { wizardPages } from '../../../src-main/contract/wizard-page.ts'
import { patternFrom } from '../../../src-renderer/pages/rules/rule-words.ts'
import { answersToSend, questionsToSuggest, unanswered } from '../../../src-renderer/stores/answers-store.ts'
import { etcQuestions } from '../../renderer/etc-questions.ts'
import { askingHome, planOf, previews, quietHome, quietPlan, removals, sharedPagePlan } from '../../renderer/plans.ts'

const removedHome = { ...askingHome, questions: [] }

describe('the pages before the start', () => {
  it('are those on which something is asked, in their order', () => {
    expect(decidePages(planOf({ home: askingHome }))).toEqual(['packages', 'home', 'etc'])
  })

  it('end with a summary when nothing is asked', () => {
    expect(decidePages(quietPlan)).toEqual(['review'])
  })

  it('end with a summary when something disappears in a step that asks nothing', () => {
    expect(decidePages(planOf({ home: removedHome }))).toEqual(['packages', 'etc', 'review'])
    expect(decidePages(planOf({ home: quietHome }))).toEqual(['packages', 'etc'])
  })
})

describe('a page', () => {
  const packages = sharedPagePlan.pages.find(({ id }) => id === wizardPages.packages.id)
  if (packages === undefined) throw new Error('there are pages')

  it('has the questions of every step that asks there, and is there once', () => {
    expect(sharedPagePlan.pages.map(({ id }) => id)).toEqual([
      'laptops',
      'packages',
      'snap-channels',
      'home',
      'etc',
      'images',
    ])
    const asked = questionsOn(sharedPagePlan, packages.id)
    expect(asked.map(({ stepId }) => stepId)).toEqual(['packages', 'packages', 'snaps'])
    expect(decidePages(sharedPagePlan)).toEqual(['packages', 'snap-channels', 'etc'])
  })

  it('counts what is answered on it, whichever step asked', () => {
    const state = { kind: 'planned', plan: sharedPagePlan } as const
    const answers = { 'snap:packages:zellij': 'keep', 'snap:snap-channels:firefox': 'remove' }
    const entries = wizardEntries(state, 'packages', answers).filter(({ stage }) => stage === 'Decide')
    expect(entries.map(({ title, note }) => [title, note])).toEqual([
      ['Packages', '1 of 3'],
      ['Snap channels', '1 of 1'],
      ['/etc files', '0 of 8'],
    ])
  })

  it('keeps the heading of the first step that gives one', () => {
    expect(packages.heading?.title).toBe("XPS 13 gets P17's packages")
  })

  it('that a step did not name is a mistake of that step', () => {
    const unnamed = { ...askingHome, pages: [] }
    expect(() => pagesOfPlan([unnamed])).toThrow(/does not name/)
  })
})

describe('answers', () => {
  it('are sent with safe defaults, and without those to questions that are gone', () => {
    const sent = answersToSend(planOf({ home: askingHome }), { 'home:todo.txt': 'take', 'home:gone.txt': 'take' })
    expect(sent).toMatchObject({
      'home:todo.txt': 'take',
      'home:.config/nvim': 'keep',
      'apt-remove:gnome-boxes:amd64': 'keep',
    })
    expect(sent).not.toHaveProperty('home:gone.txt')
    expect(sent).not.toHaveProperty('home:Documents/talk-draft.odp')
  })

  it('that a new plan no longer offers fall back to the safe one', () => {
    expect(answersToSend(planOf(), { 'apt-remove:docker.io:amd64': 'purge' })).toMatchObject({
      'apt-remove:docker.io:amd64': 'keep',
    })
  })

  it('are missing only where there is no safe default', () => {
    const plan = planOf({ home: askingHome })
    expect(unanswered(plan, {}).map(({ id }) => id)).toEqual([
      'home:Documents/talk-draft.odp',
      'home:Projects/atlas/notes/route-import.md',
    ])
    expect(unanswered(planOf(), {})).toEqual([])
  })

  it('are never suggested for secrets', () => {
    expect(questionsToSuggest(etcQuestions, {}).map(({ id }) => id)).toEqual([
      'etc:/sysctl.d/60-dev.conf',
      'etc:/default/keyboard',
      'etc:/sysctl.d/99-quic.conf',
    ])
  })
})

describe('files in /etc', () => {
  it('are taken as a person types them, and never outside of /etc', () => {
    expect(patternFrom('/etc/hosts')).toBe('/hosts')
    expect(patternFrom(' hosts ')).toBe('/hosts')
    expect(patternFrom('/etcetera')).toBe('/etcetera')
    expect(patternFrom('/etc/../root')).toBeUndefined()
    expect(patternFrom('')).toBeUndefined()
  })
})

describe('what is said of the answers', () => {
  it('counts what will happen, removals only when ticked', () => {
    const blocks = previews[stepIds.packages]?.blocks ?? []
    expect(effectText(blocks, [])).toBe('Adds 7, updates 9, enables 2 services.')
    expect(effectText(blocks, removals.slice(1))).toBe('Removes 1, adds 7, updates 9, enables 2 services.')
    expect(effectText(blocks, removals)).toBe(
      'Removes 2 with what depends on them, adds 7, updates 9, enables 2 services.',
    )
  })

  it('says nothing exact of a list that is not whole', () => {
    expect(effectText(quietHome.blocks, [])).toBeUndefined()
  })
})
