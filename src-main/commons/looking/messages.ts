import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'

export const lookingMessages = defineCatalogue('looking', {
  notAFile: problem('invalid-input', z.object({ path: z.string() }), ({ path }) => ({
    message: `"${path}" is not a file.`,
    hint: 'Open the folder instead.',
  })),
  notReadable: sentence(noData, () => 'You do not have permission to read this file.'),
  tooLarge: sentence(noData, () => 'This file is too large to show.'),
})
