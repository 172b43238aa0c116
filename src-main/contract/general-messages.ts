import { z } from 'zod'
import { generalProblems, stateProblems } from '../kernel/general-problems.ts'
import { defineCatalogue, noData, problem, sentence } from './catalogue.ts'

const stateFile = z.object({ path: z.string(), without: z.string() })
const { cancelled, diskFull, unexpected } = generalProblems

/** What belongs to no place: the kernel makes these of anything that was thrown. */
export const generalMessages = defineCatalogue('general', {
  cancelled: problem(cancelled.code, noData, () => cancelled),
  diskFull: problem(diskFull.code, noData, () => diskFull),
  unexpected: problem(unexpected.code, noData, () => unexpected),
  stateOfOther: problem('state-unreadable', stateFile, stateProblems.stateOfOther),
  stateDamaged: problem('state-unreadable', stateFile, stateProblems.stateDamaged),
  /** A sentence that an earlier version wrote to the disk. */
  text: sentence(z.object({ text: z.string() }), ({ text }) => text),
})
