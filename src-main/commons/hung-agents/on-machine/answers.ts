import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { answer, type Answer } from '../../../machine/machine.ts'
import { isAlive, type ProcessIdentity } from '../../../tools/proc/process-identity.ts'
import { ifAlive } from '../../../tools/proc/running-processes.ts'
import type { AllInAgent } from '../../capability/agent-capability.ts'
import { endHungAgent } from '../verbs.ts'

/** What waits for a disk that hangs may outlive it. */
const patienceMs = 5_000
const lookEveryMs = 50

const answerEnd = (atStart: AllInAgent['atStart']) =>
  answer(endHungAgent, async (hung, { host, signal }) => {
    if (hung.pid === process.pid || !isAgent(hung)) return { ended: false }
    process.kill(hung.pid, 'SIGKILL')
    host.logger.log('warn', 'ended an agent that did not answer', { pid: hung.pid })
    for (const deadline = Date.now() + patienceMs; isAlive(hung) && Date.now() < deadline;)
      await wait(lookEveryMs, undefined, { signal })
    if (isAlive(hung)) return { ended: false }
    // While it lived, what it had begun was its own.
    await atStart(host)
    return { ended: true }
  })

/** It runs the same program as this process. Whoever asks may end nothing else. */
function isAgent(one: ProcessIdentity): boolean {
  const command = ifAlive(() => readFileSync(`/proc/${one.pid}/cmdline`, 'latin1'))
  const own = readFileSync('/proc/self/cmdline', 'latin1')
  return command !== undefined && command === own && isAlive(one)
}

export function createHungAgentsAnswers({ atStart }: Pick<AllInAgent, 'atStart'>): readonly Answer[] {
  return [answerEnd(atStart)]
}
