/** The job that lists all of /home once a week. */
import type { AgentHost } from '../../../../commons/capability/agent-capability.ts'
import { readLock } from '../../../../commons/ledger/on-machine/lock-file.ts'
import { assertNever } from '../../../../kernel/assert-never.ts'
import type { Message } from '../../../../kernel/message.ts'
import { homeMessages } from '../../messages.ts'
import type { InAgent } from '../places.ts'
import { whatToScan } from '../scan/answers.ts'
import { findEarlier } from '../scan/earlier-scan.ts'
import { readFound } from '../scan/found-file.ts'
import { walkHome, type WalkOutcome } from './walk-home.ts'

/** The laptop is not reserved for it: a switch may begin meanwhile, and this gives way. */
export async function runScheduledWalk(host: AgentHost, all: InAgent, signal: AbortSignal): Promise<Message> {
  const { stateFolder } = host
  if (readLock(stateFolder)?.alive === true) return homeMessages.notWalked({ why: 'reserved' })
  const earlier = findEarlier(stateFolder)
  if (earlier === undefined) return homeMessages.notWalked({ why: 'lists-all' })
  const rules = readFound(earlier.folder)?.own.rules ?? []
  const outcome = await walkHome(await whatToScan(all, host, rules), earlier, { signal })
  if (outcome.kind === 'compared' && outcome.missed > 0) {
    host.logger.log('error', 'the kernel did not tell all changes in /home', { missed: outcome.missed })
  }
  return tellOf(outcome)
}

function tellOf(outcome: WalkOutcome): Message {
  switch (outcome.kind) {
    case 'compared':
      return homeMessages.walked({ entries: outcome.entries, missed: outcome.missed })
    case 'not-told':
      return homeMessages.notWalked({ why: 'lists-all' })
    case 'overtaken':
      return homeMessages.notWalked({ why: 'overtaken' })
    default:
      return assertNever(outcome)
  }
}
