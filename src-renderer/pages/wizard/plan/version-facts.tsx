import type { Question } from '../../../../src-main/contract/preview.ts'
import { Badge } from '../../../components/badge.tsx'
import { formatPoint } from '../../../format/time.ts'
import { useNow } from '../../../stores/use-now.ts'
import { texts } from './texts.ts'
import styles from './version-facts.module.css'

const minuteMs = 60_000

/** What each laptop has of what is asked about, one below the other, and which is newer. */
export function VersionFacts({ versions }: { readonly versions: NonNullable<Question['versions']> }) {
  const nowMs = useNow(minuteMs)
  return (
    <dl className={styles['versions']}>
      {versions.map(({ laptop, what, at, startedAt, more, isNewer }) => (
        <div key={laptop} className={styles['version']}>
          <dt>{laptop}</dt>
          <dd>
            <span className={styles['what']}>{what}</span>
            {at !== undefined && <time dateTime={at}>{formatPoint(at, nowMs)}</time>}
            {startedAt !== undefined && (
              <span>
                {texts.lastStarted} <time dateTime={startedAt}>{formatPoint(startedAt, nowMs)}</time>
              </span>
            )}
            {more !== undefined && <span>{more}</span>}
            {isNewer && <Badge tone="accent">{texts.newer}</Badge>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
