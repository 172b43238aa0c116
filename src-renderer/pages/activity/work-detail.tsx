import type { WorkEntry } from '../../../src-main/contract/activity-calls.ts'
import { Card } from '../../components/card.tsx'
import { formatLongPoint } from '../../format/time.ts'
import { Scroller } from '../../components/scroller.tsx'
import styles from '../list-detail.module.css'
import { EntryTop } from './entry-top.tsx'
import { texts } from './texts.ts'

/** Work outside a switch: when, how it ended, and what to do where it did not end well. */
export function WorkDetail({ entry, nowMs }: { readonly entry: WorkEntry; readonly nowMs: number }) {
  const { title, startedAt, finishedAt, result, error } = entry
  const whatToDo = result === 'interrupted' ? texts.interruptedText : error?.hint
  const facts = [
    { name: texts.started, value: formatLongPoint(startedAt) },
    { name: texts.ended, value: finishedAt === undefined ? undefined : formatLongPoint(finishedAt) },
    { name: texts.whatToDo, value: whatToDo },
    { name: texts.details, value: error?.details },
  ]
  return (
    <Card className={styles['detail']} aria-label={title}>
      <EntryTop entry={entry} nowMs={nowMs} />
      <Scroller className={styles['body']}>
        <dl className={styles['facts']}>
          {facts.map(
            ({ name, value }) =>
              value !== undefined && (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
      </Scroller>
    </Card>
  )
}
