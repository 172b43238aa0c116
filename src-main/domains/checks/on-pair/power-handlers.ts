import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { changeSettings, readSettings } from '../../../commons/settings/settings-file.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { powerCommit } from './texts.ts'

type PowerCalls = Pick<Handlers, 'settingsPower' | 'settingsSetPower'>

export function createPowerHandlers({ workState }: Pick<AppParts, 'workState'>): PowerCalls {
  return {
    settingsPower: () => workState.read(async ({ state }) => (await readSettings(state)).power),
    settingsSetPower: ({ start, low }) =>
      workState.change(async ({ state }) => {
        const { power } = await readSettings(state)
        const wanted = { start: start ?? power.start, low: low ?? power.low }
        return (await changeSettings(state, { power: wanted }, powerCommit)).power
      }),
  }
}
