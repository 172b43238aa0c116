import { openHost } from './agent-host.ts'
import type { JoinedAgent } from './join-capabilities.ts'
import { agentMessages } from './messages.ts'

/** The only other thing that the agent's program does: work that systemd's timers start, with nobody to answer to. */
export async function runScheduled(name: string | undefined, { all, scheduled }: JoinedAgent): Promise<void> {
  const work = scheduled.find((one) => one.name === name)
  if (work === undefined) throw agentMessages.noScheduledWork({ name: String(name) })
  const stop = new AbortController()
  process.once('SIGTERM', () => stop.abort())
  process.stdout.write(`${await work.run(await openHost(), all, stop.signal)}\n`)
}
