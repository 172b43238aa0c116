import { randomBytes } from 'node:crypto'
import type { CallContext, Handlers } from '../../../contract/handlers.ts'
import { isoNow, systemClock } from '../../../kernel/clock.ts'
import type { HandlerTools } from '../../../machine/reach.ts'
import { createSnapshots } from '../verbs.ts'
import { askEach } from '../../../machine/ask-each.ts'
import { takenWork, taskTitles } from './texts.ts'

type Taken = Awaited<ReturnType<Handlers['snapshotsCreate']>>

/** Takes both at nearly the same moment; the shared ID groups them in the list. */
export async function createOnBoth(
  { reach, runTask }: HandlerTools,
  { on, note }: Parameters<Handlers['snapshotsCreate']>[0],
  call: CallContext,
): Promise<Taken> {
  const words = note.trim()
  const request = { switchId: newRequestId(), reason: 'manual' as const, ...(words === '' ? {} : { note: words }) }
  const labels = new Map<string, string>()
  const activity = (value: Taken) => takenWork(value, (laptop) => labels.get(laptop) ?? laptop)
  return runTask(call, { title: taskTitles.take, activity }, async (options) => {
    const { answers, missing } = await askEach(await reach.all(on), async (machine) => {
      labels.set(machine.name, machine.label)
      const { id } = await machine.call(createSnapshots, request, options)
      return { laptop: machine.name, id }
    })
    return { taken: [...answers], failed: missing }
  })
}

/** Sorts by time and is unique, like the ID of a switch. */
export function newRequestId(): string {
  return `${isoNow(systemClock).replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
}
