/** What the timer starts once a week. What is said goes to the system's log. */
import type { AgentHost } from '../../../../commons/capability/agent-capability.ts'
import { readLock } from '../../../../commons/ledger/on-machine/lock-file.ts'
import { assertNever } from '../../../../kernel/assert-never.ts'
import { countOf } from '../../../../kernel/units.ts'
import type { InAgent } from '../places.ts'
import { whatToScan } from '../scan/answers.ts'
import { findEarlier } from '../scan/earlier-scan.ts'
import { readFound } from '../scan/found-file.ts'
import { walkHome, type WalkOutcome } from './walk-home.ts'

/** Of the timer: pc-switcher-scheduled@home-walk.timer. */
export const walkName = 'home-walk'

/** The laptop is not reserved for it: a switch may begin meanwhile, and this gives way. */
export async function runScheduledWalk(host: AgentHost, all: InAgent, signal: AbortSignal): Promise<string> {
  const { stateFolder } = host
  if (readLock(stateFolder)?.alive === true) return notCompared('a switch or other work has the laptop')
  const earlier = findEarlier(stateFolder)
  if (earlier === undefined) return notCompared(listsAll)
  const rules = readFound(earlier.folder)?.own.rules ?? []
  const outcome = await walkHome(await whatToScan(all, host, rules), earlier, { signal })
  if (outcome.kind === 'compared' && outcome.missed > 0) {
    host.logger.log('error', 'the kernel did not tell all changes in /home', { missed: outcome.missed })
  }
  return lineOf(outcome)
}

const listsAll = 'the next plan lists all of /home anyway'

function notCompared(why: string): string {
  return `not compared: ${why}`
}

function lineOf(outcome: WalkOutcome): string {
  switch (outcome.kind) {
    case 'compared':
      return `compared ${countOf(outcome.entries, 'name')} in /home, ${missedOf(outcome.missed)}`
    case 'not-told':
      return notCompared(listsAll)
    case 'overtaken':
      return notCompared('a switch was prepared meanwhile')
    default:
      return assertNever(outcome)
  }
}

function missedOf(missed: number): string {
  return missed === 0 ? 'no change was missed' : `${countOf(missed, 'change')} missed: the next plan lists all of /home`
}
