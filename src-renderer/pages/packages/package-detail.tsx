import { nameWithArchitecture } from '../../../src-main/contract/package-rule.ts'
import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { keyOfPackage } from '../../../src-main/contract/packages-key.ts'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { type AskedCall, useCall } from '../../stores/use-call.ts'
import { texts as ruleTexts } from '../rules/texts.ts'
import { AtSwitch, type AskedAtSwitch } from './at-switch.tsx'
import { RuleChoice } from './rule-choice.tsx'
import { ruleSubject, rulesFor } from '../../../src-main/contract/package-rules-for.ts'
import {
  leftAloneWords,
  packageDifferenceWords,
  packageOptions,
  type PackageLabels,
} from '../../../src-main/contract/package-rule-words.ts'
import { texts } from './texts.ts'
import { DetailCard } from '../detail-card.tsx'

interface PackageDetailProps {
  readonly one: ComparedPackage
  readonly labels: PackageLabels
  readonly rules: Pick<AskedCall<PackageRules>, 'value' | 'put'>
  readonly atSwitch: AskedAtSwitch
}

/** Why no switch has anything to do with it. */
function otherwiseOf(one: ComparedPackage, rules: PackageRules | undefined): string {
  if (one.scope === 'person') return texts.copiedWithHome
  const { own, pattern } = rulesFor(rules?.rules ?? [], one)
  const rule = own ?? pattern
  if (rule !== undefined) return ruleTexts.packageEffect(rule)
  if (one.apart !== undefined) return leftAloneWords(one)
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
    <DetailCard
      name={name}
      about={summary}
      badge={
        <Badge tone={difference === 'same' ? 'neutral' : 'accent'}>{packageDifferenceWords(difference, labels)}</Badge>
      }
      facts={facts}
    >
      {rules.value !== undefined && <PackageRuleChoice one={one} rules={rules.value} onChanged={rules.put} />}
    </DetailCard>
  )
}

interface PackageRuleProps {
  readonly one: ComparedPackage
  readonly rules: PackageRules
  readonly onChanged: AskedCall<PackageRules>['put']
}

/** What every switch does with one package; nothing for what no rule is about. */
function PackageRuleChoice({ one, rules, onChanged }: PackageRuleProps) {
  const found = rulesFor(rules.rules, one)
  const choices = packageOptions(one, found)
  if (choices === undefined) return undefined
  const name = nameWithArchitecture(ruleSubject(one))
  return <RuleChoice kind={one.manager} name={name} found={found} choices={choices} onChanged={onChanged} />
}

interface PackageOriginsProps {
  readonly one: Pick<ComparedPackage, 'name' | 'architecture'>
  readonly labels: PackageLabels
}

/** Which package sources of both laptops offer it: asked of apt when somebody looks at it. */
function PackageOrigins({ one: { name, architecture }, labels }: PackageOriginsProps) {
  const { value, error } = useCall('packagesOrigins', { packages: [{ name, architecture }] })
  const origins = value?.packages[0]
  if (origins !== undefined) return texts.origins(origins, labels)
  return error === undefined ? texts.askingOrigins : error.message
}
