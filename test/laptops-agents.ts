/** The agents of both practice laptops, asked as the app asks them but started from outside. */
import { argvOn, execOn } from '../practice/pair.ts'
import type { Host } from '../practice/layout.ts'
import type { ConnectedMachine, Patience } from '../src-main/machine/connect-machine.ts'
import { startAgent } from '../src-main/machine/start-agent.ts'
import type { Pair } from '../src-main/switch/step.ts'
import { testPair } from './laptops-pair.ts'
import { waitFor } from './laptops-waits.ts'
import { wording } from '../src-main/app/wording.ts'

export interface AgentPair extends Pair {
  readonly from: ConnectedMachine
  readonly to: ConnectedMachine
  close(): void
}

export async function startAgents(from: Host = 'p17', patience?: Patience): Promise<AgentPair> {
  const to: Host = from === 'p17' ? 'xps' : 'p17'
  const [left, taken] = await Promise.all([startAgentOn(from, patience), startAgentOn(to, patience)])
  const close = (): void => {
    left.close()
    taken.close()
  }
  return { from: left, to: taken, close }
}

async function startAgentOn(host: Host, patience?: Patience): Promise<ConnectedMachine> {
  return startAgent(wording, await argvOn(host, ['/usr/lib/pc-switcher/agent'], { name: testPair }), patience)
}

/** Runs a shell script as root on a laptop and returns what it printed. Throws when it fails. */
export async function shellOn(host: Host, script: string): Promise<string> {
  const { stdout, stderr, exitCode } = await waitFor(
    `${host}: ${script.trim()}`,
    execOn(host, ['bash', '-euc', script], { name: testPair }),
  )
  if (exitCode !== 0) throw new Error(`on ${host}: ${String(exitCode)}: ${stderr}${stdout}`)
  return stdout
}
