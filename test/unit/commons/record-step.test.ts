import { beforeEach, expect, it } from 'vitest'
import { openLeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import { createRecordStep, type StateContributor } from '../../../src-main/commons/system-state/on-pair/record-step.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { wording } from '../../../src-main/app/wording.ts'
import { runOutside } from '../../run-outside.ts'
import { ownFolder } from '../../own-folder.ts'

const machine = (name: string): Machine => ({
  name,
  label: name.toUpperCase(),
  wording,
  call: () => Promise.reject(new Error('not asked')),
})
const pair = { from: machine('p17'), to: machine('xps') }
const context = { ...runOutside, switchId: 'id-1' }
const rules: StateContributor = { contribute: () => Promise.resolve({ 'etc.stignore': '*\n' }) }
const manifests: StateContributor = {
  contribute: () => Promise.resolve({ 'packages/p17.json': '{}\n', 'packages/xps.json': '{}\n' }),
}

let folder = ''
beforeEach(() => (folder = ownFolder('record-step')))

it('records everything in one commit that names the switch, and finds it again', async () => {
  const state = openSystemState(folder, 'p17')
  const step = createRecordStep(
    () => openLeftState(state),
    () => [rules, manifests],
  )
  const outcome = await step.run(pair, {}, {}, context)
  expect(outcome).toMatchObject({ items: 3 })
  expect(await state.findCommit('Switch p17 → xps id-1')).toMatch(/^[0-9a-f]{40}$/)
  const proof = await step.verify(pair, {}, {}, context)
  expect(proof.items[0]).toMatchObject({ verdict: 'same', differences: [] })
})

it('makes no second commit when it is run again', async () => {
  const state = openSystemState(folder, 'p17')
  await createRecordStep(
    () => openLeftState(state),
    () => [rules],
  ).run(pair, {}, {}, context)
  const first = await state.newestCommit()
  const changed: StateContributor = { contribute: () => Promise.resolve({ 'etc.stignore': 'later\n' }) }
  expect(
    await createRecordStep(
      () => openLeftState(state),
      () => [changed],
    ).run(pair, {}, {}, context),
  ).toMatchObject({ items: 0 })
  expect(await state.newestCommit()).toBe(first)
})

it('names what was changed without a commit', async () => {
  const state = openSystemState(folder, 'p17')
  const step = createRecordStep(
    () => openLeftState(state),
    () => [rules],
  )
  await step.run(pair, {}, {}, context)
  await state.writeFiles({ 'etc.stignore': 'else\n' })
  expect((await step.verify(pair, {}, {}, context)).items[0]).toMatchObject({
    verdict: 'differs',
    differences: ['~/system-state/etc.stignore'],
  })
})
