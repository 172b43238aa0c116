/** One way in which programs, or what belongs to them, come to a laptop besides apt. */
import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import type { PackageRule } from '../../../../contract/package-rule.ts'
import type { ComparedPackage } from '../../../../contract/packages-calls.ts'
import type { ComparedOther } from '../../../../contract/packages-others.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import type { AnyStep, Pair, StepDeclaration } from '../../../../switch/step.ts'
import type { PersonRules } from '../probe-packages.ts'

/** A new one is a folder that has this, its verbs for the agent, and a line in `all-programs.ts`. */
export interface ProgramSource {
  /** Of its part in the plans of switches. */
  readonly key: string
  readonly createStep: (whole: StepDeclaration, decided: Decided) => AnyStep
  /** `readRules`: what the person decided once and for all, where the latest work is. */
  readonly createCheck?: (readRules: () => Promise<readonly PackageRule[]>) => FullCheck
  readonly compare?: (pair: Pair) => Promise<ComparedPrograms>
  /** What ~/system-state keeps of it for each laptop, to read and to compare over time. */
  readonly list?: (machine: Machine, options: CallOptions) => Promise<Listed>
}

export interface EtcDecisions extends Pick<PersonRules, 'hasAptRule'> {
  /** Whether a whole switch copies files of /etc. */
  readonly carriesEtc: boolean
}

/** As it is decided on the source. */
export interface Decided {
  readonly readAll: (pair: Pair) => Promise<PersonRules & EtcDecisions>
  readonly readLines: (pair: Pair) => Promise<readonly PackageRule[]>
}

/** Side by side, outside of a switch. */
export interface ComparedPrograms {
  readonly packages: readonly ComparedPackage[]
  readonly others: readonly ComparedOther[]
}

/** Sorted, no contents of files, and nothing secret. */
export interface Listed {
  /** By manager; nothing is known of what is absent. */
  readonly apps: Readonly<Record<string, unknown>>
  readonly settings: ListedSettings
}

/** By name, as it is set; of a kind that is absent nothing is known. What is only set or not has "" for a value. */
export type ListedSettings = Readonly<Record<string, Readonly<Record<string, string>>>>

/** As the list of a laptop in ~/system-state is sorted. */
export function byKey<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** As a setting that has no value. */
export function onlySet(name: string): readonly [string, string] {
  return [name, '']
}
