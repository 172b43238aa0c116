/** What is said of the never-list and of rules, wherever they are read. */
import { lineProblems, pathProblems } from '../../commons/rule-lines/texts.ts'
import type { NeverWhy } from './never-list.ts'

/** Why paths are never copied. */
export const neverReasons: Readonly<Record<NeverWhy, string>> = {
  identity: 'It is the name or identity of this laptop.',
  disks: 'It describes the disks of this laptop.',
  accounts: 'Accounts and passwords belong to each laptop.',
  keys: 'Two laptops with the same private key could not be told apart.',
  network: 'It contains secrets of the network connections of this laptop.',
  address: 'Two laptops with the same address in one network disturb each other.',
  access: 'It decides who may come into this laptop, and could lock you and pc-switcher out of the other one.',
  generated: 'The system makes it automatically.',
  packages: 'It depends on packages and services, which are compared separately.',
  own: 'It belongs to pc-switcher and differs on each laptop.',
  history: 'Each laptop keeps its own history of /etc.',
}

/** Why a path cannot have a rule. */
export const ruleProblems = {
  ...pathProblems,
  noSlash: 'Begin the path with "/", which stands for /etc.',
  whole: 'A rule for all of /etc would copy what belongs to each laptop.',
} as const

/** Of a path that a person gives. */
export const noWildcards = 'Wildcards are not supported. Name one file, or a folder for all that is in it.'

export const neverCopied = (reason: string): string => `${reason} It is never copied.`

/** Why a line of the person's file of rules means nothing here. */
export const etcLineProblems = {
  ...lineProblems,
  comment: 'Begin comments with "//".',
  wildcard: 'Wildcards are not supported. If the name contains * ? [ ] { } or \\, put "\\" before it.',
} as const

/** The beginning of a new file of rules. */
export const rulesHeader = [
  '// Which files of /etc pc-switcher copies to the other laptop.',
  '// !/path   always: copied at every switch; of a folder, all that is in it',
  '// /path    never: stays as it is on both laptops',
  '// The longer path wins. A file without a rule is asked about and stays as it is. No wildcards; \\ before * ? [ ] { } \\',
] as const
