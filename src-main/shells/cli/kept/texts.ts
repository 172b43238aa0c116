/** What each laptop keeps for itself, in lines of text. */
import type { Kept } from '../../../contract/rule.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'

export const none =
  'No such rule. A switch offers one where it asks about a VM image: "Keep, don\'t ask again". Rules for packages and services: pc-switcher packages rules'

export const keptLine = ({ file }: Kept): string => `VM image  ${file}`

export const forgotten = ({ file }: Kept): string => `The rule for ${file} was removed. You are asked again.`

export const noSuchRule = (wanted: string): ErrorText => ({
  message: `There is no rule for "${wanted}".`,
  hint: 'List the rules with: pc-switcher kept list. Those for packages and services with: pc-switcher packages rules',
})
