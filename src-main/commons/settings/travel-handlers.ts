import type { Handlers } from '../../contract/handlers.ts'
import type { AppParts } from '../capability/app-capability.ts'
import { refuseWhereOthersCommit } from '../system-state/on-pair/refuse-elsewhere.ts'
import { changeSettings, readSettings } from './settings-file.ts'
import { travelCommit } from './texts.ts'

type TravelCalls = Pick<Handlers, 'settingsTravel' | 'settingsSetTravel'>

export function createTravelHandlers({ systemState, here }: Pick<AppParts, 'systemState' | 'here'>): TravelCalls {
  return {
    settingsTravel: async () => (await readSettings(systemState)).travel,
    settingsSetTravel: async (wanted) => {
      await refuseWhereOthersCommit(await here())
      const { travel } = await readSettings(systemState)
      const { packages = travel.packages, etc = travel.etc, images = travel.images } = wanted
      return (await changeSettings(systemState, { travel: { packages, etc, images } }, travelCommit)).travel
    },
  }
}
