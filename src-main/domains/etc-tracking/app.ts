import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { optionalCheck, optionalStep } from '../../commons/settings/optional-step.ts'
import { refuseWhereOthersCommit } from '../../commons/system-state/on-pair/refuse-elsewhere.ts'
import { anyStep } from '../../switch/any-step.ts'
import { readNeverList } from './on-pair/compare-etc.ts'
import { createEtcCheck } from './on-pair/check-all.ts'
import { createEtcStep } from './on-pair/etc-step.ts'
import { decideEtcRule, etcRulesContributor, listEtcRules } from './on-pair/rules-file.ts'
import { etcMessages } from './messages.ts'
import { isInEtc } from './on-pair/look-at-etc.ts'
import { stepTitle } from './on-pair/texts.ts'

export const etcApp = {
  name: 'etc-tracking',
  messages: etcMessages,
  steps: ({ leftStateOn, sync }) => [optionalStep(anyStep(createEtcStep(leftStateOn, sync)), 'etc', leftStateOn)],
  handlers: ({ systemState, here }) => ({
    etcList: async () => listEtcRules(systemState, await readNeverList(await here())),
    etcDecide: async ({ pattern, decision }) => {
      const machine = await here()
      await refuseWhereOthersCommit(machine)
      const decided = await decideEtcRule(systemState, await readNeverList(machine), pattern, decision)
      return decision === 'forget' ? decided : { ...decided, ...(await isInEtc(machine, pattern)) }
    },
  }),
  fullCheck: ({ systemState: state }) => optionalCheck(createEtcCheck(state), 'etc', { title: stepTitle, state }),
  contributors: ({ leftStateOn }) => [etcRulesContributor(leftStateOn)],
} satisfies AppCapability
