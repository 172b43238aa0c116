/** What choices add to a plan, told with the plan, so that no client has to guess. */
import { expect, it } from 'vitest'
import type { Question } from '../../../src-main/contract/preview.ts'
import { previewHome } from '../../../src-main/domains/home-sync/on-pair/plan/preview.ts'
import type { HomeDecision } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import type { PackagesPlan } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { packagesQuestions } from '../../../src-main/domains/packages/on-pair/questions/packages-questions.ts'
import { homePlanWith } from './home-plans.ts'
import { noPackagesPlan } from './captures.ts'
import { pair } from '../machine/told-machine.ts'

const bringsOf = (questions: readonly Question[]) =>
  questions.map(({ choices }) => choices.find(({ brings }) => brings !== undefined)?.brings)

it('a removal brings what apt does with it, and what it makes room for by itself', () => {
  const ref = (name: string) => ({ name, arch: 'amd64' })
  const remove = (name: string) => ({ act: 'remove' as const, ...ref(name), before: '1.0' })
  const install = (name: string) => ({ act: 'install' as const, ...ref(name), version: '2.0' })
  const reason = { id: 'packages.unknown', data: {} }
  const plan: PackagesPlan = {
    ...noPackagesPlan,
    actions: [install('anyway')],
    rejected: [
      { ...ref('left'), version: '2.0', reason, needsRemoval: [ref('right')], actions: [install('left')] },
      { ...ref('both'), version: '2.0', reason, needsRemoval: [ref('right'), ref('up')], actions: [install('both')] },
    ],
    removals: [
      {
        asked: { ...ref('right'), version: '1.0' },
        actions: [remove('right'), remove('lib'), install('anyway')],
        facts: { summary: '', auto: false, bytes: {} },
      },
    ],
  }
  expect(bringsOf(packagesQuestions(plan, pair))).toMatchObject([
    {
      counts: { remove: 2, add: 1, update: 0 },
      changes: [
        { effect: 'remove', name: 'right', kind: 'apt', detail: '1.0' },
        { effect: 'remove', name: 'lib', kind: 'apt', detail: '1.0' },
        { effect: 'add', name: 'left', kind: 'apt', detail: '2.0' },
      ],
    },
  ])
})

it('a place in /home brings what the other laptop loses and gets', () => {
  const none = { added: 0, changed: 0, deleted: 0, bytes: 0 }
  const version = { files: 0, bytes: 0, newest: 0, newer: 0 }
  const decision = (id: string, parts: Partial<HomeDecision>): HomeDecision => ({
    ...{ id, subject: id, place: id, kind: 'only-there', paths: [id], from: none, to: none, units: 1, gitFolders: [] },
    about: '',
    aboutThere: '',
    versions: { from: version, to: version },
    effects: { add: 0, update: 0, remove: 0, bytesGone: 0 },
    ...parts,
  })
  const plan = homePlanWith({
    taken: { tally: { added: 300, changed: 101, deleted: 0, bytes: 1 }, examples: [] },
    decisions: [
      decision('Games', { to: { ...none, added: 3 }, effects: { add: 0, update: 0, remove: 3, bytesGone: 70 } }),
      decision('work', {
        kind: 'both',
        from: { ...none, changed: 94 },
        to: { ...none, changed: 90, added: 2 },
        effects: { add: 0, update: 94, remove: 2, bytesGone: 5 },
      }),
    ],
  })
  const { blocks, questions } = previewHome(plan, pair)
  expect(blocks[0]).toMatchObject({ count: 401, counts: { add: 300, update: 101, remove: 0 } })
  expect(bringsOf(questions)).toEqual([
    {
      counts: { add: 0, update: 0, remove: 3 },
      changes: [{ effect: 'remove', name: 'Games', kind: 'folder', detail: '3 items', bytes: 70 }],
    },
    {
      counts: { add: 0, update: 94, remove: 2 },
      changes: [
        { effect: 'remove', name: 'work', kind: 'folder', detail: '2 items', bytes: 5 },
        { effect: 'update', name: 'work', kind: 'folder', detail: '94 items' },
      ],
    },
  ])
})
