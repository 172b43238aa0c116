import { useCallback } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { etcPatternFrom } from '../../../src-main/contract/etc-calls.ts'
import { RuleField } from '../../components/rule-field.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { texts } from '../rules/texts.ts'

const decisions = [
  { id: 'always', label: texts.always },
  { id: 'never', label: texts.never },
] as const

export function AddRule({ onChanged }: { readonly onChanged: (list: Output<(typeof calls)['etcList']>) => void }) {
  const client = useClient()
  const decide = useCallback(
    async (pattern: string, decision: 'always' | 'never') =>
      onChanged(await client.call('etcDecide', { patterns: [pattern], decision })),
    [client, onChanged],
  )
  return (
    <RuleField
      name={texts.add}
      label={texts.path}
      placeholder={texts.pathPlaceholder}
      decisions={decisions}
      read={etcPatternFrom}
      decide={decide}
      isNarrow
    />
  )
}
