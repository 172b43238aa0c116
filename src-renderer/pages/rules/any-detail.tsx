import { useCallback } from 'react'
import type { HomeExclusions } from '../../../src-main/contract/home-calls.ts'
import type { Kept } from '../../../src-main/contract/rule.ts'
import { useClient } from '../../stores/app-context.tsx'
import { PackageRuleDetail } from './packages/package-rule-detail.tsx'
import { RememberedDetail } from './remembered-detail.tsx'
import { RuleDetail } from './rule-detail.tsx'
import { decisionOfRule, nameOfRule, type Rule } from './rule-words.ts'
import { texts } from './texts.ts'
import type { Lists } from './use-rules.ts'

/** What a rule does, why, and what can be done with it. */
export function AnyDetail({ rule, lists }: { readonly rule: Rule; readonly lists: Lists }) {
  switch (rule.kind) {
    case 'etc':
      return <RuleDetail rule={rule.rule} file={lists.etc.value?.file ?? ''} onChanged={lists.etc.put} />
    case 'home':
      return <HomeDetail rule={rule.rule} lists={lists} />
    case 'package':
      return <PackageRuleDetail rule={rule.rule} lists={lists} />
    case 'kept':
      return <KeptDetail one={rule.one} lists={lists} />
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

function KeptDetail({ one, lists: { kept } }: { readonly one: Kept; readonly lists: Lists }) {
  const client = useClient()
  const { put, value } = kept
  const forget = useCallback(async () => put(await client.call('keptForget', one)), [client, one, put])
  return (
    <RememberedDetail
      name={nameOfRule({ kind: 'kept', one })}
      what={texts.keptIs(value?.file ?? '')}
      badge={texts.leftAlone}
      effect={texts.keptEffect}
      afterwards={texts.removeKeptTitle}
      forget={forget}
    />
  )
}
