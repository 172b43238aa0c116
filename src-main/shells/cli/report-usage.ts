import type { Command as Commander, CommanderError } from 'commander'
import { AppError } from '../../kernel/app-error.ts'
import { commandAt } from './completion/read-line.ts'
import { describe } from './describe-program.ts'
import { invalidUse, noCommand } from './error-texts.ts'
import { exitCodes } from './exit-codes.ts'
import { alsoCalled } from './help/texts.ts'
import { reportError, type CliOutput } from './output.ts'

interface Typed {
  readonly program: Commander
  readonly words: readonly string[]
}

/** Help and version that were asked for end well; everything else of commander's is invalid use. */
export function reportUsage(output: CliOutput, error: CommanderError, typed: Typed): number {
  if (error.exitCode === 0) return exitCodes.done
  const isBare = error.code === 'commander.help'
  // The help was printed in place of a message: commander's own ("(outputHelp)") says nothing.
  if (isBare && !output.json) return exitCodes.usage
  const { names } = commandAt(typed.program, typed.words)
  const text = isBare ? noCommand(names) : invalidUse(messageOf(error), suggestions(error, names, typed), names)
  reportError(output, new AppError({ code: 'invalid-input', ...text }))
  return exitCodes.usage
}

/** "error: unknown command 'statu'\n(Did you mean status?)" (commander 14) */
const messageOf = ({ message }: CommanderError): string => message.replace(/^error: /, '').split('\n')[0] ?? ''

const mostSuggested = 3

/** What has another name, at this place or elsewhere, or this one below another command; else what is spelt nearly so, as commander finds it. */
function suggestions({ message }: CommanderError, names: string, { program }: Typed): readonly string[] {
  const near = /\(Did you mean (?:one of )?(?<these>.+)\?\)$/.exec(message)?.groups?.['these']
  const unknown = /^error: unknown (?:command|option) '(.+)'/.exec(message)?.[1]
  const nearly = near?.split(', ').map((word) => `${names} ${word}`.trim()) ?? []
  if (unknown === undefined) return nearly
  const typed = `${names} ${unknown}`.trim()
  const known = Object.hasOwn(alsoCalled, typed) ? alsoCalled[typed] : undefined
  if (known !== undefined) return [known]
  if (names !== '') return nearly
  const below = describe(program).flatMap(({ words }) => (words.endsWith(` ${unknown}`) ? [words] : []))
  return [...below, ...nearly].slice(0, mostSuggested)
}
