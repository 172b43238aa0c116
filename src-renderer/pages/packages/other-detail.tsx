import type { ComparedOther } from '../../../src-main/contract/packages-others.ts'
import {
  otherAtSwitch,
  otherDifferenceWords,
  otherLine,
  otherName,
  unitStateWords,
} from '../../../src-main/contract/packages-others-words.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Scroller } from '../../components/scroller.tsx'
import styles from '../list-detail.module.css'
import { texts, type Labels } from './texts.ts'

interface OtherDetailProps {
  readonly one: ComparedOther
  readonly labels: Labels
}

/** One of them on both laptops, and what a switch does with it. */
export function OtherDetail({ one, labels }: OtherDetailProps) {
  const name = otherName(one)
  const facts = [
    ...(one.kind === 'unit' && (one.origin === 'package' || one.origin === 'etc')
      ? [[labels.here, unitStateWords(one.here)] as const, [labels.there, unitStateWords(one.there)] as const]
      : [[texts.otherFact[one.kind], otherLine(one, labels)] as const]),
    [texts.atSwitch, otherAtSwitch(one)] as const,
  ]
  return (
    <Card className={styles['detail']} aria-label={name}>
      <div className={styles['top']}>
        <div className={styles['words']}>
          <h2>
            <code>{name}</code>
          </h2>
        </div>
        <Badge tone={one.difference === 'same' ? 'neutral' : 'accent'}>
          {otherDifferenceWords[one.difference](labels)}
        </Badge>
      </div>
      <Scroller className={styles['body']}>
        <dl className={styles['facts']}>
          {facts.map(([title, value]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Scroller>
    </Card>
  )
}
