/** What is said of parts of a switch that the person has turned off. */
import type { ErrorText } from '../../kernel/app-error.ts'

export const travelCommit = 'Set what a switch copies'
export const nothingSuch = (id: string): ErrorText => ({
  message: `Nothing that can be turned off is called "${id}".`,
  hint: 'The settings list what a switch copies.',
})
export const turnedOff = 'Turned off in What travels'
export const leftAsItIs = 'Left as it is: turned off in What travels'
export const notCompared = (title: string): string =>
  `${title} were not copied and not compared, because they are turned off in What travels.`
export const wholeArea = (title: string): string => `All ${title}`
export const turnedSince = (title: string): string => `${title} were turned on or off in What travels.`
