import { describe, expect, it } from 'vitest'
import { choiceGroups } from '../../../src-renderer/pages/wizard/plan/choice-groups.ts'
import { effectText } from '../../../src-renderer/pages/wizard/plan/effect-text.ts'
import { idsToAnswer, nextOpen, pathOf } from '../../../src-renderer/pages/wizard/plan/rule-rows.ts'
import { decidePages, reviewPage } from '../../../src-renderer/pages/wizard/wizard-pages.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import { patternFrom } from '../../../src-renderer/pages/rules/rule-words.ts'
import { answersToSend, questionsToSuggest, unanswered } from '../../../src-renderer/stores/answers-store.ts'
import { etcQuestions } from '../../renderer/etc-questions.ts'
import { askingHome, homeQuestions, planOf, previews, quietHome, quietPlan, removals } from '../../renderer/plans.ts'

const removedHome = { ...askingHome, questions: [] }

describe('the pages before the start', () => {
  it('are the asking steps in the order of the plan', () => {
    expect(decidePages(planOf({ home: askingHome }))).toEqual([stepIds.packages, stepIds.home, stepIds.etc])
  })

  it('end with a summary when nothing is asked', () => {
    expect(decidePages(quietPlan)).toEqual(['review'])
  })

  it('end with a summary when something disappears in a step that asks nothing', () => {
    expect(decidePages(planOf({ home: removedHome }))).toEqual([stepIds.packages, stepIds.etc, reviewPage])
    expect(decidePages(planOf({ home: quietHome }))).toEqual([stepIds.packages, stepIds.etc])
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
    ])
  })
})

describe('files in /etc', () => {
  it('are shown with their whole path', () => {
    expect(etcQuestions.map(pathOf)[0]).toBe('/etc/sysctl.d/60-dev.conf')
  })

  it('of one folder are decided together', () => {
    const [first] = etcQuestions
    if (first === undefined) throw new Error('there are questions')
    expect(idsToAnswer(etcQuestions, first, 'always', false)).toEqual(['etc:/sysctl.d/60-dev.conf'])
    expect(idsToAnswer(etcQuestions, first, 'always', true)).toEqual([
      'etc:/sysctl.d/60-dev.conf',
      'etc:/sysctl.d/99-quic.conf',
    ])
  })

  it('that are secret are not copied along with their folder', () => {
    const questions = etcQuestions.map((question) => ({
      ...question,
      secret: question.id === 'etc:/sysctl.d/99-quic.conf',
    }))
    const [first] = questions
    if (first === undefined) throw new Error('there are questions')
    expect(idsToAnswer(questions, first, 'always', true)).toEqual(['etc:/sysctl.d/60-dev.conf'])
    expect(idsToAnswer(questions, first, 'never', true)).toHaveLength(2)
  })

  it('follow each other until none is open', () => {
    const [first, second] = etcQuestions
    expect(nextOpen(etcQuestions, { [first?.id ?? '']: 'always' }, first?.id ?? '')).toBe(second?.id)
    const all = Object.fromEntries(etcQuestions.map(({ id }) => [id, 'never']))
    expect(nextOpen(etcQuestions, all, second?.id ?? '')).toBe(second?.id)
  })

  it('are taken as a person types them, and never outside of /etc', () => {
    expect(patternFrom('/etc/hosts')).toBe('/hosts')
    expect(patternFrom(' hosts ')).toBe('/hosts')
    expect(patternFrom('/etcetera')).toBe('/etcetera')
    expect(patternFrom('/etc/../root')).toBeUndefined()
    expect(patternFrom('')).toBeUndefined()
  })
})

describe('what is said of the answers', () => {
  it('sorts choices by what happens without an answer, open ones first', () => {
    const groups = choiceGroups(homeQuestions.toReversed())
    expect(groups.map(({ title }) => title)).toEqual([
      'Needs your answer',
      "Keep XPS 13's, unless you choose otherwise",
    ])
  })

  it('counts what will happen, removals only when ticked', () => {
    const blocks = previews[stepIds.packages]?.blocks ?? []
    expect(effectText(blocks, [])).toBe('Adds 7, updates 9, enables 2.')
    expect(effectText(blocks, removals.slice(1))).toBe('Removes 1, adds 7, updates 9, enables 2.')
    expect(effectText(blocks, removals)).toBe('Removes 2, adds 7, updates 9, enables 2 and what goes with it.')
  })

  it('says nothing exact of a list that is not whole', () => {
    expect(effectText(quietHome.blocks, [])).toBeUndefined()
  })
})
