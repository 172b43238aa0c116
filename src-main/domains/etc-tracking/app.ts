import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { readLedger } from '../../commons/ledger/verbs.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Machine } from '../../machine/machine.ts'
import { anyStep } from '../../switch/any-step.ts'
import { createEtcStep } from './on-pair/etc-step.ts'
import { decideEtcRule, etcRulesContributor, listEtcRules } from './on-pair/rules-file.ts'
import { rulesFile } from './rules.ts'
import { etcMessages } from './messages.ts'

export const etcApp = {
  name: 'etc-tracking',
  messages: etcMessages,
  steps: ({ systemState, sync }) => [anyStep(createEtcStep(systemState, sync))],
  handlers: ({ systemState, here }) => ({
    etcList: () => listEtcRules(systemState),
    etcDecide: async ({ pattern, decision }) => {
      await refuseWhereOthersCommit(await here())
      return decideEtcRule(systemState, pattern, decision)
    },
  }),
  contributors: ({ systemState }) => [etcRulesContributor(systemState)],
  settings: ({ systemStateFolder }) => [
    {
      group: 'What is copied',
      title: 'Files in /etc',
      value: `${systemStateFolder}/${rulesFile}`,
      explanation: 'Only files with an "always" rule. See /etc rules.',
    },
  ],
} satisfies AppCapability

/** Only the laptop that has the work commits to ~/system-state; changes on the other one would be lost. */
async function refuseWhereOthersCommit(here: Machine): Promise<void> {
  const { holder } = await here.call(readLedger, {})
  if (holder.kind !== 'held' || holder.by === here.name) return
  throw new AppError({
    code: 'blocked',
    message: `Rules can only be changed on the laptop with the latest work: ${holder.by}.`,
    hint: `Change it on ${holder.by}, or during the next switch.`,
  })
}
