/** Why a package, an app, a service or a source is, or is not, on the other laptop. */
import { randomUUID } from 'node:crypto'
import type { AppParts, Why } from '../../../../commons/capability/app-capability.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import { nameWithArchitecture, packageDecisions, type PackageRule } from '../../../../contract/package-rule.ts'
import {
  otherOptions,
  packageOptions,
  type PackageLabels,
  type RuleOption,
} from '../../../../contract/package-rule-words.ts'
import {
  otherSubject,
  rulesFor,
  rulesForOther,
  ruleSubject,
  type RulesFor,
} from '../../../../contract/package-rules-for.ts'
import type { ComparedPackage } from '../../../../contract/packages-calls.ts'
import { keyOfOther, keyOfPackage } from '../../../../contract/packages-key.ts'
import type { ComparedOther } from '../../../../contract/packages-others.ts'
import { otherName } from '../../../../contract/packages-others-words.ts'
import type { WhyAnswer } from '../../../../contract/why-calls.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { bestNames } from '../../../../kernel/best-names.ts'
import { keepFor } from '../../../../kernel/keep-for.ts'
import * as words from './texts.ts'

/** Reading both laptops takes seconds, and a person types on. */
const keptMs = 20_000

type Compared = Awaited<ReturnType<Handlers['packagesCompare']>>
type One = { readonly package: ComparedPackage } | { readonly other: ComparedOther }

export function createPackagesWhy(parts: AppParts): Why {
  const call = () => ({ callId: randomUUID() })
  const compare = keepFor(keptMs, () => parts.calls().packagesCompare({}, call()))
  const readRules = async () => (await parts.calls().packagesRules({}, call())).rules
  return {
    searched: words.searched,
    ask: async (asked) => {
      if (/^[/~]/.test(asked)) return []
      const [compared, rules] = await Promise.all([compare(), readRules()])
      const labels = { here: compared.here.label, there: compared.there.label }
      return bestNames(allOf(compared), asked, nameOf).map((one) => answerAbout(one, rules, labels))
    },
    decide: async (key, choice) => {
      const [compared, rules] = await Promise.all([compare(), readRules()])
      const one = allOf(compared).find((each) => keyOf(each) === key)
      const subject = one && subjectOf(one)
      if (one === undefined || subject === undefined) throw new AppError({ code: 'not-found', ...words.gone(key) })
      const name = foundFor(one, rules).own?.name ?? subject.name
      const decision = packageDecisions.find((each) => each === choice) ?? 'none'
      return parts.calls().packagesDecide({ kind: subject.kind, name, decision }, call())
    },
  }
}

function allOf({ packages, others }: Compared): readonly One[] {
  return [...packages.map((one) => ({ package: one })), ...others.map((one) => ({ other: one }))]
}

const nameOf = (one: One): string => ('package' in one ? one.package.name : otherName(one.other))
const keyOf = (one: One): string => ('package' in one ? keyOfPackage(one.package) : keyOfOther(one.other))
const foundFor = (one: One, rules: readonly PackageRule[]): RulesFor =>
  'package' in one ? rulesFor(rules, one.package) : rulesForOther(rules, one.other)
const optionsFor = (one: One, found: RulesFor): readonly RuleOption[] | undefined =>
  'package' in one ? packageOptions(one.package, found) : otherOptions(one.other, found)

/** What a rule that is made here names. */
function subjectOf(one: One): Pick<PackageRule, 'kind' | 'name'> | undefined {
  if ('other' in one) return otherSubject(one.other)
  const subject = ruleSubject(one.package)
  return { kind: subject.kind, name: nameWithArchitecture(subject) }
}

function answerAbout(one: One, rules: readonly PackageRule[], labels: PackageLabels): WhyAnswer {
  const found = foundFor(one, rules)
  const options = optionsFor(one, found)
  const value = options?.find(({ id }) => id === found.own?.decision)?.id ?? 'none'
  const told =
    'package' in one
      ? words.packageTold(one.package, found, labels)
      : words.otherTold(one.other, found, { canDecide: options !== undefined, labels })
  return {
    name: keyOf(one),
    ...told,
    ...(options === undefined ? {} : { choice: { value, options: [...options] } }),
    place: words.place(keyOf(one), options === undefined ? undefined : nameOf(one)),
  }
}
