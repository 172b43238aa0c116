import { useCallback } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import { type EtcRule, etcPathOf } from '../../../src-main/contract/etc-calls.ts'
import type { Input, Output } from '../../../src-main/contract/define.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { Scroller } from '../../components/scroller.tsx'
import styles from '../list-detail.module.css'
import { texts } from './texts.ts'

type Decision = Input<(typeof calls)['etcDecide']>['decision']

interface RuleDetailProps {
  readonly rule: EtcRule
  readonly file: string
  readonly onChanged: (list: Output<(typeof calls)['etcList']>) => void
}

export function RuleDetail({ rule, file, onChanged }: RuleDetailProps) {
  const fixed = rule.origin === 'built-in'
  return (
    <Card className={styles['detail']} aria-label={etcPathOf(rule.pattern)}>
      <div className={styles['top']}>
        <div className={styles['words']}>
          <h2>
            <code>{etcPathOf(rule.pattern)}</code>
          </h2>
          <p>{fixed ? texts.builtIn : rule.line === undefined ? texts.ownRule : texts.ownRuleAt(rule.line, file)}</p>
        </div>
        <Badge tone={rule.decision === 'always' ? 'green' : 'neutral'}>{texts.copied[rule.decision]}</Badge>
      </div>
      <Scroller className={styles['body']}>
        <dl className={styles['facts']}>
          <div>
            <dt>{texts.effect}</dt>
            <dd>{rule.decision === 'always' ? texts.alwaysText : texts.neverText}</dd>
          </div>
          <div>
            <dt>{texts.reason}</dt>
            <dd>{rule.reason === '' ? texts.noReason : rule.reason}</dd>
          </div>
        </dl>
        {fixed ? <p className={styles['soft']}>{texts.builtInText}</p> : <Change rule={rule} onChanged={onChanged} />}
      </Scroller>
    </Card>
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
