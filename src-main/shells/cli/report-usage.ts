import type { CommanderError } from 'commander'
import { AppError } from '../../kernel/app-error.ts'
import { invalidUse, noCommand } from './error-texts.ts'
import { exitCodes } from './exit-codes.ts'
import { reportError, type CliOutput } from './output.ts'

/** Help and version that were asked for end well; everything else of commander's is invalid use. */
export function reportUsage(output: CliOutput, error: CommanderError): number {
  if (error.exitCode === 0) return exitCodes.done
  const isBare = error.code === 'commander.help'
  // The help was printed in place of a message: commander's own ("(outputHelp)") says nothing.
  if (isBare && !output.json) return exitCodes.usage
  const text = isBare ? noCommand : invalidUse(error.message.replace(/^error: /, ''))
  reportError(output, new AppError({ code: 'invalid-input', ...text }))
  return exitCodes.usage
}
