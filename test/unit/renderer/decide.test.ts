import { describe, expect, it } from 'vitest'
import { countRemoved, followChoices } from '../../../src-main/contract/follow-choices.ts'
import { effectText } from '../../../src-renderer/pages/wizard/plan/effect-text.ts'
import { wizardEntries } from '../../../src-renderer/pages/wizard/wizard-entries.ts'
import { pagesOfPlan } from '../../../src-main/switch/make-plan.ts'
import { blocksOn, decidePages, questionsOn } from '../../../src-renderer/pages/wizard/wizard-pages.ts'
import { wizardPages } from '../../../src-main/contract/wizard-page.ts'
import { etcPatternFrom } from '../../../src-main/contract/etc-calls.ts'
import { answersToSend, putOff, questionsToSuggest, unanswered } from '../../../src-renderer/stores/answers-store.ts'
import type { Answers, Change, Question } from '../../../src-main/contract/preview.ts'
import { etcQuestions } from '../../renderer/etc-questions.ts'
import {
  askingHome,
  homeQuestions,
  leavingInstall,
  planOf,
  quietHome,
  quietPlan,
  removals,
  sharedPagePlan,
} from '../../renderer/plans.ts'

describe('the pages before the start', () => {
  it('are those on which something is asked, in their order, and a last look at all of it', () => {
    expect(decidePages(planOf({ home: askingHome }))).toEqual(['packages', 'home', 'etc', 'review'])
    expect(decidePages(planOf({ home: quietHome }))).toEqual(['packages', 'etc', 'review'])
    expect(decidePages(quietPlan)).toEqual(['review'])
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
      'containers',
    ])
    const asked = questionsOn(sharedPagePlan, packages.id)
    expect(asked.map(({ stepId }) => stepId)).toEqual(['packages', 'packages', 'snaps'])
    expect(decidePages(sharedPagePlan)).toEqual(['packages', 'snap-channels', 'etc', 'review'])
  })

  it('counts what is answered on it, whichever step asked', () => {
    const state = { kind: 'planned', plan: sharedPagePlan } as const
    const answers = { 'snap:packages:zellij': 'keep', 'snap:snap-channels:firefox': 'remove' }
    const entries = wizardEntries(state, 'packages', answers)
    expect(entries.map(({ title, note }) => [title, note])).toEqual([
      ['Check laptops', ''],
      ['Packages', '1 of 3'],
      ['Snap channels', '1 of 1'],
      ['/etc files', '0 of 8'],
      ['Last look', ''],
      ['Copy and verify', ''],
    ])
  })

  it('is ticked when its questions are answered, not when it was only passed', () => {
    const state = { kind: 'planned', plan: sharedPagePlan } as const
    const marks = (answers: Answers) => wizardEntries(state, 'etc', answers).map(({ title, mark }) => [title, mark])
    expect(marks({ 'snap:snap-channels:firefox': 'remove' })).toEqual([
      ['Check laptops', 'done'],
      ['Packages', 'todo'],
      ['Snap channels', 'done'],
      ['/etc files', 'todo'],
      ['Last look', 'todo'],
      ['Copy and verify', 'todo'],
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
  it('are sent as the person gave them: nothing usual, and none to questions that are gone', () => {
    const sent = answersToSend(planOf({ home: askingHome }), { 'home:todo.txt': 'take', 'home:gone.txt': 'take' })
    expect(sent).toEqual({ 'home:todo.txt': 'take' })
  })

  it('that a new plan no longer offers are not sent', () => {
    expect(answersToSend(planOf(), { 'apt-remove:docker.io:amd64': 'purge' })).toEqual({})
  })

  it('go with what this switch leaves, of which the app has made the plan', () => {
    expect(answersToSend(leavingInstall('docker-ce'), {})).toMatchObject({ 'apt-later:docker-ce:amd64': 'later' })
    expect(answersToSend(planOf(), {})).not.toHaveProperty('apt-later:docker-ce:amd64')
  })

  it('are missing only where there is no safe default', () => {
    const plan = planOf({ home: askingHome })
    expect(unanswered(plan, {}).map(({ id }) => id)).toEqual([
      'home:Documents/talk-draft.odp',
      'home:Projects/atlas/notes/route-import.md',
    ])
    expect(unanswered(planOf(), {})).toEqual([])
  })

  it('that put a question off leave it without a rule, like none', () => {
    const [first, second, ...rest] = etcQuestions.map(({ id }) => id)
    if (first === undefined || second === undefined) throw new Error('there are questions')
    const answers = { [first]: 'always', [second]: 'later' }
    expect(putOff(etcQuestions, answers).map(({ id }) => id)).toEqual([second, ...rest])
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
    expect(etcPatternFrom('/etc/hosts')).toBe('/hosts')
    expect(etcPatternFrom(' hosts ')).toBe('/hosts')
    expect(etcPatternFrom('sysctl.d/60-dev.conf')).toBe('/sysctl.d/60-dev.conf')
    for (const elsewhere of ['/etcetera', '/home/alice', '/tmp/x', '/etc', '/']) {
      expect(etcPatternFrom(elsewhere)).toBeUndefined()
    }
    expect(etcPatternFrom('/etc/../root')).toBeUndefined()
    expect(etcPatternFrom('')).toBeUndefined()
  })
})

describe('what is said of the answers', () => {
  it('counts what will happen, removals only when ticked and with all that goes along', () => {
    const blocks = blocksOn(planOf(), wizardPages.packages.id)
    const told = (answers: Answers) => effectText(followChoices(blocks, removals, answers).counts ?? {})
    expect(told({})).toBe('Adds 7, updates 9, enables 2 services.')
    const [docker, boxes] = removals.map(({ id }) => id)
    expect(told({ [boxes ?? '']: 'remove' })).toBe('Removes 1, adds 7, updates 9, enables 2 services.')
    expect(told({ [boxes ?? '']: 'remove', [docker ?? '']: 'remove' })).toBe(
      'Removes 4, adds 7, updates 9, enables 2 services.',
    )
  })

  it('follows what a tick makes possible, and counts once what two of them take along', () => {
    const [first, second] = removals
    if (first === undefined || second === undefined) throw new Error('there are questions')
    const line = (effect: Change['effect'], name: string): Change => ({ effect, name, kind: 'apt', detail: '1.0' })
    const bringing = (question: Question, changes: readonly Change[]): Question => ({
      ...question,
      choices: question.choices.map((choice) =>
        choice.meaning === 'remove'
          ? {
              ...choice,
              brings: {
                counts: {
                  remove: changes.filter(({ effect }) => effect === 'remove').length,
                  add: changes.filter(({ effect }) => effect === 'add').length,
                },
                changes: [...changes],
              },
            }
          : choice,
      ),
    })
    const questions = [
      bringing(first, [line('remove', 'right'), line('remove', 'shared'), line('add', 'left')]),
      bringing(second, [line('remove', 'boxes'), line('remove', 'shared')]),
    ]
    const cannot = {
      ...{ kind: 'changes' as const, pageId: wizardPages.packages.id, title: "Can't be installed", summary: '' },
      ...{ count: 2, changes: [line('cannot', 'left'), line('cannot', 'other')] },
    }
    const answers = { [first.id]: 'remove', [second.id]: 'remove' }
    const followed = followChoices([cannot], questions, answers)
    expect(followed.blocks).toMatchObject([{ count: 1, changes: [{ name: 'other' }] }])
    expect(followed.brought.map(({ effect, name }) => `${effect} ${name}`)).toEqual([
      'remove right',
      'remove shared',
      'add left',
      'remove boxes',
    ])
    expect(effectText(followed.broughtCounts)).toBe('Removes 3, adds 1.')
    expect(followed.counts).toMatchObject({ remove: 3, add: 1 })
    expect(followChoices([cannot], questions, {})).toMatchObject({ brought: [], blocks: [{ count: 2 }] })
  })

  it('adds what is chosen to a list of which only some lines are named', () => {
    const [block] = blocksOn(planOf({ home: askingHome }), wizardPages.home.id)
    const [question] = homeQuestions
    if (block?.kind !== 'changes' || question === undefined) throw new Error('there is a list')
    const counted = { ...block, counts: { add: 300, update: 984, remove: 36 } }
    const games = {
      ...question,
      choices: question.choices.map((choice) =>
        choice.meaning === 'change' ? { ...choice, brings: { counts: { remove: 3 }, changes: [] } } : choice,
      ),
    }
    const told = (choice: string) => effectText(followChoices([counted], [games], { [games.id]: choice }).counts ?? {})
    expect(told('keep')).toBe('Removes 36, adds 300, updates 984.')
    expect(told('take')).toBe('Removes 39, adds 300, updates 984.')
  })

  it('counts what is deleted with all that is in it, as often as the line below does', () => {
    const [first, second] = removals
    if (first === undefined || second === undefined) throw new Error('there are questions')
    const folder = {
      ...first,
      choices: first.choices.map((choice) =>
        choice.meaning === 'remove' ? { ...choice, brings: { counts: { remove: 1_204 }, changes: [] } } : choice,
      ),
    }
    const silent = { ...second, choices: second.choices.map(({ brings: _, ...choice }) => choice) }
    expect(countRemoved([folder], { [first.id]: 'remove' })).toBe(1_204)
    expect(countRemoved([folder, silent], { [first.id]: 'remove', [second.id]: 'remove' })).toBe(1_205)
    expect(countRemoved([], {})).toBe(0)
  })

  it('says nothing exact of a list that is not whole', () => {
    expect(followChoices(blocksOn(planOf({ home: quietHome }), wizardPages.home.id), [], {}).counts).toBeUndefined()
  })
})
