import { exitCodes } from '../exit-codes.ts'
import type { CliOutput } from '../output.ts'
import { notYetText } from './texts.ts'

/** Ends a command that showed its plan but was not given --yes. */
export function notYet(output: CliOutput): number {
  output.say(notYetText)
  return exitCodes.needsAnswers
}
