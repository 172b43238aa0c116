import { useCallback, useMemo } from 'react'
import {
  containerDecisions,
  type ContainerRule,
  type ContainerRuleChange,
} from '../../../src-main/contract/container-rule.ts'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { useClient } from '../../stores/app-context.tsx'
import type { AskedCall } from '../../stores/use-call.ts'
import { RememberedDetail } from './remembered-detail.tsx'
import { decisionOfRule } from './rule-words.ts'
import { texts } from './texts.ts'

interface ContainerRuleDetailProps {
  readonly rule: ContainerRule
  readonly containers: AskedCall<Output<(typeof calls)['containersRules']>>
}

export function ContainerRuleDetail({ rule, containers }: ContainerRuleDetailProps) {
  const client = useClient()
  const { put, value } = containers
  const { engine, kind, name } = rule
  const decide = useCallback(
    async (decision: ContainerRuleChange['decision']) =>
      put(await client.call('containersDecide', { engine, kind, name, decision })),
    [client, engine, kind, name, put],
  )
  const others = useMemo(
    () =>
      containerDecisions
        .filter((one) => one !== rule.decision)
        .map((one) => ({ label: texts.decideOther[one], decide: () => decide(one) })),
    [decide, rule.decision],
  )
  return (
    <RememberedDetail
      name={name}
      what={texts.containerIs(rule, value?.file ?? '')}
      badge={decisionOfRule({ kind: 'container', rule })}
      effect={texts.containerEffects[rule.decision]}
      others={others}
      afterwards={texts.removeKeptTitle}
      forget={() => decide('none')}
    />
  )
}
