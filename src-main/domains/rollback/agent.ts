import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { rollbackMessages } from './messages.ts'
import { createRollbackAnswers, recoverAtStart } from './on-machine/answers.ts'
import { laptopAround } from './on-machine/state/laptop-around.ts'
import { hasJournal } from './on-machine/state/operation.ts'

export const rollbackAgent: AgentCapability = {
  name: 'rollback',
  messages: rollbackMessages,
  ownPaths: [
    '/usr/lib/systemd/system/pc-switcher-rollback.service',
    '/usr/lib/systemd/system/sysinit.target.d/pc-switcher-rollback.conf',
  ],
  answers: ({ areas, forget }) =>
    createRollbackAnswers((host, isAskedHere) => laptopAround({ ...host, isAskedHere, forget }), areas),
  atStart: ({ stateFolder }) => recoverAtStart(stateFolder),
  // One that was interrupted, or goes on without whoever asked for it.
  blocksSwitch: (stateFolder) => (hasJournal(stateFolder) ? rollbackMessages.blocksSwitch({}) : undefined),
}
