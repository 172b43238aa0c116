import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { startJob } from '../../../commons/jobs/verbs.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { Machine } from '../../../machine/machine.ts'
import { disksMessages } from '../messages.ts'
import { refuseUseless } from '../refuse-useless.ts'
import { listDisks, markSeen } from '../verbs.ts'

export function createDisksHandlers({
  reach,
  here,
  calls,
}: Pick<AppParts, 'reach' | 'here' | 'calls'>): Pick<Handlers, 'disksList' | 'disksMarkSeen' | 'disksBalance'> {
  const on = (laptop: string | undefined): Promise<Machine> => (laptop === undefined ? here() : reach.named(laptop))
  return {
    disksList: async ({ on }) => {
      const { answers, missing } = await askEach(await reach.all(on), async (machine) => {
        const { fileSystems, unreadable } = await machine.call(listDisks, {})
        return {
          disks: fileSystems.map((one) => ({ laptop: machine.name, ...one })),
          unreadable: unreadable.map(({ places, error }) => ({
            ...{ laptop: machine.name, places },
            error: toWireError(machine.wording.error(error)),
          })),
        }
      })
      return {
        disks: answers.flatMap(({ disks }) => disks),
        unreadable: answers.flatMap(({ unreadable }) => unreadable),
        missing,
      }
    },
    disksMarkSeen: async ({ laptop, id }) => (await on(laptop)).call(markSeen, { id }),
    disksBalance: async ({ laptop, id }, call) => {
      const machine = await on(laptop)
      const { fileSystems } = await machine.call(listDisks, {})
      const disk = fileSystems.find((one) => one.id === id)
      if (disk === undefined) throw disksMessages.noDisk({ id })
      // One that would not help is no run that failed.
      refuseUseless(disk)
      const { runId } = await machine.call(startJob, { name: 'balance', input: { id } })
      // The job's own words for how far it is.
      const { run } = await calls().jobsFollow({ laptop: machine.name, name: 'balance', runId }, call)
      return { run }
    },
  }
}
