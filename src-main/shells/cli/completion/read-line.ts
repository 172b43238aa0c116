/** What may stand at the cursor of a command line that is being typed, as the commands themselves are declared. Pure. */
import type { Command as Commander, Option } from 'commander'
import { isSource, sourceOf, type CompletionSource } from './sources.ts'

export interface CompletionCandidate {
  readonly word: string
  /** What it is, for shells that show it. */
  readonly about: string
}

interface Fitting {
  readonly candidates: readonly CompletionCandidate[]
  /** What has to be looked up. */
  readonly sources: readonly CompletionSource[]
  /** Stands before what is looked up: "--to=" where option and value are one word. */
  readonly before: string
}

/** `words`: those after "pc-switcher" and before the cursor; `current`: what is typed of the one at the cursor. */
export function readLine(program: Commander, words: readonly string[], current: string): Fitting {
  const place = walk(program, words)
  if (place.awaits !== undefined) return valuesOf(place.awaits, place.names, '')
  const option = /^(--[^=]+)=/.exec(current)?.[1]
  if (option !== undefined) {
    const known = optionOf(place.command, option)
    return known === undefined ? nothing : valuesOf(known, place.names, `${option}=`)
  }
  if (current.startsWith('-')) return { ...nothing, candidates: optionsOf(place.command) }
  if (place.command.commands.length > 0) {
    return { ...nothing, candidates: subcommandsOf(place.command) }
  }
  const argument = place.command.registeredArguments[place.given] ?? lastVariadic(place.command)
  if (argument === undefined) return { ...nothing, candidates: optionsOf(place.command) }
  return fitting(argument.argChoices, sourceOf(place.names, argument.name()), '')
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

const nothing: Fitting = { candidates: [], sources: [], before: '' }

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
function valuesOf(option: Option, names: string, before: string): Fitting {
  const placeholder = /[<[]([^>\].]+)/.exec(option.flags)?.[1] ?? ''
  return fitting(option.argChoices, sourceOf(names, placeholder), before)
}

function fitting(choices: readonly string[] | undefined, found: ReturnType<typeof sourceOf>, before: string): Fitting {
  if (choices !== undefined) return { ...nothing, candidates: choices.map((word) => plain(before + word)) }
  if (found === undefined) return nothing
  if (isSource(found)) return { ...nothing, sources: [found], before }
  return { ...nothing, candidates: found.map((word) => plain(before + word)) }
}

const plain = (word: string): CompletionCandidate => ({ word, about: '' })

function optionsOf(command: Commander): readonly CompletionCandidate[] {
  return command.options.flatMap(({ long, description }) =>
    long === undefined ? [] : [{ word: long, about: description }],
  )
}

function subcommandsOf(command: Commander): readonly CompletionCandidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== 'help')
    .map((one) => ({ word: one.name(), about: one.description() }))
}
