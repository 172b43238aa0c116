import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { messageSchema } from '../../contract/message.ts'
import { laptopSchema } from '../../contract/switch-state.ts'
import { countOf } from '../../kernel/units.ts'

const inSet = z.object({ subvolume: z.string() })

/** Problems, and why a set is needed, may not be deleted, or is kept or deleted by the retention rule. */
export const snapshotsMessages = defineCatalogue('snapshots', {
  noneOfSwitch: problem('not-found', noData, () => ({
    message: 'There are no snapshots of this switch.',
    hint: 'Resume the switch, which takes them first.',
  })),
  gone: problem('not-found', noData, () => ({
    message: 'This snapshot no longer exists.',
    hint: 'Reload the list of snapshots.',
  })),

  job: sentence(noData, () => 'Automatic snapshots'),
  taken: sentence(
    z.object({
      id: z.string(),
      snapshots: z.number(),
      /** Sets, where cleanup is on. */
      deleted: z.number().optional(),
      notCleaned: messageSchema.optional(),
    }),
    ({ id, snapshots, deleted, notCleaned }, tell) =>
      [
        `Took ${countOf(snapshots, 'snapshot')} as ${id}.`,
        cleanupText(deleted),
        notCleaned === undefined ? '' : `Nothing was deleted. ${tell(notCleaned)}`,
      ]
        .filter((text) => text !== '')
        .join(' '),
  ),
  notTaken: sentence(z.object({ why: messageSchema }), ({ why }, tell) => `No snapshot was taken. ${tell(why)}`),

  neededUnknown: sentence(noData, () => 'The record of switches is unreadable, so it may still be needed.'),
  neededByWork: sentence(noData, () => 'Needed by what is running now.'),
  neededBySwitch: sentence(
    z.object({ from: laptopSchema, to: laptopSchema }),
    ({ from, to }) => `Needed by the unfinished switch from ${from.label} to ${to.label}.`,
  ),
  mounted: sentence(z.object({ target: z.string() }), ({ target }) => `Mounted at ${target}.`),
  beingSent: sentence(noData, () => 'Being sent to another place right now.'),

  notFound: sentence(noData, () => 'It no longer exists.'),
  lastGood: sentence(noData, () => 'The last complete snapshot on this laptop. Take another one first.'),
  beingTaken: sentence(noData, () => 'Being taken right now.'),
  pinnedFirst: sentence(noData, () => 'Pinned. Unpin it first.'),
  holdsOther: sentence(inSet, ({ subvolume }) => `It contains "${subvolume}", which is not a snapshot.`),
  notReadOnly: sentence(inSet, ({ subvolume }) => `"${subvolume}" in it is writable and may contain somebody's work.`),
  notDescribed: sentence(inSet, ({ subvolume }) => `It contains "${subvolume}", which its description does not list.`),
  replaced: sentence(inSet, ({ subvolume }) => `"${subvolume}" in it is not the snapshot that its description lists.`),
  hasSubvolumes: sentence(inSet, ({ subvolume }) => `"${subvolume}" in it contains further subvolumes.`),
  notDeleted: sentence(z.object({ said: z.string() }), ({ said }) => `The system refused to delete it: ${said}`),

  /** After the folder's name: what is wrong with a snapshot that was looked at. */
  foundMissing: sentence(noData, () => 'missing'),
  foundOther: sentence(noData, () => 'replaced by another one'),
  foundWritable: sentence(noData, () => 'writable'),

  withoutRetention: sentence(
    noData,
    () => 'How long snapshots are kept is then as it was at first, with automatic cleanup off.',
  ),
  withoutMeasure: sentence(noData, () => 'It is measured again later.'),
})

function cleanupText(deleted: number | undefined): string {
  if (deleted === undefined) return ''
  return deleted === 0 ? 'All are kept.' : `Deleted ${countOf(deleted, 'set')} that need not be kept.`
}
