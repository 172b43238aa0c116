/** What is said of one program or what stands beside it, and of the rule about it: alike on its page and wherever it is asked about. */
import type { HardwareKind, ComparedPackage, PackageDifference } from './packages-calls.ts'
import type { ComparedOther } from './packages-others.ts'
import {
  isSourceKind,
  packageDecisions,
  type PackageDecision,
  type PackageRule,
  type PackageRuleChange,
} from './package-rule.ts'
import { otherSubject, type RulesFor } from './package-rules-for.ts'

export interface PackageLabels {
  readonly here: string
  readonly there: string
}

const differences: Readonly<Record<PackageDifference, (labels: PackageLabels) => string>> = {
  'only-here': ({ here }) => `Only on ${here}`,
  'only-there': ({ there }) => `Only on ${there}`,
  'newer-here': ({ here }) => `Newer on ${here}`,
  'older-here': ({ there }) => `Newer on ${there}`,
  marks: () => 'Marked on one only',
  same: () => 'The same on both',
}

export function packageDifferenceWords(difference: PackageDifference, labels: PackageLabels): string {
  return differences[difference](labels)
}

const hardwareReasons: Readonly<Record<HardwareKind, string>> = {
  kernel: 'it belongs to the kernel that starts the laptop',
  firmware: 'it is firmware for parts of the hardware',
  microcode: 'it is for the processor',
  graphics: 'it drives the graphics card',
  driver: 'it drives a part of the hardware, such as wireless',
  bootloader: 'the laptop starts with it',
  vendor: 'it is a tool for this make of laptop, its firmware or its power',
}

/** Of one that a switch leaves alone whatever a pattern says. */
export function leftAloneWords({ apart, hardware }: Pick<ComparedPackage, 'apart' | 'hardware'>): string {
  if (apart === 'snap') return 'Left alone on both laptops: it only installs a snap, which is copied as a snap.'
  const fits = hardware === undefined ? 'it fits the hardware' : hardwareReasons[hardware]
  return `Left alone on both laptops: ${apart === 'own' ? 'pc-switcher needs it' : fits}.`
}

const decidedBy: Readonly<Record<PackageDecision, string>> = {
  apart: 'each laptop keeps its own',
  both: 'always on both',
  never: 'never changed',
}

/** Without a full stop. */
export const byRuleWords = ({ name, decision }: PackageRule): string => `By the rule ${name}: ${decidedBy[decision]}`

export interface RuleOption {
  readonly id: PackageRuleChange['decision']
  readonly label: string
}

const decisions = { apart: 'Each laptop keeps its own', both: 'Always on both', never: 'Never changed' }
const unitDecisions = { ...decisions, both: 'Starts on both' }
const alternativeDecisions = { ...decisions, both: 'The same on both' }
const asUsual = ({ pattern }: RulesFor): RuleOption => ({
  id: 'none',
  label: pattern === undefined ? 'Default' : byRuleWords(pattern),
})
const optionsOf = (labels: typeof decisions, found: RulesFor): readonly RuleOption[] => [
  asUsual(found),
  ...packageDecisions.map((id) => ({ id, label: labels[id] })),
]

/** What every switch may do with one package; undefined for what no rule is about. */
export function packageOptions(one: ComparedPackage, found: RulesFor): readonly RuleOption[] | undefined {
  if (one.apart === 'own' || one.scope !== undefined) return undefined
  if (one.apart === undefined) return optionsOf(decisions, found)
  return [
    { id: 'none', label: 'Left alone' },
    { id: 'both', label: decisions.both },
  ]
}

/** The same of a service, a source or a default program. Of a source every rule means that it is left out. */
export function otherOptions(one: ComparedOther, found: RulesFor): readonly RuleOption[] | undefined {
  const subject = otherSubject(one)
  if (subject === undefined) return undefined
  if (isSourceKind(subject.kind)) return [asUsual(found), { id: 'apart', label: 'Leave it out' }]
  return optionsOf(subject.kind === 'alternative' ? alternativeDecisions : unitDecisions, found)
}
