import { containerDecisions, type ContainerRuleChange } from '../../../src-main/contract/container-rule.ts'
import { NotRefreshed } from '../../components/list-state.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useCall } from '../../stores/use-call.ts'
import { ElsewhereNotice } from '../elsewhere/elsewhere-notice.tsx'
import styles from '../list-detail.module.css'
import { RememberedDetail } from '../rules/remembered-detail.tsx'
import { decisionOfRule, keptRulesOf, keyOfRule, type AnyRule } from '../rules/rule-words.ts'
import { RulesList } from '../rules/rules-list.tsx'
import { texts } from '../rules/texts.ts'

type DeclaredRule = Extract<AnyRule, { readonly kind: 'container' | 'kept' }>

/** `about`: "container", or what a capability keeps. */
export function useRulesFor(about: readonly string[]) {
  const containers = useCall('containersRules', {})
  const kept = useCall('keptList', {})
  const groups: readonly { readonly title: string; readonly items: readonly DeclaredRule[] }[] = [
    ...(about.includes('container')
      ? [
          {
            title: texts.containerRules,
            items: (containers.value?.rules ?? []).map((rule) => ({ kind: 'container', rule }) as const),
          },
        ]
      : []),
    ...(kept.value?.kinds ?? [])
      .filter(({ kind }) => about.includes(kind))
      .map((kind) => ({ title: kind.title, items: keptRulesOf([kind]) })),
  ]
  return { containers, kept, groups, count: groups.reduce((sum, { items }) => sum + items.length, 0) }
}

interface DeclaredRulesProps {
  readonly rules: ReturnType<typeof useRulesFor>
  readonly item: string | undefined
  readonly onSelect: (key: string) => void
}

export function DeclaredRules({ rules: { containers, kept, groups }, item, onSelect }: DeclaredRulesProps) {
  return (
    <>
      <div className={styles['notices']}>
        {[containers, kept].map(
          ({ error, askAgain }, index) =>
            error !== undefined && <NotRefreshed key={index} error={error} onTryAgain={askAgain} />,
        )}
        <ElsewhereNotice of={containers.value?.elsewhere ?? kept.value?.elsewhere} />
      </div>
      <RulesList groups={groups} item={item} onSelect={onSelect}>
        {(rule) =>
          rule.kind === 'container' ? (
            <ContainerRuleDetail key={keyOfRule(rule)} rule={rule} asked={containers} />
          ) : (
            <KeptRuleDetail key={keyOfRule(rule)} rule={rule} asked={kept} />
          )
        }
      </RulesList>
    </>
  )
}

interface DetailProps<K extends DeclaredRule['kind'], C extends 'containersRules' | 'keptList'> {
  readonly rule: Extract<DeclaredRule, { readonly kind: K }>
  readonly asked: ReturnType<typeof useCall<C>>
}

function ContainerRuleDetail({ rule: one, asked: { put, value } }: DetailProps<'container', 'containersRules'>) {
  const client = useClient()
  const { engine, kind, name, decision: decided } = one.rule
  const decide = async (decision: ContainerRuleChange['decision']) =>
    put(await client.call('containersDecide', { engine, kind, name, decision }))
  return (
    <RememberedDetail
      name={name}
      what={texts.containerIs(one.rule, value?.file ?? '')}
      badge={decisionOfRule(one)}
      effect={texts.containerEffects[decided]}
      others={containerDecisions
        .filter((other) => other !== decided)
        .map((other) => ({ label: texts.decideOther[other], decide: () => decide(other) }))}
      afterwards={texts.removeKeptTitle}
      forget={() => decide('none')}
    />
  )
}

function KeptRuleDetail({ rule: { of, name }, asked: { put, value } }: DetailProps<'kept', 'keptList'>) {
  const client = useClient()
  return (
    <RememberedDetail
      name={name}
      what={texts.keptIs(of.what, value?.file ?? '')}
      badge={texts.leftAlone}
      effect={of.effect}
      afterwards={texts.removeKeptTitle}
      forget={async () => put(await client.call('keptForget', { kind: of.kind, name }))}
    />
  )
}
