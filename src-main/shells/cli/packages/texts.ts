/** Packages that each laptop keeps for itself, in lines of text. */
import type { KeptPackage } from '../../../contract/packages-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'

export const none = 'There is no rule for packages. You can make one where a switch asks whether to remove a package.'

export const nameOf = ({ name, architecture }: KeptPackage): string => `${name}:${architecture}`

export const packageLine = (one: KeptPackage): string => `${nameOf(one).padEnd(40)} each laptop keeps its own`

export const forgotten = (one: KeptPackage): string => `The rule for ${nameOf(one)} was removed. You are asked again.`

export const noSuchRule = (wanted: string): ErrorText => ({
  message: `There is no rule for the package "${wanted}".`,
  hint: 'List the rules with: pc-switcher packages kept',
})

export const severalRules = (wanted: string, found: readonly KeptPackage[]): ErrorText => ({
  message: `There are ${found.length} rules for "${wanted}".`,
  hint: `Name one of: ${found.map(nameOf).join(', ')}.`,
})
