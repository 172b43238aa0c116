/**
 * ~/system-state/settings.json: what the person has set for both laptops. It goes along with the work, so that it is the
 * same on both, and is read whenever it is asked for, so that it takes effect at once.
 */
import { z } from 'zod'
import { passwordRuleSchema, powerRuleSchema } from '../../contract/settings-calls.ts'
import { parseState } from '../../kernel/state-text.ts'
import type { LeftState } from '../system-state/on-pair/left-state.ts'
import type { StateContributor } from '../system-state/on-pair/record-step.ts'
import type { RulesOf } from '../system-state/on-pair/work-state.ts'
import { settingsMessages } from './messages.ts'

const settingsFile = 'settings.json'

/** What the file does not say has its usual value. */
const settingsSchema = z.object({
  version: z.literal(1),
  fetchBeforehand: z.boolean().default(false),
  power: powerRuleSchema.default({ start: 'anything', low: 'pause' }),
  password: passwordRuleSchema.default({ ask: false }),
  /** By what a capability calls what it copies; what is not here is copied. */
  travel: z.record(z.string(), z.boolean()).default({}),
})
type SharedSettings = Omit<z.infer<typeof settingsSchema>, 'version'>

/** AppError "state-unreadable" when the file is damaged. */
export async function readSettings(state: Pick<LeftState, 'readFile'>): Promise<SharedSettings> {
  const text = (await state.readFile(settingsFile)) ?? JSON.stringify({ version: 1 })
  const path = `~/system-state/${settingsFile}`
  return parseState({ path, schema: settingsSchema, without: settingsMessages.withoutSettings({}) }, text)
}

/** Whether the person has what is called so copied. */
export async function isCopied(id: string, state: Pick<LeftState, 'readFile'>): Promise<boolean> {
  return (await readSettings(state)).travel[id] ?? true
}

/** @param subject what the commit says */
export async function changeSettings(
  state: LeftState,
  change: Partial<SharedSettings>,
  subject: string,
): Promise<SharedSettings> {
  const settings: z.infer<typeof settingsSchema> = { ...(await readSettings(state)), ...change, version: 1 }
  await state.record(subject, { [settingsFile]: `${JSON.stringify(settings, undefined, 2)}\n` })
  return settings
}

/** As it is, it is committed before /home travels. */
export function settingsContributor(rulesOf: RulesOf): StateContributor {
  return {
    async contribute(pair, _answers, { signal }) {
      const text = await rulesOf(pair).readFile(settingsFile, { signal })
      return text === undefined ? {} : { [settingsFile]: text }
    },
  }
}
