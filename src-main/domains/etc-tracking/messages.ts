import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { neverWhySchema } from './never-list.ts'
import { neverReasons } from './texts.ts'

const onFile = z.object({ path: z.string() })

/** Paths are below /etc. */
export const etcMessages = defineCatalogue('etc', {
  neverShown: problem('invalid-input', onFile.extend({ why: neverWhySchema }), ({ path, why }) => ({
    message: `/etc${path} is never shown. ${neverReasons[why]}`,
  })),
  notAFile: problem('invalid-input', onFile, ({ path }) => ({ message: `/etc${path} is not a file.` })),
  neverCopied: problem('invalid-input', onFile, ({ path }) => ({
    message: `/etc${path} is never copied.`,
    hint: 'Report this with the details.',
  })),
  cannotTravel: problem('sync-failed', onFile, ({ path }) => ({
    message: `/etc${path} can't be copied: it is no file, folder or link any more.`,
    hint: 'Resume.',
  })),
  ownerUnknown: problem('invalid-input', onFile, ({ path }) => ({
    message: `/etc${path} belongs to an account that does not exist on this laptop.`,
    hint: 'Create the account here, then resume.',
  })),
  frozenGone: problem('plan-expired', noData, () => ({
    message: 'The snapshot of /etc has expired.',
    hint: 'Resume.',
  })),
  noSubvolume: problem('no-btrfs', noData, () => ({
    message: '/etc is not on a btrfs subvolume that is mounted.',
    hint: 'pc-switcher needs a system on btrfs.',
  })),
  takeBackJob: sentence(noData, () => 'Take back what was tried in /etc'),
  tookBack: sentence(
    z.object({ files: z.number() }),
    ({ files }) => `Nobody came in after ${files} files were placed in /etc, and they were taken back.`,
  ),
  withoutTrial: sentence(
    noData,
    () => 'It says what was placed in /etc and not tried yet. Compare /etc with the last snapshot, then delete it.',
  ),
  withoutRefused: sentence(noData, () => 'What was tried in /etc and let nobody in is tried again.'),
  withoutLastEqual: sentence(noData, () => 'The next plan then asks about every tracked file in /etc that differs.'),
  namesId: sentence(noData, () => 'It contains an ID, for example of a disk.'),
  namesCard: sentence(noData, () => 'It contains the address of a network card.'),
  namesDisk: sentence(noData, () => 'It names a disk.'),
  namesHardware: sentence(noData, () => 'It is about the hardware of one laptop.'),
  namesHost: sentence(z.object({ host: z.string() }), ({ host }) => `It names ${host}.`),
})
