/** Handlers of the calls that list, take, measure, pin and delete snapshots outside a switch. */
import type { Handlers } from '../../../contract/handlers.ts'
import { measureSnapshots, pinSnapshot } from '../verbs.ts'
import { createOnBoth } from './create-pair.ts'
import { deleteOnBoth } from './delete-pair.ts'
import type { SnapshotsTools } from './snapshots-tools.ts'
import { createSnapshotLists } from './list-pair.ts'
import { getRetention, pruneBoth, setRetention } from './retention-pair.ts'

type Keys =
  | 'snapshotsList'
  | 'snapshotsCreate'
  | 'snapshotsMeasure'
  | 'snapshotsPin'
  | 'snapshotsDelete'
  | 'retentionGet'
  | 'retentionSet'
  | 'snapshotsPrune'

export function createSnapshotsHandlers(tools: SnapshotsTools): Pick<Handlers, Keys> {
  const { reach, runTask } = tools
  const lists = createSnapshotLists(tools.areas)
  return {
    snapshotsList: () => lists.both(reach),
    snapshotsCreate: (wanted) => createOnBoth(tools, wanted),
    snapshotsMeasure: async ({ laptop, ids }) => {
      const machine = await reach.named(laptop)
      return runTask('snapshotsMeasure', `Measure snapshots of ${machine.label}`, (options) =>
        machine.call(measureSnapshots, { ids }, options),
      )
    },
    snapshotsPin: async ({ laptop, id, pinned }) => (await reach.named(laptop)).call(pinSnapshot, { id, pinned }),
    snapshotsDelete: (wanted) => deleteOnBoth(tools, wanted),
    retentionGet: () => getRetention(reach),
    retentionSet: (wanted) => setRetention(reach, wanted),
    snapshotsPrune: (wanted) => pruneBoth(tools, wanted),
  }
}
