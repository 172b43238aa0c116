import { z } from 'zod'
import { defineCatalogue, noData, problem } from '../../contract/catalogue.ts'
import { findNever } from './never-list.ts'

const onFile = z.object({ path: z.string() })

/** Paths are below /etc. */
export const etcMessages = defineCatalogue('etc', {
  neverShown: problem('invalid-input', onFile, ({ path }) => ({
    message: `/etc${path} is never shown. ${findNever(path)?.reason ?? ''}`.trim(),
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
})
