/** What is said of the never-list and of rules, wherever they are read. */
import type { ErrorText } from '../../kernel/app-error.ts'
import type { NeverWhy } from './never-list.ts'

/** Why paths are never copied. */
export const neverReasons: Readonly<Record<NeverWhy, string>> = {
  identity: 'It is the name or identity of this laptop.',
  disks: 'It describes the disks of this laptop.',
  accounts: 'Accounts and passwords belong to each laptop.',
  keys: 'Two laptops with the same private key could not be told apart.',
  network: 'It contains secrets of the network connections of this laptop.',
  generated: 'The system makes it automatically.',
  packages: 'It depends on packages and services, which are compared separately.',
  own: 'It belongs to pc-switcher and differs on each laptop.',
  history: 'Each laptop keeps its own history of /etc.',
}

/** Why a path cannot have a rule. */
export const ruleProblems = {
  noSlash: 'Begin the path with "/", which stands for /etc.',
  wholeEtc: 'A rule for all of /etc would copy what belongs to each laptop.',
  slashAtEnd: 'Remove the "/" at the end.',
  spaceAtEnd: 'A name that ends with a space cannot have a rule.',
  unprintable: 'A name with control characters or invalid text cannot have a rule.',
  notPlain: 'Write the path without "//", "." and "..".',
} as const

export const neverCopied = (reason: string): string => `${reason} It is never copied.`

/** Why a line of the person's file of rules means nothing here. */
export const lineProblems = {
  contradicts: (line: number): string => `Line ${line} says the opposite about the same path.`,
  spaces: 'Remove the spaces at its beginning or end.',
  comment: 'Begin comments with "//".',
  prefix: 'Prefixes such as (?i) and (?d) are not supported.',
  wildcard: 'Wildcards are not supported. If the name contains * ? [ ] { } or \\, put "\\" before it.',
} as const

interface RuleLine {
  readonly file: string
  readonly line: number
  readonly text: string
}

export const invalidLine = ({ file, line, text }: RuleLine, why: string): ErrorText => ({
  message: `Line ${line} of ~/system-state/${file} is not a valid rule: ${text}`,
  hint: why,
})

/** The beginning of a new file of rules. */
export const rulesHeader = [
  '// Which files of /etc pc-switcher copies to the other laptop.',
  '// !/path   always: copied at every switch; of a folder, all that is in it',
  '// /path    never: stays as it is on both laptops',
  '// The longer path wins. A file without a rule is asked about and stays as it is. No wildcards; \\ before * ? [ ] { } \\',
] as const
