import { randomBytes } from 'node:crypto'
import type { Handlers } from '../../../contract/handlers.ts'
import { isoNow, systemClock } from '../../../kernel/clock.ts'
import type { HandlerTools } from '../../../machine/reach.ts'
import { createSnapshots } from '../verbs.ts'
import { askEach } from '../../../machine/ask-each.ts'
import { taskTitles } from './texts.ts'

/** Takes both at nearly the same moment; the shared ID groups them in the list. */
export async function createOnBoth(
  { reach, runTask }: HandlerTools,
  { on, note }: Parameters<Handlers['snapshotsCreate']>[0],
): ReturnType<Handlers['snapshotsCreate']> {
  const words = note.trim()
  const request = { switchId: newRequestId(), reason: 'manual' as const, ...(words === '' ? {} : { note: words }) }
  return runTask('snapshotsCreate', taskTitles.take, async (options) => {
    const { answers, missing } = await askEach(await reach.all(on), async (machine) => {
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
