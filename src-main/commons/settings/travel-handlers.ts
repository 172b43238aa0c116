import type { Handlers } from '../../contract/handlers.ts'
import type { AppParts } from '../capability/app-capability.ts'
import { changeSettings, readSettings } from './settings-file.ts'
import { travelCommit } from './texts.ts'

type TravelCalls = Pick<Handlers, 'settingsTravel' | 'settingsSetTravel'>

export function createTravelHandlers({ workState }: Pick<AppParts, 'workState'>): TravelCalls {
  return {
    settingsTravel: () => workState.read(async ({ state }) => (await readSettings(state)).travel),
    settingsSetTravel: (wanted) =>
      workState.change(async ({ state }) => {
        const { travel } = await readSettings(state)
        const { packages = travel.packages, etc = travel.etc, images = travel.images } = wanted
        return (await changeSettings(state, { travel: { packages, etc, images } }, travelCommit)).travel
      }),
  }
}
