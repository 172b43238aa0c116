import { randomUUID } from 'node:crypto'
import type { Handlers } from '../../../contract/handlers.ts'
import type { liveCalls } from '../../../contract/live-calls.ts'
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { leaveLive } from '../verbs.ts'
import { named } from './named.ts'
import { readOwnRules, renewWhileIdle } from './renew.ts'
import { seeLive, untilSettled } from './see-live.ts'
import { offTask, onTask, turnedOff, turnedOn } from './texts.ts'
import { turnOn } from './turn-on.ts'

export function createLiveHandlers(parts: AppParts): Pick<Handlers, keyof typeof liveCalls> {
  const { reach, runTask } = parts
  const renewal = renewWhileIdle(parts)
  const see = async () => {
    const live = await seeLive(await reach.all(), {})
    if (live.folders.some(({ isOurs }) => isOurs)) renewal.isOn()
    return live
  }
  return {
    liveStatus: see,
    liveOn: async ({ places, isOverInternet }, call) => {
      await runTask(
        call,
        { title: onTask(places.length), activity: (isSettled: boolean) => turnedOn(places.length, isSettled) },
        async (options) => {
          const both = await reach.both()
          await turnOn(both, { places, isOverInternet, own: await readOwnRules(parts) }, options)
          return untilSettled(both, places, options)
        },
      )
      return see()
    },
    liveOff: async ({ places, deleteVersions }, call) => {
      await runTask(call, { title: offTask, activity: turnedOff }, async (options) => {
        const { machines, missing } = await reach.all()
        // What cannot be done on one is done on the other all the same.
        const ended = await Promise.allSettled(
          machines.map((machine) => leaveOn(machine, { places, deleteVersions }, options)),
        )
        for (const end of ended) if (end.status === 'rejected') throw end.reason
        return missing.length === 0
      })
      return see()
    },
  }
}

interface Leaving {
  readonly places: string[] | undefined
  readonly deleteVersions: boolean
}

function leaveOn(machine: Machine, { places, deleteVersions }: Leaving, options: CallOptions): Promise<unknown> {
  const operationId = `live-${randomUUID()}`
  const request = { operationId, ...(places === undefined ? {} : { places }), deleteVersions, staysSetUp: false }
  return named(machine, (on) => withLock(on, operationId, () => on.call(leaveLive, request, options)))
}
