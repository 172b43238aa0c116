/** Whether to fetch beforehand: in ~/system-state, which goes along with the work. */
import { z } from 'zod'
import type { LeftStateOn } from '../../../../commons/system-state/on-pair/left-state.ts'
import type { SystemState } from '../../../../commons/system-state/on-pair/open-system-state.ts'
import type { StateContributor } from '../../../../commons/system-state/on-pair/record-step.ts'
import { parseState } from '../../../../kernel/state-text.ts'
import { homeMessages } from '../../messages.ts'
import { commitMessage } from './texts.ts'

const settingsFile = 'settings.json'
const settingsSchema = z.object({ version: z.literal(1), fetchBeforehand: z.boolean() })

/** Off unless it says otherwise. AppError "state-unreadable" when it is damaged. */
export async function readEnabled(state: SystemState): Promise<boolean> {
  const text = await state.readFile(settingsFile)
  if (text === undefined) return false
  const place = `~/system-state/${settingsFile}`
  const read = parseState({ path: place, schema: settingsSchema, without: homeMessages.withoutSettings({}) }, text)
  return read.fetchBeforehand
}

export async function writeEnabled(state: SystemState, enabled: boolean): Promise<void> {
  const settings: z.infer<typeof settingsSchema> = { version: 1, fetchBeforehand: enabled }
  await state.writeFiles({ [settingsFile]: `${JSON.stringify(settings, undefined, 2)}\n` })
  await state.commit(commitMessage(enabled))
}

/** As it is, it is committed before /home travels. */
export function settingContributor(stateOn: LeftStateOn): StateContributor {
  return {
    async contribute({ from }, _answers, { signal }) {
      const text = await stateOn(from).readFile(settingsFile, { signal })
      return text === undefined ? {} : { [settingsFile]: text }
    },
  }
}
