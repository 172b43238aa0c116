import { z } from 'zod'
import { generalProblems, stateProblems } from '../kernel/general-problems.ts'
import { defineCatalogue, noData, problem, sentence } from './catalogue.ts'
import { messageSchema } from './message.ts'

const stateFile = z.object({ path: z.string(), without: messageSchema })
const { cancelled, diskFull, quotaFull, diskReadOnly, unexpected } = generalProblems

/** Messages of no particular place: the kernel makes them from anything that was thrown. */
export const generalMessages = defineCatalogue('general', {
  cancelled: problem(cancelled.code, noData, () => cancelled),
  diskFull: problem(diskFull.code, noData, () => diskFull),
  quotaFull: problem(quotaFull.code, noData, () => quotaFull),
  diskReadOnly: problem(diskReadOnly.code, noData, () => diskReadOnly),
  unexpected: problem(unexpected.code, noData, () => unexpected),
  stateOfOther: problem('state-unreadable', stateFile, ({ path }) => stateProblems.stateOfOther({ path })),
  stateDamaged: problem('state-unreadable', stateFile, ({ path, without }, tell) =>
    stateProblems.stateDamaged({ path, without: tell(without) }),
  ),
  /** Words for which there is no message, as of an error that nobody expected. */
  text: sentence(z.object({ text: z.string() }), ({ text }) => text),
})
