import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { useAction } from '../../stores/use-action.ts'
import { Scroller } from '../../components/scroller.tsx'
import styles from '../list-detail.module.css'
import { texts } from './texts.ts'

interface RememberedDetailProps {
  readonly name: string
  /** What it is, and which file has the rule. */
  readonly what: string
  readonly badge: string
  readonly effect: string
  /** What follows when the rule is removed. */
  readonly afterwards: string
  readonly forget: () => Promise<void>
}

/** Something about which nothing is asked, and how to be asked again. */
export function RememberedDetail({ name, what, badge, effect, afterwards, forget }: RememberedDetailProps) {
  const removing = useAction(forget)
  return (
    <Card className={styles['detail']} aria-label={name}>
      <div className={styles['top']}>
        <div className={styles['words']}>
          <h2>
            <code>{name}</code>
          </h2>
          <p>{what}</p>
        </div>
        <Badge>{badge}</Badge>
      </div>
      <Scroller className={styles['body']}>
        <dl className={styles['facts']}>
          <div>
            <dt>{texts.effect}</dt>
            <dd>{effect}</dd>
          </div>
        </dl>
        {removing.error !== undefined && (
          <Notice tone="amber" alert title={removing.error.message}>
            {removing.error.hint}
          </Notice>
        )}
        <div className={styles['actions']}>
          <Button disabled={removing.busy} onClick={removing.start} title={afterwards}>
            {texts.remove}
          </Button>
        </div>
      </Scroller>
    </Card>
  )
}
