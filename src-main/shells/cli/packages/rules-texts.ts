/** The person's rules for packages, in lines of text. */
import type { PackageRule, PackageRuleChange, PackageRuleKind } from '../../../contract/package-rule.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { tableLines } from '../fit-lines.ts'

export const none =
  'No rule yet. A switch offers one where it asks: "Keep, don\'t ask again". Or: pc-switcher packages rule NAME apart'

const kinds: Readonly<Record<PackageRuleKind, string>> = {
  apt: 'package',
  flatpak: 'Flatpak app',
  snap: 'snap',
  unit: 'service',
  'user-unit': 'service of every user',
  source: 'package source',
  'flatpak-source': 'Flatpak source',
  alternative: 'default program',
}

export const ruleLines = (rules: readonly PackageRule[]): readonly string[] =>
  tableLines(rules.map(({ kind, name, decision }) => [decision, kinds[kind], name]))

type Words = Readonly<Record<PackageRuleChange['decision'], (name: string) => string>>

const removed = (name: string): string => `The rule for ${name} was removed. You are asked again.`
const packages: Words = {
  apart: (name) => `Each laptop keeps its own of ${name}. You are not asked about it.`,
  both: (name) => `${name} is always on both. It is never removed because the other laptop lacks it.`,
  never: (name) =>
    `A switch never installs, updates, marks or removes ${name}. Each laptop keeps what it has. You are not asked about it.`,
  none: removed,
}
const units: Words = {
  apart: (name) => `Each laptop keeps its own setting of ${name}. You are not asked about it.`,
  both: (name) => `${name} is to start on both. It is never stopped because it does not start on the other laptop.`,
  never: (name) => `A switch never changes ${name}. Each laptop keeps its own setting. You are not asked about it.`,
  none: removed,
}

const alternatives: Words = {
  apart: (name) => `Each laptop keeps its own default program for ${name}. You are not asked about it.`,
  never: (name) => `A switch never changes the default program for ${name}. You are not asked about it.`,
  both: (name) => `The default program for ${name} is set as on the laptop you leave. You are not asked about it.`,
  none: removed,
}

const notAdded = (name: string): string => `${name} is not added to the other laptop. You are not asked about it.`
/** "both" cannot be said of these. */
const sources: Words = { apart: notAdded, never: notAdded, both: notAdded, none: removed }

const wordsOf: Partial<Readonly<Record<PackageRuleKind, Words>>> = {
  ...{ unit: units, 'user-unit': units },
  ...{ source: sources, 'flatpak-source': sources },
  alternative: alternatives,
}

export const decidedLine = ({ kind, name, decision }: PackageRuleChange): string =>
  (wordsOf[kind] ?? packages)[decision](name)

export const oneKind: ErrorText = {
  message: 'A rule is about one kind of thing.',
  hint: 'Use one of --manager, --unit, --user-unit, --source, --flatpak-source and --alternative.',
}

export const noSuchRule = (wanted: string): ErrorText => ({
  message: `There is no rule for "${wanted}".`,
  hint: 'List the rules with: pc-switcher packages rules',
})
