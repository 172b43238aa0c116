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
      group: 'What travels',
      title: 'Files in /etc',
      value: `${systemStateFolder}/${rulesFile}`,
      explanation: 'Only files with an "always" rule; see /etc rules.',
    },
  ],
} satisfies AppCapability

/** ~/system-state is committed by the laptop that has the work; what the other one wrote there would be lost. */
async function refuseWhereOthersCommit(here: Machine): Promise<void> {
  const { holder } = await here.call(readLedger, {})
  if (holder.kind !== 'held' || holder.by === here.name) return
  throw new AppError({
    code: 'blocked',
    message: `The rules are kept where the latest work is, and that is ${holder.by}.`,
    hint: `Decide it on ${holder.by}, or while you switch.`,
  })
}
