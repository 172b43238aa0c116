import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Scroller } from '../../components/scroller.tsx'
import styles from '../list-detail.module.css'
import { texts, type Labels } from './texts.ts'

/** One package on both laptops: its versions, why it is there, and what a switch does with it. */
export function PackageDetail({ one, labels }: { readonly one: ComparedPackage; readonly labels: Labels }) {
  const { manager, name, summary, difference, here, there, apart, neededBy } = one
  const facts = [
    [labels.here, here === undefined ? texts.notInstalled : texts.installed(here)],
    [labels.there, there === undefined ? texts.notInstalled : texts.installed(there)],
    [texts.neededBy, neededBy.count === 0 ? texts.noneNeeds : texts.andMore(neededBy.first, neededBy.count)],
    [texts.cameBy, texts.managers[manager]],
    [texts.size, texts.bytes(one.installedBytes)],
    [texts.architecture, one.architecture],
    [texts.atSwitch, apart === undefined ? texts.carried(one, labels) : texts.apart[apart]],
  ] as const
  return (
    <Card className={styles['detail']} aria-label={name}>
      <div className={styles['top']}>
        <div className={styles['words']}>
          <h2>
            <code>{name}</code>
          </h2>
          <p>{summary}</p>
        </div>
        <Badge tone={difference === 'same' ? 'neutral' : 'accent'}>{texts.differenceOf(difference, labels)}</Badge>
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
