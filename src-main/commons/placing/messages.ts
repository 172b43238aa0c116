import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { formatBytes } from '../../kernel/units.ts'

export const placingMessages = defineCatalogue('placing', {
  tooLittleRoom: problem('disk-full', z.object({ needed: z.number(), free: z.number() }), ({ needed, free }) => ({
    message: `The disk of the receiving laptop has too little room: putting the files into place needs ${formatBytes(needed)}, but only ${formatBytes(free)} are free.`,
    hint: 'These files are as they were. Delete files or old snapshots there, then resume.',
  })),
  quotaTooSmall: problem(
    'disk-full',
    z.object({ needed: z.number(), free: z.number(), group: z.string() }),
    ({ needed, free, group }) => ({
      message: `A quota of the receiving laptop leaves too little room: putting the files into place needs ${formatBytes(needed)}, but the quota group ${group} leaves ${formatBytes(free)}.`,
      hint: 'These files are as they were. Raise the limit there with "btrfs qgroup limit", or delete files, then resume.',
    }),
  ),
  readOnly: problem('blocked', z.object({ place: z.string() }), ({ place }) => ({
    message: `${place} on the receiving laptop is read-only, so no file can be put into place.`,
    hint: 'Nothing was changed there. A disk becomes read-only when it is damaged: check "journalctl -k". Resume once it can be written to.',
  })),
  withoutPlacing: sentence(noData, () => 'Files named .pc-switcher-place-… may be left beside those that were copied.'),
})
