/** What is said of lines and paths in every file of rules. */
import type { ErrorText } from '../../kernel/app-error.ts'

/** Why a line means nothing. */
export const lineProblems = {
  contradicts: (line: number): string => `Line ${line} says the opposite about the same path.`,
  spaces: 'Remove the spaces at its beginning or end.',
  prefix: 'Prefixes such as (?i) and (?d) are not supported.',
} as const

/** Why a path cannot have a rule. */
export const pathProblems = {
  slashAtEnd: 'Remove the "/" at the end.',
  spaceAtEnd: 'A name that ends with a space cannot have a rule.',
  unprintable: 'A name with control characters or invalid text cannot have a rule.',
  notPlain: 'Write the path without "//", "." and "..".',
} as const

interface InvalidLine {
  readonly file: string
  readonly line: number
  readonly text: string
}

export const invalidLine = ({ file, line, text }: InvalidLine, why: string): ErrorText => ({
  message: `Line ${line} of ~/system-state/${file} is not a valid rule: ${text}`,
  hint: why,
})
