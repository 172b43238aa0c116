/** What each laptop keeps for itself, in lines of text. */
import type { ErrorText } from '../../../kernel/app-error.ts'

export const none =
  'No such rule. A switch offers one where it asks about a VM image: "Keep, don\'t ask again". Rules for packages and services: pc-switcher packages rules'

export const keptLine = (what: string, name: string): string => `${what}  ${name}`

export const forgotten = (name: string): string => `The rule for ${name} was removed. You are asked again.`

export const noSuchRule = (wanted: string): ErrorText => ({
  message: `There is no rule for "${wanted}".`,
  hint: 'List the rules with: pc-switcher kept list. Those for packages and services with: pc-switcher packages rules',
})
