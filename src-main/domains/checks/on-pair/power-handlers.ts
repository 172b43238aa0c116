import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { changeSettings, readSettings } from '../../../commons/settings/settings-file.ts'
import { refuseWhereOthersCommit } from '../../../commons/system-state/on-pair/refuse-elsewhere.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { powerCommit } from './texts.ts'

type PowerCalls = Pick<Handlers, 'settingsPower' | 'settingsSetPower'>

export function createPowerHandlers({ systemState, here }: Pick<AppParts, 'systemState' | 'here'>): PowerCalls {
  return {
    settingsPower: async () => (await readSettings(systemState)).power,
    settingsSetPower: async ({ start, low }) => {
      await refuseWhereOthersCommit(await here())
      const { power } = await readSettings(systemState)
      const wanted = { start: start ?? power.start, low: low ?? power.low }
      return (await changeSettings(systemState, { power: wanted }, powerCommit)).power
    },
  }
}
