import { useCallback } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from '../list-detail.module.css'
import { texts } from './texts.ts'
import { DetailCard } from '../detail-card.tsx'

interface Decision {
  readonly label: string
  readonly decide: () => Promise<void>
}

interface RememberedDetailProps {
  readonly name: string
  /** What it is, and which file has the rule. */
  readonly what: string
  readonly badge: string
  readonly effect: string
  /** Besides what it does. */
  readonly facts?: readonly (readonly [title: string, value: string])[]
  /** What else can be decided. */
  readonly others?: readonly Decision[]
  /** What follows when the rule is removed. */
  readonly afterwards: string
  readonly forget: () => Promise<void>
}

/** Something about which nothing is asked, and how to be asked again. */
export function RememberedDetail(props: RememberedDetailProps) {
  const { name, what, badge, effect, facts = [], others = [], afterwards, forget } = props
  const removing = useAction(forget)
  const deciding = useAction(useCallback(({ decide }: Decision) => decide(), []))
  const error = removing.error ?? deciding.error
  const isBusy = removing.busy || deciding.busy
  return (
    <DetailCard name={name} about={what} badge={<Badge>{badge}</Badge>} facts={[[texts.effect, effect], ...facts]}>
      <FailureNotice error={error} />
      <div className={styles['actions']}>
        {others.map((other) => (
          <Button key={other.label} disabled={isBusy} onClick={() => deciding.start(other)}>
            {other.label}
          </Button>
        ))}
        <Button disabled={isBusy} onClick={removing.start} title={afterwards}>
          {texts.remove}
        </Button>
      </div>
    </DetailCard>
  )
}
