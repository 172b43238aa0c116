import type { AppParts } from '../../../commons/capability/app-capability.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { askEach } from '../../../machine/ask-each.ts'
import { listDisks, markSeen } from '../verbs.ts'

export function createDisksHandlers({
  reach,
  here,
}: Pick<AppParts, 'reach' | 'here'>): Pick<Handlers, 'disksList' | 'disksMarkSeen'> {
  return {
    disksList: async ({ on }) => {
      const { answers, missing } = await askEach(await reach.all(on), async (machine) => {
        const { fileSystems } = await machine.call(listDisks, {})
        return fileSystems.map((one) => ({ laptop: machine.name, ...one }))
      })
      return { disks: answers.flat(), missing }
    },
    disksMarkSeen: async ({ laptop, id }) => {
      const machine = laptop === undefined ? await here() : await reach.named(laptop)
      return machine.call(markSeen, { id })
    },
  }
}
