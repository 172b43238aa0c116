import { useCallback } from 'react'
import type { calls, EtcRule } from '../../../src-main/contract/calls.ts'
import type { Input, Output } from '../../../src-main/contract/define.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from '../list-detail.module.css'
import { decisionWords, pathOfRule } from './rule-words.ts'

type Decision = Input<(typeof calls)['etcDecide']>['decision']

interface RuleDetailProps {
  readonly rule: EtcRule
  readonly file: string
  readonly onChanged: (list: Output<(typeof calls)['etcList']>) => void
}

export function RuleDetail({ rule, file, onChanged }: RuleDetailProps) {
  const fixed = rule.origin === 'built-in'
  return (
    <Card className={styles['detail']} aria-label={pathOfRule(rule)}>
      <div className={styles['top']}>
        <div className={styles['words']}>
          <h2>
            <code>{pathOfRule(rule)}</code>
          </h2>
          <p>
            {fixed
              ? 'Built in, the same for everybody'
              : `Your rule${rule.line === undefined ? '' : `, line ${rule.line} of ${file}`}`}
          </p>
        </div>
        <Badge tone={rule.decision === 'always' ? 'green' : 'neutral'}>{decisionWords[rule.decision]} copied</Badge>
      </div>
      <div className={styles['body']}>
        <dl className={styles['facts']}>
          <div>
            <dt>What it does</dt>
            <dd>
              {rule.decision === 'always'
                ? 'At every switch the version of the laptop that is left is copied to the other one.'
                : 'Each laptop keeps its own version. It is never copied.'}
            </dd>
          </div>
          <div>
            <dt>Why</dt>
            <dd>{rule.reason === '' ? 'No reason was written down.' : rule.reason}</dd>
          </div>
        </dl>
        {fixed ? (
          <p className={styles['soft']}>
            Built-in rules protect what makes each laptop itself. They cannot be changed.
          </p>
        ) : (
          <Change rule={rule} onChanged={onChanged} />
        )}
      </div>
    </Card>
  )
}

function Change({ rule, onChanged }: Pick<RuleDetailProps, 'rule' | 'onChanged'>) {
  const client = useClient()
  const decide = useAction(
    useCallback(
      async (decision: Decision) => onChanged(await client.call('etcDecide', { pattern: rule.pattern, decision })),
      [client, onChanged, rule.pattern],
    ),
  )
  const other = rule.decision === 'always' ? 'never' : 'always'
  return (
    <>
      {decide.error !== undefined && (
        <Notice tone="amber" alert title={decide.error.message}>
          {decide.error.hint}
        </Notice>
      )}
      <div className={styles['actions']}>
        <Button disabled={decide.busy} onClick={() => decide.start(other)}>
          {other === 'always' ? 'Always copy' : 'Never copy'}
        </Button>
        <Button
          disabled={decide.busy}
          onClick={() => decide.start('forget')}
          title="The file is asked about at the next switch"
        >
          Forget this rule
        </Button>
      </div>
    </>
  )
}
