import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { optionalCheck, optionalStep } from '../../commons/settings/optional-step.ts'
import type { SyncSession } from '../../commons/syncthing/on-pair/sync-session.ts'
import { anyStep } from '../../switch/any-step.ts'
import { createEtcCheck } from './on-pair/check-all.ts'
import { createEtcStep } from './on-pair/etc-step.ts'
import { etcRulesContributor } from './on-pair/rules-file.ts'
import { createRulesHandlers } from './on-pair/rules-handlers.ts'
import { etcMessages } from './messages.ts'
import { stepTitle } from './on-pair/texts.ts'

export function createEtcApp(session: SyncSession) {
  return {
    name: 'etc-tracking',
    messages: etcMessages,
    steps: ({ leftStateOn, connectIdle }) => [
      optionalStep(anyStep(createEtcStep(leftStateOn, session, connectIdle)), 'etc', leftStateOn),
    ],
    handlers: createRulesHandlers,
    fullCheck: ({ systemState: state }) => optionalCheck(createEtcCheck(state), 'etc', { title: stepTitle, state }),
    contributors: ({ leftStateOn }) => [etcRulesContributor(leftStateOn)],
  } satisfies AppCapability
}
