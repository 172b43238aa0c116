import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { settingGroups } from '../../commons/capability/texts.ts'
import { readLedger } from '../../commons/ledger/verbs.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Machine } from '../../machine/machine.ts'
import { anyStep } from '../../switch/any-step.ts'
import { readNeverList } from './on-pair/compare-etc.ts'
import { createEtcStep } from './on-pair/etc-step.ts'
import { decideEtcRule, etcRulesContributor, listEtcRules } from './on-pair/rules-file.ts'
import { rulesFile } from './rules.ts'
import { etcMessages } from './messages.ts'
import { rulesElsewhere, setting } from './on-pair/texts.ts'

export const etcApp = {
  name: 'etc-tracking',
  messages: etcMessages,
  steps: ({ systemState, sync }) => [anyStep(createEtcStep(systemState, sync))],
  handlers: ({ systemState, here }) => ({
    etcList: async () => listEtcRules(systemState, await readNeverList(await here())),
    etcDecide: async ({ pattern, decision }) => {
      const machine = await here()
      await refuseWhereOthersCommit(machine)
      return decideEtcRule(systemState, await readNeverList(machine), pattern, decision)
    },
  }),
  contributors: ({ systemState }) => [etcRulesContributor(systemState)],
  settings: ({ systemStateFolder }) => [
    { group: settingGroups.copied, value: `${systemStateFolder}/${rulesFile}`, ...setting },
  ],
} satisfies AppCapability

/** Only the laptop that has the work commits to ~/system-state; changes on the other one would be lost. */
async function refuseWhereOthersCommit(here: Machine): Promise<void> {
  const { holder } = await here.call(readLedger, {})
  if (holder.kind !== 'held' || holder.by === here.name) return
  throw new AppError({ code: 'blocked', ...rulesElsewhere(holder.by) })
}
