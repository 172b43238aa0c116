import { NotRefreshed } from '../../components/list-state.tsx'
import { useCall } from '../../stores/use-call.ts'
import { ElsewhereNotice } from '../elsewhere/elsewhere-notice.tsx'
import styles from '../list-detail.module.css'
import { ContainerRuleDetail } from '../rules/container-rule-detail.tsx'
import { KeptRuleDetail } from '../rules/kept-rule-detail.tsx'
import { keptRulesOf, keyOfRule, type AnyRule } from '../rules/rule-words.ts'
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
  readonly hashOf: (key: string) => string
}

export function DeclaredRules({ rules: { containers, kept, groups }, item, hashOf }: DeclaredRulesProps) {
  return (
    <>
      <div className={styles['notices']}>
        {[containers, kept].map(
          ({ error, askAgain }, index) =>
            error !== undefined && <NotRefreshed key={index} error={error} onTryAgain={askAgain} />,
        )}
        <ElsewhereNotice of={containers.value?.elsewhere ?? kept.value?.elsewhere} />
      </div>
      <RulesList groups={groups} item={item} hashOf={hashOf}>
        {(rule) =>
          rule.kind === 'container' ? (
            <ContainerRuleDetail key={keyOfRule(rule)} rule={rule.rule} containers={containers} />
          ) : (
            <KeptRuleDetail key={keyOfRule(rule)} rule={rule} kept={kept} />
          )
        }
      </RulesList>
    </>
  )
}
