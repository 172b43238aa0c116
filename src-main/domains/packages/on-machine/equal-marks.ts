import { createLastEqualFile } from '../../../commons/last-equal/on-machine/last-equal-file.ts'
import { packagesMessages } from '../messages.ts'

/** Without it a hold or mark that only the laptop has that is taken stays there. */
export const equalMarks = createLastEqualFile('packages-last-equal.json', packagesMessages.withoutLastMarks({}))
