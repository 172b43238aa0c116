import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { useAction } from '../../stores/use-action.ts'
import { DetailCard } from '../detail-card.tsx'
import styles from '../list-detail.module.css'
import { texts } from './texts.ts'

interface RememberedDetailProps {
  readonly name: string
  /** What it is, and which file has the rule. */
  readonly what: string
  readonly badge: string
  readonly tone?: 'green' | 'neutral'
  readonly effect: string
  /** Besides what it does. */
  readonly facts?: readonly (readonly [title: string, value: string])[]
  /** Why it cannot be changed. */
  readonly fixed?: string
  /** What else can be decided. */
  readonly others?: readonly { readonly label: string; readonly decide: () => Promise<void> }[]
  /** What follows when the rule is removed. */
  readonly afterwards?: string
  readonly forget?: () => Promise<void>
}

/** Something about which nothing is asked, and how to be asked again. */
export function RememberedDetail(props: RememberedDetailProps) {
  const { name, what, badge, tone = 'neutral', effect, facts = [], others = [], ...more } = props
  const { fixed, afterwards, forget } = more
  const { error, busy, start } = useAction((decide: () => Promise<void>) => decide())
  return (
    <DetailCard
      name={name}
      about={what}
      badge={<Badge tone={tone}>{badge}</Badge>}
      facts={[[texts.effect, effect], ...facts]}
    >
      {fixed !== undefined && <p className={styles['soft']}>{fixed}</p>}
      <FailureNotice error={error} />
      <div className={styles['actions']}>
        {others.map(({ label, decide }) => (
          <Button key={label} disabled={busy} onClick={() => start(decide)}>
            {label}
          </Button>
        ))}
        {forget !== undefined && (
          <Button disabled={busy} onClick={() => start(forget)} title={afterwards}>
            {texts.remove}
          </Button>
        )}
      </div>
    </DetailCard>
  )
}
