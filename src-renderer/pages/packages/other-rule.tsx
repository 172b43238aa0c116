import type { ComparedOther } from '../../../src-main/contract/packages-others.ts'
import { isSourceKind, packageDecisions } from '../../../src-main/contract/package-rule.ts'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import type { AskedCall } from '../../stores/use-call.ts'
import { RuleChoice } from './rule-choice.tsx'
import { otherSubject, rulesForOther } from './rules-for.ts'
import { texts } from './texts.ts'

interface OtherRuleProps {
  readonly one: ComparedOther
  readonly rules: PackageRules
  readonly onChanged: AskedCall<PackageRules>['put']
}

/** What every switch does with one service, source or default program; nothing for what no rule is about. */
export function OtherRuleChoice({ one, rules, onChanged }: OtherRuleProps) {
  const subject = otherSubject(one)
  if (subject === undefined) return undefined
  const { own, pattern } = rulesForOther(rules.rules, one)
  const { kind, name } = subject
  const usual = { id: 'none', label: texts.usual(pattern) } as const
  if (!isSourceKind(kind)) {
    const labels = kind === 'alternative' ? texts.alternativeDecisions : texts.unitDecisions
    const choices = [usual, ...packageDecisions.map((id) => ({ id, label: labels[id] }))]
    return <RuleChoice kind={kind} name={name} found={{ own, pattern }} choices={choices} onChanged={onChanged} />
  }
  // Of a source both mean that it is left out.
  const found = { own: own && { ...own, decision: 'apart' as const }, pattern }
  const choices = [usual, { id: 'apart', label: texts.leaveOut } as const]
  return <RuleChoice kind={kind} name={name} found={found} choices={choices} onChanged={onChanged} />
}
