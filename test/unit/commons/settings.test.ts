/** What both laptops are set to: where it is kept, and that it takes effect. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Travel } from '../../../src-main/contract/settings-calls.ts'
import { createTravelHandlers } from '../../../src-main/commons/settings/app.ts'
import { changeSettings, readSettings } from '../../../src-main/commons/settings/settings-file.ts'
import { openLeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import type { WorkState } from '../../../src-main/commons/system-state/on-pair/work-state.ts'
import { isLow, watchPower, createPowerHandlers } from '../../../src-main/domains/checks/on-pair/watch-power.ts'
import { checkPower, type Power } from '../../../src-main/domains/checks/verbs.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { newCall } from '../transport/new-call.ts'
import { ownFolder } from '../../own-folder.ts'

let folder = ''
beforeEach(() => (folder = ownFolder('settings')))

const stateOf = () => openLeftState(openSystemState(folder, 'p17'))
/** Of the laptop that has the work. */
const ownState = (): WorkState => {
  const machine = memoryMachine('p17', [])
  const at = async () => ({ state: stateOf(), laptop: (await machine).machine })
  return { read: async (work) => work(await at()), change: async (work) => work(await at()), of: stateOf }
}

it('has its usual values without a file, and keeps what it does not change', async () => {
  const state = stateOf()
  const usual = { fetchBeforehand: false, power: { start: 'anything', low: 'pause' } }
  expect(await readSettings(state)).toMatchObject(usual)
  await changeSettings(state, { fetchBeforehand: true }, 'Turn fetching beforehand on')
  await changeSettings(state, { power: { start: 'plugged', low: 'go-on' } }, 'Set what power a switch needs')
  expect(await readSettings(state)).toMatchObject({ fetchBeforehand: true, power: { start: 'plugged', low: 'go-on' } })
  const log = execFileSync('git', ['-C', folder, 'log', '--format=%s'], { encoding: 'utf8' })
  expect(log.trim().split('\n')).toEqual(['Set what power a switch needs', 'Turn fetching beforehand on'])
})

it('reads a file of before there was power in it, and refuses a damaged one', async () => {
  writeFileSync(join(folder, 'settings.json'), '{"version":1,"fetchBeforehand":true}')
  expect(await readSettings(stateOf())).toMatchObject({ fetchBeforehand: true, power: { start: 'anything' } })
  writeFileSync(join(folder, 'settings.json'), '{"version":1,"power":{"start":"sometimes"}}')
  await expect(readSettings(stateOf())).rejects.toMatchObject({ code: 'state-unreadable' })
})

it('sets one thing and keeps the other', async () => {
  const { settingsSetPower, settingsPower } = createPowerHandlers({ workState: ownState() })
  expect(await settingsSetPower({ start: 'charged' }, newCall())).toEqual({ start: 'charged', low: 'pause' })
  expect(await settingsPower({}, newCall())).toEqual({ start: 'charged', low: 'pause' })
})

it('copies everything until somebody turns a part off', async () => {
  const kind = (id: string, isOptional = true) => ({ id, title: id, text: '', isOptional })
  const copied = [kind('etc'), kind('home', false), kind('images')]
  const handlers = createTravelHandlers({ workState: ownState(), copied })
  const shown = ({ kinds }: Travel) => kinds.map(({ id, isOn }) => [id, isOn])
  const always = ['home', undefined]
  expect(shown(await handlers.settingsTravel({}, newCall()))).toEqual([always, ['etc', true], ['images', true]])
  await handlers.settingsSetTravel({ id: 'images', isOn: false }, newCall())
  const both = await handlers.settingsSetTravel({ id: 'etc', isOn: false }, newCall())
  expect(shown(both)).toEqual([always, ['etc', false], ['images', false]])
  for (const id of ['home', 'clocks'])
    await expect(handlers.settingsSetTravel({ id, isOn: false }, newCall())).rejects.toThrow(id)
  expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({ travel: { images: false } })
})

it('is low on battery below 15 percent, and not where the charge is not known', () => {
  const powers: Power[] = [
    { plugged: false, percent: 14 },
    { plugged: false, percent: 15 },
    { plugged: true, percent: 3 },
    { plugged: false },
  ]
  expect(powers.map(isLow)).toEqual([true, false, false, false])
})

async function watched(power: Power, low: 'pause' | 'go-on') {
  const systemState = openSystemState(folder, 'p17')
  await changeSettings(
    openLeftState(systemState),
    { power: { start: 'anything', low } },
    'Set what power a switch needs',
  )
  const looks = { count: 0 }
  const machineAt = async (name: string, its: Power) => {
    const look = answer(checkPower, () => {
      looks.count += 1
      return Promise.resolve(its)
    })
    return (await memoryMachine(name, [look])).machine
  }
  const pair = { from: await machineAt('p17', { plugged: true }), to: await machineAt('xps', power) }
  const pauseSwitch = vi.fn(() => Promise.resolve())
  const holding = watchPower({ systemState, pauseSwitch, logger: silentLogger }, 10)
  await holding.begin?.(pair, {})
  return { pauseSwitch, looks, release: () => holding.release(pair, 'broken-off', {}) }
}

it('pauses a switch when either laptop runs low, and looks no more once it is over', async () => {
  const { pauseSwitch, looks, release } = await watched({ plugged: false, percent: 9 }, 'pause')
  await expect.poll(() => pauseSwitch.mock.calls).toContainEqual(['battery'])
  await release()
  const settled = async () => {
    const { count } = looks
    await new Promise((resolve) => setTimeout(resolve, 100))
    return looks.count === count
  }
  await expect.poll(settled).toBe(true)
})

it('lets a switch go on while there is enough, and turns to what is set meanwhile', async () => {
  const enough = await watched({ plugged: false, percent: 60 }, 'pause')
  await expect.poll(() => enough.looks.count).toBeGreaterThan(3)
  await enough.release()
  expect(enough.pauseSwitch).not.toHaveBeenCalled()
  const { pauseSwitch, looks, release } = await watched({ plugged: false, percent: 9 }, 'go-on')
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect([looks.count, pauseSwitch.mock.calls.length]).toEqual([0, 0])
  await changeSettings(stateOf(), { power: { start: 'anything', low: 'pause' } }, 'Set what power a switch needs')
  await expect.poll(() => pauseSwitch.mock.calls.length).toBeGreaterThan(0)
  await release()
})
