import { exitCodes } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { notYetText } from './texts.ts'

/** Ends a command that showed its plan but was not given --yes. */
export function notYet(output: Output): number {
  output.say(notYetText)
  return exitCodes.needsAnswers
}
