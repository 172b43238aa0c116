import { useCallback } from 'react'
import type { HomeExclusions } from '../../../src-main/contract/home-calls.ts'
import { useClient } from '../../stores/app-context.tsx'
import { PackageRuleDetail } from './packages/package-rule-detail.tsx'
import { ContainerRuleDetail } from './container-rule-detail.tsx'
import { RememberedDetail } from './remembered-detail.tsx'
import { RuleDetail } from './rule-detail.tsx'
import { decisionOfRule, nameOfRule, type AnyRule } from './rule-words.ts'
import { texts } from './texts.ts'
import type { Lists } from './use-rules.ts'

/** What a rule does, why, and what can be done with it. */
export function AnyDetail({ rule, lists }: { readonly rule: AnyRule; readonly lists: Lists }) {
  switch (rule.kind) {
    case 'etc':
      return <RuleDetail rule={rule.rule} file={lists.etc.value?.file ?? ''} onChanged={lists.etc.put} />
    case 'home':
      return <HomeDetail rule={rule.rule} lists={lists} />
    case 'package':
      return <PackageRuleDetail rule={rule.rule} lists={lists} />
    case 'container':
      return <ContainerRuleDetail rule={rule.rule} lists={lists} />
    case 'kept':
      return <KeptDetail rule={rule} lists={lists} />
  }
}

interface HomeDetailProps {
  readonly rule: HomeExclusions['rules'][number]
  readonly lists: Lists
}

function HomeDetail({ rule, lists: { home } }: HomeDetailProps) {
  const client = useClient()
  const { pattern, decision } = rule
  const { put, value } = home
  const forget = useCallback(async () => {
    const { exclusions } = await client.call('homeDecideRule', { pattern, decision: 'forget' })
    put(exclusions)
  }, [client, pattern, put])
  const isPath = pattern.startsWith('/')
  return (
    <RememberedDetail
      name={nameOfRule({ kind: 'home', rule })}
      what={texts.ownRuleAt(rule.line, value?.file ?? '')}
      badge={decisionOfRule({ kind: 'home', rule })}
      effect={decision === 'include' ? texts.includedText : isPath ? texts.excludedText : texts.excludedAnywhereText}
      afterwards={decision === 'include' ? texts.removeInclusionTitle : texts.removeExclusionTitle}
      forget={forget}
    />
  )
}

interface KeptDetailProps {
  readonly rule: Extract<AnyRule, { readonly kind: 'kept' }>
  readonly lists: Lists
}

function KeptDetail({ rule, lists: { kept } }: KeptDetailProps) {
  const client = useClient()
  const { put, value } = kept
  const { of, name } = rule
  const forget = useCallback(
    async () => put(await client.call('keptForget', { kind: of.kind, name })),
    [client, of, name, put],
  )
  return (
    <RememberedDetail
      name={name}
      what={texts.keptIs(of.what, value?.file ?? '')}
      badge={texts.leftAlone}
      effect={of.effect}
      afterwards={texts.removeKeptTitle}
      forget={forget}
    />
  )
}
