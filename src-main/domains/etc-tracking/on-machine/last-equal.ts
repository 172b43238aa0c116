import { createLastEqualFile } from '../../../commons/last-equal/on-machine/last-equal-file.ts'
import { etcMessages } from '../messages.ts'

/** Where one laptop has none, every tracked file that differs is asked about, whoever changed it. */
export const etcLastEqual = createLastEqualFile('etc-last-equal.json', etcMessages.withoutLastEqual({}))
