import { openHost } from './agent-host.ts'
import type { JoinedAgent } from './join-capabilities.ts'
import { logSetAside } from './log-set-aside.ts'
import { agentMessages } from './messages.ts'

/** The only other thing that the agent's program does: work that systemd's timers start, with nobody to answer to. */
export async function runScheduled(name: string | undefined, { all, scheduled }: JoinedAgent): Promise<void> {
  const work = scheduled.find((one) => one.name === name)
  if (work === undefined) throw agentMessages.noScheduledWork({ name: String(name) })
  const stop = new AbortController()
  process.once('SIGTERM', () => stop.abort())
  const host = await openHost()
  logSetAside(host.logger)
  process.stdout.write(`${await work.run(host, all, stop.signal)}\n`)
}
