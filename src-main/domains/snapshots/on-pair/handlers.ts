/** Handlers of the calls that list, take, measure, pin and delete snapshots outside a switch. */
import type { Handlers } from '../../../contract/handlers.ts'
import { measureSnapshots, pinSnapshot } from '../verbs.ts'
import { createOnBoth } from './create-pair.ts'
import { deleteOnBoth } from './delete-pair.ts'
import type { SnapshotsTools } from './snapshots-tools.ts'
import { createSnapshotLists } from './list-pair.ts'
import { getRetention, pruneBoth, setRetention } from './retention-pair.ts'
import { taskTitles } from './texts.ts'

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
    snapshotsCreate: (wanted, call) => createOnBoth(tools, wanted, call),
    snapshotsMeasure: async ({ laptop, ids }, call) => {
      const machine = await reach.named(laptop)
      return runTask(call, { title: taskTitles.measure(machine.label) }, (options) =>
        machine.call(measureSnapshots, { ids }, options),
      )
    },
    snapshotsPin: async ({ laptop, id, pinned }) => (await reach.named(laptop)).call(pinSnapshot, { id, pinned }),
    snapshotsDelete: (wanted, call) => deleteOnBoth(tools, wanted, call),
    retentionGet: () => getRetention(reach),
    retentionSet: (wanted) => setRetention(reach, wanted),
    snapshotsPrune: (wanted, call) => pruneBoth(tools, wanted, call),
  }
}
