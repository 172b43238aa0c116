import { useCallback } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import { type EtcRule, etcPathOf } from '../../../src-main/contract/etc-calls.ts'
import type { Input, Output } from '../../../src-main/contract/define.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from '../list-detail.module.css'
import { texts } from '../rules/texts.ts'
import { DetailCard } from '../detail-card.tsx'

type Decision = Input<(typeof calls)['etcDecide']>['decision']

interface RuleDetailProps {
  readonly rule: EtcRule
  readonly file: string
  readonly onChanged: (list: Output<(typeof calls)['etcList']>) => void
}

export function RuleDetail({ rule, file, onChanged }: RuleDetailProps) {
  const fixed = rule.origin === 'built-in'
  return (
    <DetailCard
      name={etcPathOf(rule.pattern)}
      about={fixed ? texts.builtIn : rule.line === undefined ? texts.ownRule : texts.ownRuleAt(rule.line, file)}
      badge={<Badge tone={rule.decision === 'always' ? 'green' : 'neutral'}>{texts.copied[rule.decision]}</Badge>}
      facts={[
        [texts.effect, rule.decision === 'always' ? texts.alwaysText : texts.neverText],
        [texts.reason, rule.reason === '' ? texts.noReason : rule.reason],
      ]}
    >
      {fixed ? <p className={styles['soft']}>{texts.builtInText}</p> : <Change rule={rule} onChanged={onChanged} />}
    </DetailCard>
  )
}

function Change({ rule, onChanged }: Pick<RuleDetailProps, 'rule' | 'onChanged'>) {
  const client = useClient()
  const decide = useAction(
    useCallback(
      async (decision: Decision) => onChanged(await client.call('etcDecide', { patterns: [rule.pattern], decision })),
      [client, onChanged, rule.pattern],
    ),
  )
  const other = rule.decision === 'always' ? 'never' : 'always'
  return (
    <>
      <FailureNotice error={decide.error} />
      <div className={styles['actions']}>
        <Button disabled={decide.busy} onClick={() => decide.start(other)}>
          {other === 'always' ? texts.always : texts.never}
        </Button>
        <Button disabled={decide.busy} onClick={() => decide.start('forget')} title={texts.removeTitle}>
          {texts.remove}
        </Button>
      </div>
    </>
  )
}
