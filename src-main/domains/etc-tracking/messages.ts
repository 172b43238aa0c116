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
  rulesUnsafe: problem('invalid-rules', noData, () => ({
    message: 'The rules for /etc are invalid.',
    hint: 'Make a new plan. If it happens again, install the same version of pc-switcher on both laptops.',
  })),
  withoutLastEqual: sentence(noData, () => 'The next plan then asks about every difference in /etc.'),
  namesId: sentence(noData, () => 'It contains an ID, for example of a disk.'),
  namesCard: sentence(noData, () => 'It contains the address of a network card.'),
  namesDisk: sentence(noData, () => 'It names a disk.'),
  namesHost: sentence(z.object({ host: z.string() }), ({ host }) => `It names ${host}.`),
})
