import { useCallback } from 'react'
import type { HomeExclusions } from '../../../src-main/contract/home-calls.ts'
import { RuleField } from '../../components/rule-field.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { texts } from './texts.ts'

const decisions = [
  { id: 'exclude', label: texts.exclude },
  { id: 'include', label: texts.include },
] as const

/** A path or a name; the app says when it can be no rule. */
export function AddExclusion({ onChanged }: { readonly onChanged: (exclusions: HomeExclusions) => void }) {
  const client = useClient()
  const decide = useCallback(
    async (pattern: string, decision: 'exclude' | 'include') => {
      const { exclusions } = await client.call('homeDecideRule', { pattern, decision })
      onChanged(exclusions)
    },
    [client, onChanged],
  )
  return (
    <RuleField
      name={texts.addExclusion}
      label={texts.pathInHome}
      placeholder={texts.pathPlaceholder}
      decisions={decisions}
      read={readPattern}
      decide={decide}
    />
  )
}

function readPattern(typed: string): string | undefined {
  const pattern = typed.trim()
  return pattern === '' ? undefined : pattern
}
