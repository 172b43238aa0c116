/** Shuts guests down on the source, so that what belongs to them can be held still. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Parsed, Progress } from '../../../../contract/define.ts'
import { systemClock } from '../../../../kernel/clock.ts'
import {
  askToShutDown,
  discardSavedMemory,
  listGuestsThatRun,
  type GuestThatIsOn,
} from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { stopGuests } from '../../guest-verbs.ts'

const askEveryMs = 1_000

interface StopOptions extends RunOptions {
  readonly report: (progress: Progress) => void
}

/** Ends when they are off, or the time is over. What libvirt does not pass on to a guest is not waited for. */
export async function stopThese(
  { running, saved, waitMs }: Parsed<typeof stopGuests>,
  { report, ...options }: StopOptions,
): Promise<void> {
  const on = await listGuestsThatRun(options)
  for (const { uuid } of those(on, 'saved', saved)) await discardSavedMemory(uuid, options)
  const asked: string[] = []
  for (const { uuid } of those(on, 'running', running)) if (await askToShutDown(uuid, options)) asked.push(uuid)
  const untilMs = systemClock.nowMs() + waitMs
  while (asked.length > 0) {
    const left = (await listGuestsThatRun(options)).filter(({ uuid }) => asked.includes(uuid)).length
    report({ done: asked.length - left, total: asked.length, unit: 'steps' })
    if (left === 0 || systemClock.nowMs() >= untilMs) return
    await wait(askEveryMs, undefined, { signal: options.signal })
  }
}

function those(on: readonly GuestThatIsOn[], state: GuestThatIsOn['state'], names: readonly string[]) {
  return on.filter((guest) => guest.state === state && names.includes(guest.name))
}
