import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { askPersonApp, tellPersonApp } from '../../../src-main/commons/person-app/verbs.ts'
import { systemStateApp } from '../../../src-main/commons/system-state/app.ts'
import { createLeftStateOn, type LeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState, type SystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import { systemStateCalls } from '../../../src-main/contract/system-state-calls.ts'
import { toWireError } from '../../../src-main/contract/wire-error.ts'
import type { AppParts } from '../../../src-main/commons/capability/app-capability.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { rehearsalMachine } from '../../../src-main/machine/rehearsal-machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
let here: SystemState
let there: SystemState
beforeEach(() => {
  folder = ownFolder('left-state')
  here = openSystemState(path.join(folder, 'xps'), 'xps')
  there = openSystemState(path.join(folder, 'p17'), 'p17')
})

/** As the agent of p17 has it from the app of its person. */
async function callAppOfP17(name: string, input: unknown) {
  const handlers = systemStateApp.handlers({ systemState: there } as AppParts)
  const found = Object.entries(systemStateCalls).find(([, call]) => call.name === name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  const [key, call] = found
  const handler = handlers[key as keyof typeof handlers] as (value: unknown) => Promise<unknown>
  return handler(call.input.parse(input)).then(
    (value) => ({ kind: 'answered' as const, value: JSON.parse(JSON.stringify(value)) as unknown }),
    (thrown: unknown) => ({ kind: 'refused' as const, error: toWireError(thrown) }),
  )
}

/** Asked by a program on xps. */
async function machineOf(name: string) {
  const answers = [
    answer(askPersonApp, ({ call, input }) => callAppOfP17(call, input)),
    answer(tellPersonApp, ({ call, input }) => callAppOfP17(call, input)),
  ]
  const { machine } = await memoryMachine(name, answers, { isHere: name === 'xps' })
  return machine
}

const stateOf = async (name: string): Promise<LeftState> => createLeftStateOn(here)(await machineOf(name))

describe('~/system-state of the laptop that is left', () => {
  it('is read and recorded by the app of that laptop when that one is the other one', async () => {
    const state = await stateOf('p17')
    expect(await state.readFile('home.stignore')).toBeUndefined()
    expect(await state.check('Switch one')).toEqual({ isRecorded: false, differences: [] })
    expect(await state.find('Switch one')).toBeUndefined()
    const outcome = await state.record('Switch one', { 'home.stignore': '/Downloads\n' })
    expect(outcome).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string })
    expect(await state.readFile('home.stignore')).toBe('/Downloads\n')
    const commit = await there.findCommit('Switch one')
    expect(await state.find('Switch one')).toBe(commit)
    expect(await state.check('Switch one')).toEqual({ commit, isRecorded: true, differences: [] })
    expect(await state.record('Switch two', { 'home.stignore': '/Downloads\n' })).toEqual({ unchanged: true })
    await there.writeFiles({ 'home.stignore': '/Music\n' })
    expect(await state.check('Switch one')).toMatchObject({ differences: ['home.stignore'] })
    expect(await here.newestCommit()).toBeUndefined()
  })

  it('is the own one of this laptop when that one is this one', async () => {
    const state = await stateOf('xps')
    await state.record('Switch one', { 'home.stignore': '/Downloads\n' })
    expect(await state.find('Switch one')).toBe(await here.findCommit('Switch one'))
    expect(await there.newestCommit()).toBeUndefined()
  })

  it('is not written to by what only plans, and says why the app there refuses', async () => {
    const rehearsed = createLeftStateOn(here)(rehearsalMachine(await machineOf('p17')))
    expect(await rehearsed.readFile('kept.json')).toBeUndefined()
    await expect(rehearsed.record('Switch one', {})).rejects.toMatchObject({ code: 'rehearsal' })
    const state = await stateOf('p17')
    await expect(state.readFile('../.ssh/id_ed25519')).rejects.toMatchObject({
      code: 'invalid-input',
      message: '"../.ssh/id_ed25519" can\'t be a file in ~/system-state.',
    })
  })
})
