/** What may stand at the cursor of a command line that is being typed, as the commands themselves are declared. Pure. */
import type { Command as Commander, Option } from 'commander'
import { visibleCommands } from '../describe-program.ts'
import { plain, type CompletionCandidate, type CompletionValues, type Lookup, valuesOf } from './values.ts'

/** The commands, and where the values of their arguments come from. */
export interface Declared {
  readonly program: Commander
  readonly completes: CompletionValues
}

interface Fitting {
  readonly candidates: readonly CompletionCandidate[]
  readonly lookups: readonly Lookup[]
  /** Stands before what is looked up: "--to=" where option and value are one word. */
  readonly before: string
}

/** `words`: those after "pc-switcher" and before the cursor; `current`: what is typed of the one at the cursor. */
export function readLine({ program, completes }: Declared, words: readonly string[], current: string): Fitting {
  const place = walk(program, words)
  const { command, names, awaits } = place
  const fitting = (choices: readonly string[] | undefined, placeholder: string, before = ''): Fitting => {
    const found = choices ?? valuesOf(completes, names, placeholder) ?? []
    if ('lookUp' in found) return { ...nothing, lookups: [found], before }
    return { ...nothing, candidates: found.map((word) => plain(before + word)) }
  }
  if (awaits !== undefined) return fitting(awaits.argChoices, placeholderOf(awaits))
  const option = /^(--[^=]+)=/.exec(current)?.[1]
  if (option !== undefined) {
    const known = optionOf(command, option)
    return known === undefined ? nothing : fitting(known.argChoices, placeholderOf(known), `${option}=`)
  }
  if (current.startsWith('-')) return { ...nothing, candidates: optionsOf(command) }
  if (command.commands.length > 0) return { ...nothing, candidates: subcommandsOf(command) }
  const argument = command.registeredArguments[place.given] ?? lastVariadic(command)
  if (argument === undefined) return { ...nothing, candidates: optionsOf(command) }
  return fitting(argument.argChoices, argument.name())
}

interface Place {
  readonly command: Commander
  /** "snapshots show" */
  readonly names: string
  /** How many arguments stand there. */
  readonly given: number
  /** An option whose value stands at the cursor. */
  readonly awaits: Option | undefined
}

/** The command that these words name, as far as they name any. */
export function commandAt(program: Commander, words: readonly string[]): Pick<Place, 'command' | 'names'> {
  return walk(program, words)
}

const nothing: Fitting = { candidates: [], lookups: [], before: '' }

function walk(program: Commander, words: readonly string[]): Place {
  let command = program
  let names: readonly string[] = []
  let given = 0
  let awaits: Option | undefined
  for (const word of words) {
    if (word.startsWith('-')) {
      const option = optionOf(command, word)
      awaits = option !== undefined && takesValue(option) ? option : undefined
    } else if (awaits !== undefined) {
      awaits = awaits.variadic ? awaits : undefined
    } else {
      const next = command.commands.find((one) => one.name() === word)
      if (next === undefined) given += 1
      else [command, names] = [next, [...names, word]]
    }
  }
  return { command, names: names.join(' '), given, awaits }
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional
}

function optionOf(command: Commander, word: string): Option | undefined {
  return command.options.find(({ long, short }) => long === word || short === word)
}

function lastVariadic(command: Commander) {
  const last = command.registeredArguments.at(-1)
  return last?.variadic === true ? last : undefined
}

/** "--to <host>": what is in the brackets says where its values come from. */
const placeholderOf = ({ flags }: Option): string => /[<[]([^>\].]+)/.exec(flags)?.[1] ?? ''

function optionsOf(command: Commander): readonly CompletionCandidate[] {
  return command.options.flatMap(({ long, description }) =>
    long === undefined ? [] : [{ word: long, about: description }],
  )
}

function subcommandsOf(command: Commander): readonly CompletionCandidate[] {
  return visibleCommands(command).map((one) => ({ word: one.name(), about: one.description() }))
}
