import { createLastEqualFile } from '../../../commons/last-equal/on-machine/last-equal-file.ts'
import { etcMessages } from '../messages.ts'

/** Without it every difference is asked about, whoever made it. */
export const etcLastEqual = createLastEqualFile('etc-last-equal.json', etcMessages.withoutLastEqual({}))
