/** What each laptop keeps for itself, in lines of text. */
import type { Kept } from '../../../contract/rule.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { formatUnit } from '../../../kernel/format-unit.ts'

export const none =
  'No such rule. A switch offers one where it asks about a package, a service or a VM image: "Keep, don\'t ask again".'

/** As it is typed to remove the rule. */
export function nameOf(one: Kept): string {
  switch (one.kind) {
    case 'package':
      return `${one.name}:${one.architecture}`
    case 'service':
      return formatUnit(one)
    case 'image':
      return one.file
    default:
      return assertNever(one)
  }
}

const kinds: Readonly<Record<Kept['kind'], string>> = { package: 'package', service: 'service', image: 'VM image' }

export const keptLine = (one: Kept): string => `${kinds[one.kind].padEnd(8)}  ${nameOf(one)}`

export const forgotten = (one: Kept): string => `The rule for ${nameOf(one)} was removed. You are asked again.`

export const noSuchRule = (wanted: string): ErrorText => ({
  message: `There is no rule for "${wanted}".`,
  hint: 'List the rules with: pc-switcher kept list',
})

export const severalRules = (wanted: string, found: readonly Kept[]): ErrorText => ({
  message: `There are ${found.length} rules for "${wanted}".`,
  hint: `Name one of: ${found.map(nameOf).join(', ')}.`,
})
