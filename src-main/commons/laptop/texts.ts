/** What is said of a laptop that is kept awake, is named, or could not read a file of its own. */
import type { ErrorText } from '../../kernel/app-error.ts'

/** What the desktop shows as the reason why a laptop does not go to sleep. */
export const switchRuns = 'A switch is running'

export const noName = (longest: number): ErrorText => ({
  message: 'This cannot be the name of a laptop.',
  hint: `Use at most ${longest} characters on one line.`,
})

export const nameOfOther = (name: string): ErrorText => ({
  message: `The other laptop is already called ${name}.`,
  hint: 'Use another name, so that you can tell the two apart.',
})

export const setAside = {
  title: 'Damaged file',
  text: (file: string, aside: string): string =>
    `${file} could not be read and was set aside as ${aside}. What it saved is found out anew.`,
  hint: 'Nothing needs it any more. Delete it once you have looked at it.',
} as const
