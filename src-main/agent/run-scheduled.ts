import { machinePlaces } from '../commons/snapshot-sets/on-machine/find-layout.ts'
import { takeScheduled } from '../domains/snapshots/on-machine/retention/take-scheduled.ts'
import { systemClock } from '../kernel/clock.ts'
import { createLogger } from '../kernel/logger.ts'
import { readSwapFiles } from '../tools/proc/swaps.ts'
import { statePath } from './run-agent.ts'

/** The only other thing that the agent's program does: started by systemd's timer, with nobody to answer to. */
export async function runScheduled(): Promise<void> {
  process.umask(0o077)
  const stop = new AbortController()
  process.once('SIGTERM', () => stop.abort())
  const logger = createLogger((line) => void process.stderr.write(line), systemClock)
  const places = machinePlaces(statePath, readSwapFiles())
  process.stdout.write(`${await takeScheduled(places, logger, stop.signal)}\n`)
}
