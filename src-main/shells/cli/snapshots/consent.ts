import { exitCodes } from '../exit-codes.ts'
import type { Output } from '../output.ts'

/** What would be done was shown; it is done when the person says so. */
export function notYet(output: Output): number {
  output.say('Nothing was changed. Say --yes to do it.')
  return exitCodes.needsAnswers
}
