/** What the journal says. */
import type { ErrorText } from '../kernel/app-error.ts'

export const unreadableLine = (line: number): ErrorText => ({
  message: `Line ${line} of the journal of this switch can't be read.`,
  hint: 'If another version of pc-switcher wrote it, install that version. Otherwise start a new switch.',
})
