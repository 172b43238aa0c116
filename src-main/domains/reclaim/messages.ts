import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { lateText } from '../../contract/reclaim-words.ts'
import { countOf, formatBytes } from '../../kernel/units.ts'

const ofPath = z.object({ path: z.string() })
const lateSchema = z.object({ late: z.number() })
const toldSchema = lateSchema.extend({ gainBytes: z.number(), laterBytes: z.number(), groups: z.number() })

const withLate = (text: string, late: number): string => (late === 0 ? text : `${text} ${lateText(late)}`)

export const reclaimMessages = defineCatalogue('reclaim', {
  job: sentence(noData, () => 'Reclaiming space'),
  listing: sentence(noData, () => 'Listing files'),
  comparing: sentence(noData, () => 'Comparing files of one size'),
  sharing: sentence(noData, () => 'Sharing blocks'),
  planned: sentence(toldSchema, ({ gainBytes, laterBytes, groups, late }) => {
    if (groups === 0) return withLate('No duplicates found. Nothing was changed.', late)
    const later =
      laterBytes === 0 ? '' : ` ${formatBytes(laterBytes)} of duplicates are also held by what is left alone.`
    return `${countOf(groups, 'group')} of duplicates. About ${formatBytes(gainBytes)} can be freed.${later} Nothing was changed.`
  }),
  reclaimed: sentence(
    lateSchema.extend({ freedBytes: z.number(), files: z.number(), leftFiles: z.number() }),
    ({ freedBytes, files, leftFiles, late }) => {
      const left =
        leftFiles === 0 ? '' : ` ${countOf(leftFiles, 'file')} left as they are: changed, in use or different.`
      if (files === 0) return withLate(`Nothing to share.${left}`, late)
      return `Freed ${formatBytes(freedBytes)}: ${countOf(files, 'file')} now ${files === 1 ? 'shares its' : 'share their'} blocks with others.${left}`
    },
  ),
  nowhere: sentence(noData, () => '/home is on no btrfs on which blocks can be shared.'),
  withoutExcluded: sentence(noData, () => 'Nothing is excluded then until it is chosen again.'),
  withoutSettings: sentence(noData, () => 'All files of 8 KiB or more are shared then, without a rest.'),
  withoutMemory: sentence(noData, () => 'What was reclaimed so far is then not told any more.'),
  withoutKnown: sentence(noData, () => 'All files are then looked at again.'),

  noPath: problem('not-found', ofPath, ({ path }) => ({ message: `${path} is not there.` })),
  badPath: problem('invalid-input', ofPath, ({ path }) => ({
    message: `"${path}" is not the whole path of a file or folder.`,
    hint: 'Type it as /home/alice/photos.',
  })),
  noBtrfs: problem('invalid-input', ofPath.extend({ fsType: z.string() }), ({ path, fsType }) => ({
    message: `${path} is on ${fsType}. Only files on a btrfs can share blocks.`,
  })),
  noSubvolume: problem('invalid-input', ofPath, ({ path }) => ({
    message: `${path} is in no subvolume that is mounted as a whole.`,
    hint: 'Name a folder of a subvolume that is mounted, such as /home.',
  })),
  readOnly: problem('invalid-input', ofPath, ({ path }) => ({ message: `${path} is mounted read-only.` })),
  notExcluded: problem('not-found', ofPath, ({ path }) => ({
    message: `${path} is not excluded.`,
    hint: '"pc-switcher reclaim status" lists what is.',
  })),
})
