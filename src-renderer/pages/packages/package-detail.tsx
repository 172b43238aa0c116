import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { keyOfPackage } from '../../../src-main/contract/packages-key.ts'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Scroller } from '../../components/scroller.tsx'
import type { AskedCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import { texts as ruleTexts } from '../rules/texts.ts'
import { AtSwitch, type AskedAtSwitch } from './at-switch.tsx'
import { PackageOrigins } from './package-origins.tsx'
import { PackageRuleChoice } from './package-rule.tsx'
import { rulesFor } from './rules-for.ts'
import { texts, type LaptopLabels } from './texts.ts'

interface PackageDetailProps {
  readonly one: ComparedPackage
  readonly labels: LaptopLabels
  readonly rules: Pick<AskedCall<PackageRules>, 'value' | 'put'>
  readonly atSwitch: AskedAtSwitch
}

/** Why no switch has anything to do with it. */
function otherwiseOf(one: ComparedPackage, rules: PackageRules | undefined): string {
  if (one.scope === 'person') return texts.copiedWithHome
  const { own, pattern } = rulesFor(rules?.rules ?? [], one)
  const rule = own ?? pattern
  if (rule !== undefined) return ruleTexts.packageEffect(rule)
  if (one.apart !== undefined) return texts.whyLeftAlone(one)
  return one.difference === 'same' ? texts.nothingToDo : texts.neverChanged
}

/** One package on both laptops: its versions, why it is there, and what a switch does with it. */
export function PackageDetail({ one, labels, rules, atSwitch }: PackageDetailProps) {
  const { manager, name, summary, difference, here, there, neededBy } = one
  const facts = [
    [labels.here, here === undefined ? texts.notInstalled : texts.installed(here)],
    [labels.there, there === undefined ? texts.notInstalled : texts.installed(there)],
    [texts.neededBy, neededBy.count === 0 ? texts.noneNeeds : texts.andMore(neededBy.first, neededBy.count)],
    [texts.cameBy, texts.managerOf(one)],
    manager === 'apt'
      ? ([texts.offeredBy, <PackageOrigins key={`${name}:${one.architecture}`} one={one} labels={labels} />] as const)
      : ([texts.comesFrom, texts.cameFrom(one, labels)] as const),
    [texts.size, texts.bytes(one.installedBytes)],
    [texts.architecture, one.architecture],
    [
      texts.atSwitch,
      <AtSwitch
        listedAs={keyOfPackage(one)}
        otherwise={otherwiseOf(one, rules.value)}
        labels={labels}
        asked={atSwitch}
      />,
    ],
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
        {one.apart !== 'own' && one.scope === undefined && rules.value !== undefined && (
          <PackageRuleChoice one={one} rules={rules.value} onChanged={rules.put} />
        )}
      </Scroller>
    </Card>
  )
}
