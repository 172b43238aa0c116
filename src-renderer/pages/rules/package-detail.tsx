import { useCallback } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import type { KeptPackage } from '../../../src-main/contract/packages-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from '../list-detail.module.css'
import { texts } from './texts.ts'

interface PackageDetailProps {
  readonly one: KeptPackage
  readonly file: string
  readonly onChanged: (list: Output<(typeof calls)['packagesKept']>) => void
}

/** A package about which nothing is asked, and how to be asked again. */
export function PackageDetail({ one, file, onChanged }: PackageDetailProps) {
  const client = useClient()
  const forget = useAction(
    useCallback(
      async () => onChanged(await client.call('packagesDecide', { ...one, decision: 'forget' })),
      [client, onChanged, one],
    ),
  )
  return (
    <Card className={styles['detail']} aria-label={one.name}>
      <div className={styles['top']}>
        <div className={styles['words']}>
          <h2>
            <code>{one.name}</code>
          </h2>
          <p>{texts.packageRuleIn(one.architecture, file)}</p>
        </div>
        <Badge>{texts.leftAlone}</Badge>
      </div>
      <div className={styles['body']}>
        <dl className={styles['facts']}>
          <div>
            <dt>{texts.effect}</dt>
            <dd>{texts.packageEffect}</dd>
          </div>
        </dl>
        {forget.error !== undefined && (
          <Notice tone="amber" alert title={forget.error.message}>
            {forget.error.hint}
          </Notice>
        )}
        <div className={styles['actions']}>
          <Button disabled={forget.busy} onClick={forget.start} title={texts.removePackageTitle}>
            {texts.remove}
          </Button>
        </div>
      </div>
    </Card>
  )
}
