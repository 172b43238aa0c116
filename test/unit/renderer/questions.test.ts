import { describe, expect, it } from 'vitest'
import type { Question } from '../../../src-main/contract/preview.ts'
import { listRows } from '../../../src-renderer/components/list-keys.ts'
import {
  afterClick,
  afterKey,
  selectionAmong,
  selectOnly,
  selectThese,
} from '../../../src-renderer/components/selection.ts'
import { bytesRemoved, countRemoved } from '../../../src-main/contract/follow-choices.ts'
import { nextOpen, offersFor } from '../../../src-renderer/pages/wizard/plan/questions/offers.ts'
import { filtersFor, shownQuestions } from '../../../src-renderer/pages/wizard/plan/questions/question-filters.ts'
import { onListKey } from '../../../src-renderer/pages/wizard/plan/questions/on-list-key.ts'
import {
  groupAround,
  questionRows,
  shortTitle,
  type Grouping,
} from '../../../src-renderer/pages/wizard/plan/questions/question-groups.ts'
import { createAnswersStore } from '../../../src-renderer/stores/answers-store.ts'
import { etcQuestions } from '../../renderer/etc-questions.ts'
import { homeQuestions, homeVersions, removals } from '../../renderer/plans.ts'

const all = { wanted: '', filter: undefined }
const ids = (questions: readonly Question[]) => questions.map(({ id }) => id)
const rowsOf = (questions: readonly Question[], grouping: Grouping = 'folder') =>
  questionRows(questions, 'XPS 13', grouping).map((row) => (row.kind === 'heading' ? `# ${row.title}` : row.key))

describe('the list of questions', () => {
  it('begins with what can be deleted, below red headings, then goes by folder', () => {
    expect(rowsOf(homeQuestions)).toEqual([
      '# Can be deleted from XPS 13: ~/Pictures',
      'home:Pictures/2026-11 Lisbon',
      '# Can be deleted from XPS 13: Home folder',
      'home:todo.txt',
      '# Can be deleted from XPS 13: ~/.config',
      'home:.config/nvim',
      '# ~/Documents',
      'home:Documents/talk-draft.odp',
      '# ~/Projects',
      'home:Projects/atlas/notes/route-import.md',
    ])
  })

  it('has a place of which only a part goes among what can be deleted, and counts it with its size', () => {
    const [first] = homeQuestions
    if (first === undefined) throw new Error('no question')
    const changes = [{ effect: 'remove' as const, name: 'work', kind: 'folder', detail: '2 items', bytes: 70 }]
    const brings = { counts: { update: 3, remove: 2 }, changes }
    const choices = first.choices.map((choice) => (choice.id === 'take' ? { ...choice, brings } : choice))
    const mixed = [{ ...first, choices }]
    expect(rowsOf(mixed)[0]).toBe('# Can be deleted from XPS 13: ~/Documents')
    const answers = { [first.id]: 'take' }
    expect(filtersFor(mixed, answers, undefined)).toContainEqual({ id: 'deleted', count: 1 })
    expect([countRemoved(mixed, answers), bytesRemoved(mixed, answers)]).toEqual([2, 70])
    expect(filtersFor(mixed, { [first.id]: 'keep' }, undefined).map(({ id }) => id)).not.toContain('deleted')
  })

  it('groups packages by where they come from, and says that they would be removed', () => {
    expect(rowsOf(removals)[0]).toBe('# Can be removed from XPS 13: apt packages')
  })

  it('has no heading over all that there is', () => {
    expect(rowsOf(etcQuestions.slice(0, 1))).toEqual(['etc:/sysctl.d/60-dev.conf'])
  })

  it('groups files in /etc by the package they belong to, by name, and last what no package has', () => {
    const packages = ['ssh', 'msmtp', 'ssh', undefined]
    const questions = etcQuestions.slice(0, 4).map((question, index) => {
      const owner = packages[index]
      return owner === undefined ? question : { ...question, package: owner }
    })
    const [first, second, third, fourth] = ids(questions)
    expect(rowsOf(questions, 'package')).toEqual(['# msmtp', second, '# ssh', first, third, '# No package', fourth])
    const [one] = questions
    if (one === undefined) throw new Error('no question')
    expect(ids(groupAround(questions, one, 'package'))).toEqual([first, third])
    expect(shortTitle(one, 'package')).toBe(one.title)
    expect(ids(shownQuestions(questions, {}, { wanted: 'msmtp ', filter: undefined }))).toContain(second)
  })

  it('does not say the folder again that stands above', () => {
    const shortOf = (question: Question) => shortTitle(question, 'folder')
    expect(etcQuestions.slice(3, 5).map(shortOf)).toEqual(['msmtprc', 'sshd_config.d/50-keys.conf'])
    expect(homeQuestions.slice(0, 1).map(shortOf)).toEqual(['talk-draft.odp'])
  })
})

describe('filters', () => {
  it('are only those that match something', () => {
    expect(filtersFor(etcQuestions, {}, undefined)).toEqual([
      { id: 'suggested', count: 3 },
      { id: 'secret', count: 2 },
      { id: 'undecided', count: 8 },
    ])
    expect(filtersFor(homeQuestions, { 'home:todo.txt': 'take' }, undefined)).toEqual([
      { id: 'deleted', count: 1 },
      { id: 'conflict', count: 2 },
      { id: 'undecided', count: 4 },
    ])
  })

  it('stay while they are used, also when nothing is left of them', () => {
    const answers = Object.fromEntries(etcQuestions.map(({ id }) => [id, 'never']))
    expect(filtersFor(etcQuestions, answers, 'undecided')).toContainEqual({ id: 'undecided', count: 0 })
  })

  it('show what is typed, wherever it is said', () => {
    const found = (wanted: string) => ids(shownQuestions(etcQuestions, {}, { ...all, wanted }))
    expect(found('WG-office')).toEqual(['etc:/office-vpn/wg-office.conf'])
    expect(found('new ssh')).toEqual(['etc:/ssh/sshd_config.d/50-keys.conf'])
    expect(found('no-such-word')).toEqual([])
    expect(ids(shownQuestions(homeVersions, {}, { ...all, wanted: 'gpx' }))).toEqual(['home:Projects/atlas'])
  })
})

describe('what is offered for many', () => {
  it('is only what the step allows by one press, for those for which it allows it', () => {
    const offers = offersFor(etcQuestions, {})
    expect(offers.map(({ choice, ids: mine }) => [choice, mine.length])).toEqual([
      ['always', 6],
      ['never', 8],
      ['later', 8],
    ])
    expect(offersFor(etcQuestions.slice(1, 2), {}).map(({ choice }) => choice)).toEqual(['always', 'never', 'later'])
  })

  it('never says that it replaces where it deletes', () => {
    const offers = offersFor(homeQuestions, {})
    expect(offers.map(({ label, isRemoval, ids: mine }) => [label, isRemoval, mine.length])).toEqual([
      ["Keep XPS 13's", false, 5],
      ["Use P17's", false, 2],
      ['Keep both', false, 2],
      ["Keep, don't ask again", false, 5],
      ['Delete from XPS 13', true, 3],
    ])
  })

  it('lets the newer version win for each, and leaves open what has none', () => {
    const newer = offersFor(homeVersions, {}).find(({ label }) => label === 'Newer wins')
    expect(newer).toMatchObject({
      answers: { 'home:Projects/atlas': 'take', 'home:Documents/thesis': 'newer' },
      letter: 'n',
      isChosen: false,
    })
    expect(newer?.effect).toContain('1 question stays open')
    const decided = offersFor(homeVersions.slice(0, 2), { ...newer?.answers })
    expect(decided.find(({ label }) => label === 'Newer wins')?.isChosen).toBe(true)
    expect(offersFor(homeVersions.slice(0, 1), {}).map(({ label }) => label)).not.toContain('Newer wins')
    expect(offersFor(homeQuestions, {}).map(({ label }) => label)).not.toContain('Newer wins')
  })

  it('keep both versions of all of which that can be done', () => {
    const thesis = homeVersions.slice(1, 2).map((one) => ({ ...one, id: 'home:other' }))
    const both = offersFor([...homeVersions, ...thesis], {}).find(({ label }) => label === 'Keep both')
    expect(both).toMatchObject({
      answers: { 'home:Documents/thesis': 'both', 'home:other': 'both' },
      isRemoval: false,
      letter: 'e',
    })
  })

  it('has a letter of its own each', () => {
    expect(offersFor(homeQuestions, {}).map(({ letter }) => letter)).toEqual(['k', 'u', 'e', 'a', 'd'])
    expect(offersFor(etcQuestions, {}).map(({ letter }) => letter)).toEqual(['a', 'n', 'l'])
  })

  it('is chosen when all of them have it', () => {
    const [first, second] = ids(removals)
    if (first === undefined || second === undefined) throw new Error('there are questions')
    const isRemoved = (answers: Record<string, string>) =>
      offersFor(removals, answers).find(({ choice }) => choice === 'remove')?.isChosen
    expect(isRemoved({ [first]: 'remove' })).toBe(false)
    expect(isRemoved({ [first]: 'remove', [second]: 'remove' })).toBe(true)
  })
})

it('goes to the next open question below, then to the first, then stays', () => {
  const [first, second] = ids(etcQuestions)
  if (first === undefined || second === undefined) throw new Error('there are questions')
  expect(nextOpen(etcQuestions, { [first]: 'always' }, first)).toBe(second)
  expect(nextOpen(etcQuestions, { 'etc:/sysctl.d/99-quic.conf': 'never' }, 'etc:/sysctl.d/99-quic.conf')).toBe(first)
  const decided = Object.fromEntries(ids(etcQuestions).map((id) => [id, 'never']))
  expect(nextOpen(etcQuestions, decided, second)).toBe(second)
})

describe('selecting', () => {
  const options = listRows(
    [{ title: 'all', items: ['a', 'b', 'c', 'd'] }],
    (item) => item,
    (item) => item,
  ).filter((row) => row.kind === 'item')
  const plain = { ctrlKey: false, shiftKey: false }
  const keysOf = (selection: { readonly keys: ReadonlySet<string> } | undefined) =>
    [...(selection?.keys ?? [])].toSorted()

  it('with Shift reaches from where it began, in both directions', () => {
    const down = afterKey(selectOnly('b'), { ...plain, shiftKey: true, key: 'ArrowDown' }, options)
    expect(keysOf(down)).toEqual(['b', 'c'])
    const up = afterClick(down ?? selectOnly('b'), 'a', { ...plain, shiftKey: true }, options)
    expect(keysOf(up)).toEqual(['a', 'b'])
  })

  it('with Control adds and takes away one, and A takes all', () => {
    const two = afterClick(selectOnly('a'), 'c', { ...plain, ctrlKey: true }, options)
    expect(keysOf(two)).toEqual(['a', 'c'])
    expect(keysOf(afterClick(two, 'a', { ...plain, ctrlKey: true }, options))).toEqual(['c'])
    expect(keysOf(afterKey(two, { ...plain, ctrlKey: true, key: 'a' }, options))).toEqual(['a', 'b', 'c', 'd'])
    const moved = afterKey(two, { ...plain, ctrlKey: true, key: 'ArrowDown' }, options)
    expect([moved?.active, keysOf(moved)]).toEqual(['d', ['a', 'c']])
  })

  it('never keeps what is not listed any more, and always has an active row', () => {
    const left = options.slice(2)
    expect(selectionAmong(selectThese(['a', 'b']), left)).toMatchObject({ active: 'c', anchor: 'c' })
    expect(keysOf(selectionAmong(selectThese(['a', 'd']), left))).toEqual(['d'])
    expect(selectionAmong(selectOnly('a'), []).active).toBeUndefined()
  })
})

describe('a key in the list', () => {
  const press = { key: 'n', ctrlKey: false, shiftKey: false, altKey: true, repeat: false }
  const decidingOf = () => {
    const done: string[] = []
    const deciding = {
      offers: offersFor(etcQuestions, {}),
      choose: ({ choice }: { readonly choice: string }) => void done.push(choice),
      tickSelected: () => done.push('ticked') > 0,
      selectGroup: () => void done.push('group'),
    }
    return { done, deciding }
  }

  it('decides once, however long it is held', () => {
    const { done, deciding } = decidingOf()
    for (const repeat of [false, true, true]) {
      expect(onListKey({ ...press, repeat }, deciding, undefined)).toBe(true)
      expect(onListKey({ ...press, key: ' ', altKey: false, repeat }, deciding, undefined)).toBe(true)
    }
    expect(done).toEqual(['never', 'ticked'])
  })

  it('that is typed is looked for and decides nothing', () => {
    const { done, deciding } = decidingOf()
    const wanted: string[] = []
    onListKey({ ...press, altKey: false }, deciding, (typed) => void wanted.push(typed))
    expect([done, wanted]).toEqual([[], ['n']])
  })
})

describe('taking back', () => {
  it('goes step by step, each as a whole, whatever came between', () => {
    const store = createAnswersStore()
    const { answer, useSuggestions: takeSuggestions, undo } = store.getState()
    const mine = new Set(ids(etcQuestions))
    answer(['etc:/msmtprc'], 'never')
    takeSuggestions(etcQuestions)
    answer(['etc:/msmtprc', 'etc:/docker/daemon.json'], 'always')
    expect(Object.keys(store.getState().answers)).toHaveLength(5)
    undo(mine)
    expect(store.getState().answers).toMatchObject({ 'etc:/msmtprc': 'never', 'etc:/default/keyboard': 'always' })
    expect(store.getState().answers).not.toHaveProperty('etc:/docker/daemon.json')
    undo(mine)
    expect(store.getState().answers).toEqual({ 'etc:/msmtprc': 'never' })
    undo(mine)
    undo(mine)
    expect(store.getState().answers).toEqual({})
  })

  it('leaves what was answered on other pages alone', () => {
    const store = createAnswersStore()
    const { answer, undo } = store.getState()
    answer(['etc:/msmtprc'], 'never')
    answer(['home:todo.txt'], 'keep')
    undo(new Set(ids(etcQuestions)))
    expect(store.getState().answers).toEqual({ 'home:todo.txt': 'keep' })
  })
})
