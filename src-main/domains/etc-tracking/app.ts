import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { readerOf } from '../../commons/system-state/on-pair/work-state.ts'
import type { SyncSession } from '../../commons/syncthing/on-pair/sync-session.ts'
import { anyStep } from '../../switch/any-step.ts'
import { createEtcCheck } from './on-pair/check-all.ts'
import { createEtcStep } from './on-pair/etc-step.ts'
import { etcRulesContributor } from './on-pair/rules-file.ts'
import { createRulesHandlers } from './on-pair/rules-handlers.ts'
import { etcMessages } from './messages.ts'
import { copies } from './on-pair/texts.ts'
import { createEtcWhy } from './on-pair/why-etc.ts'

export function createEtcApp(session: SyncSession) {
  return {
    name: 'etc-tracking',
    messages: etcMessages,
    steps: ({ workState, connectIdle }) => [anyStep(createEtcStep(workState.of, session, connectIdle))],
    why: createEtcWhy,
    copies: { id: 'etc', ...copies, isOptional: true },
    handlers: createRulesHandlers,
    fullCheck: ({ workState }) => createEtcCheck(readerOf(workState)),
    contributors: ({ workState }) => [etcRulesContributor(workState.of)],
  } satisfies AppCapability
}
