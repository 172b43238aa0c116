import { useCallback } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { useClient } from '../../stores/app-context.tsx'
import type { AskedCall } from '../../stores/use-call.ts'
import { RememberedDetail } from './remembered-detail.tsx'
import type { AnyRule } from './rule-words.ts'
import { texts } from './texts.ts'

interface KeptRuleDetailProps {
  readonly rule: Extract<AnyRule, { readonly kind: 'kept' }>
  readonly kept: AskedCall<Output<(typeof calls)['keptList']>>
}

export function KeptRuleDetail({ rule: { of, name }, kept: { put, value } }: KeptRuleDetailProps) {
  const client = useClient()
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
