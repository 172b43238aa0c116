import type { ComparedOther } from '../../../src-main/contract/packages-others.ts'
import { otherAtSwitch } from '../../../src-main/contract/packages-others-at-switch.ts'
import {
  otherDifferenceWords,
  otherLine,
  otherName,
  partTitle,
  readBy,
  sidesInLines,
  unitStateWords,
} from '../../../src-main/contract/packages-others-words.ts'
import { assertNever } from '../../../src-main/kernel/assert-never.ts'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Scroller } from '../../components/scroller.tsx'
import type { AskedCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import { texts as ruleTexts } from '../rules/texts.ts'
import { OtherRuleChoice } from './other-rule.tsx'
import { rulesForOther } from './rules-for.ts'
import { texts, type Labels } from './texts.ts'

interface OtherDetailProps {
  readonly one: ComparedOther
  readonly labels: Labels
  readonly rules: Pick<AskedCall<PackageRules>, 'value' | 'put'>
}

/** One of them on both laptops, and what a switch does with it. */
export function OtherDetail({ one, labels, rules }: OtherDetailProps) {
  const name = otherName(one)
  const { own, pattern } = rulesForOther(rules.value?.rules ?? [], one)
  const rule = own ?? pattern
  const facts = [
    ...factsOf(one, labels),
    [texts.atSwitch, rule === undefined ? otherAtSwitch(one) : ruleTexts.packageEffect(rule)] as const,
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
        {rules.value !== undefined && <OtherRuleChoice one={one} rules={rules.value} onChanged={rules.put} />}
      </Scroller>
    </Card>
  )
}

type Fact = readonly [title: string, text: string]

function factsOf(one: ComparedOther, labels: Labels): readonly Fact[] {
  switch (one.kind) {
    case 'unit':
      return one.origin === 'package' || one.origin === 'etc'
        ? [
            [labels.here, unitStateWords(one.here)],
            [labels.there, unitStateWords(one.there)],
          ]
        : [[texts.setUpBy, otherLine(one, labels)]]
    case 'source':
      return [
        [texts.readBy, readBy(one)],
        ...one.parts.map((part): Fact => [partTitle(part), sidesInLines(part, labels).join('\n')]),
      ]
    case 'program':
      return [[texts.cameBy, otherLine(one, labels)]]
    default:
      return assertNever(one)
  }
}
