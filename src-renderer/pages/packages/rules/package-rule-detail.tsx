import {
  isExactRule,
  isSourceKind,
  packageDecisions,
  type PackageRule,
  type PackageRuleChange,
} from '../../../../src-main/contract/package-rule.ts'
import type { PackageRules } from '../../../../src-main/contract/package-rules-calls.ts'
import { useClient } from '../../../stores/app-context.tsx'
import type { AskedCall } from '../../../stores/use-call.ts'
import { RememberedDetail } from '../../rules/remembered-detail.tsx'
import { decisionOfRule, nameOfRule } from '../../rules/rule-words.ts'
import { texts } from '../../rules/texts.ts'
import { isMatchable, useMatching } from './use-matching.ts'

interface PackageRuleDetailProps {
  readonly rule: PackageRule
  readonly packages: Pick<AskedCall<PackageRules>, 'value' | 'put'>
}

/** Of a pattern also what it fits now. */
export function PackageRuleDetail(props: PackageRuleDetailProps) {
  const { rule } = props
  const isForMany = !isExactRule(rule) && isMatchable(rule.kind)
  return isForMany ? <PatternDetail {...props} /> : <OneDetail {...props} facts={[]} />
}

function PatternDetail(props: PackageRuleDetailProps) {
  const matching = useMatching(props.rule)
  return <OneDetail {...props} facts={[[texts.applies, matching]]} />
}

interface OneDetailProps extends PackageRuleDetailProps {
  readonly facts: readonly (readonly [string, string])[]
}

function OneDetail({ rule, packages, facts }: OneDetailProps) {
  const client = useClient()
  const { put, value } = packages
  const { kind, name } = rule
  const decide = async (decision: PackageRuleChange['decision']) =>
    put(await client.call('packagesDecide', { kind, name, decision }))
  const others = packageDecisions
    .filter((one) => one !== rule.decision)
    .map((one) => ({ label: texts.decideOther[one], decide: () => decide(one) }))
  return (
    <RememberedDetail
      name={nameOfRule({ kind: 'package', rule })}
      what={texts.packageIs(rule, value?.file ?? '')}
      badge={decisionOfRule({ kind: 'package', rule })}
      effect={texts.packageEffect(rule)}
      facts={facts}
      {...(isSourceKind(kind) ? {} : { others })}
      afterwards={texts.removeKeptTitle}
      forget={() => decide('none')}
    />
  )
}
