/** Which laptop a person means by a word. Laptops may be called alike: nothing but this goes by what they are called. */
import { readLabel } from '../commons/laptop/verbs.ts'
import { AppError } from '../kernel/app-error.ts'
import type { ConnectedMachine } from '../machine/connect-machine.ts'
import * as texts from './texts.ts'

/** The name by which pairing knows it, and what it is called now. */
export interface Called {
  readonly name?: string | undefined
  readonly label?: string | undefined
  readonly hostName?: string | undefined
}

/**
 * What a laptop is called now counts before the name by which it was paired, which may be the other one's by now. Undefined for a
 * word that neither has. AppError "invalid-input" for one that both have.
 */
export function whichIsMeant(word: string, here: Called, other: Called): 'here' | 'other' | undefined {
  const isCalled = ({ label, hostName }: Called): boolean => [label, hostName].some((name) => isSame(word, name))
  const isKnown = ({ name }: Called): boolean => isSame(word, name)
  for (const fits of [isCalled, isKnown]) {
    if (fits(here) && fits(other)) throw new AppError({ code: 'invalid-input', ...texts.bothAreCalled(word) })
    if (fits(here)) return 'here'
    if (fits(other)) return 'other'
  }
  if (isSame(word, 'other')) return 'other'
  return isSame(word, 'this') ? 'here' : undefined
}

function isSame(word: string, name: string | undefined): boolean {
  return name?.toLowerCase() === word.toLowerCase()
}

/** It may have been renamed since it was connected. One of another version, which cannot say so, keeps the names it had. */
export async function learnNames(machine: ConnectedMachine): Promise<void> {
  await machine.call(readLabel, {}).then(
    ({ label, hostName }) => machine.rename(label, hostName),
    () => undefined,
  )
}

/** Two that are called alike have the name by which pairing knows them with it, for the screen alone. */
export function tellApart(one: ConnectedMachine, other: ConnectedMachine): void {
  if (!isSame(one.label, other.label)) return
  for (const machine of [one, other])
    if (!isSame(machine.label, machine.name)) machine.rename(`${machine.label} (${machine.name})`)
}
