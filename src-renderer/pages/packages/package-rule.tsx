import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { nameWithArchitecture, packageDecisions } from '../../../src-main/contract/package-rule.ts'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import type { AskedCall } from '../../stores/use-call.ts'
import { RuleChoice } from './rule-choice.tsx'
import { ruleSubject, rulesFor, type RulesFor } from './rules-for.ts'
import { texts } from './texts.ts'

interface PackageRuleProps {
  readonly one: ComparedPackage
  readonly rules: PackageRules
  readonly onChanged: AskedCall<PackageRules>['put']
}

/** What every switch does with one package. */
export function PackageRuleChoice({ one, rules, onChanged }: PackageRuleProps) {
  const found = rulesFor(rules.rules, one)
  const name = nameWithArchitecture(ruleSubject(one))
  return (
    <RuleChoice kind={one.manager} name={name} found={found} choices={choicesFor(one, found)} onChanged={onChanged} />
  )
}

function choicesFor({ apart }: ComparedPackage, { pattern }: RulesFor) {
  if (apart !== undefined)
    return [
      { id: 'none', label: texts.leftAlone },
      { id: 'both', label: texts.decisions.both },
    ] as const
  return [
    { id: 'none', label: texts.usual(pattern) } as const,
    ...packageDecisions.map((id) => ({ id, label: texts.decisions[id] })),
  ]
}
