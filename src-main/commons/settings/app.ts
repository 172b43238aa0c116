import type { Handlers } from '../../contract/handlers.ts'
import type { Travel } from '../../contract/settings-calls.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { AppCapability, AppParts } from '../capability/app-capability.ts'
import { settingsMessages } from './messages.ts'
import { settingsContributor, changeSettings, readSettings } from './settings-file.ts'
import { nothingSuch, travelCommit } from './texts.ts'

export const settingsApp = {
  name: 'settings',
  messages: settingsMessages,
  handlers: createTravelHandlers,
  contributors: ({ workState }) => [settingsContributor(workState.of)],
} satisfies AppCapability

type TravelCalls = Pick<Handlers, 'settingsTravel' | 'settingsSetTravel'>

export function createTravelHandlers({ workState, copied }: Pick<AppParts, 'workState' | 'copied'>): TravelCalls {
  const alwaysFirst = copied.toSorted((one, other) => Number(one.isOptional) - Number(other.isOptional))
  const shown = ({ travel }: Pick<Awaited<ReturnType<typeof readSettings>>, 'travel'>): Travel => ({
    kinds: alwaysFirst.map(({ isOptional, ...kind }) => ({
      ...kind,
      ...(isOptional ? { isOn: travel[kind.id] ?? true } : {}),
    })),
  })
  return {
    settingsTravel: () => workState.read(async ({ state }) => shown(await readSettings(state))),
    settingsSetTravel: ({ id, isOn }) =>
      workState.change(async ({ state }) => {
        if (!copied.some((one) => one.id === id && one.isOptional))
          throw new AppError({ code: 'invalid-input', ...nothingSuch(id) })
        const { travel } = await readSettings(state)
        return shown(await changeSettings(state, { travel: { ...travel, [id]: isOn } }, travelCommit))
      }),
  }
}
