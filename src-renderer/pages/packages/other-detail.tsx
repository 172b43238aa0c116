import type { ReactNode } from 'react'
import type {
  ComparedOther,
  ComparedSourcePart,
  SettingTopic,
  SettingValue,
} from '../../../src-main/contract/packages-others.ts'
import {
  isApart,
  otherDifferenceWords,
  otherLine,
  otherName,
  partTitle,
  programWords,
  readBy,
  settingLines,
  unitStateWords,
} from '../../../src-main/contract/packages-others-words.ts'
import { assertNever } from '../../../src-main/kernel/assert-never.ts'
import { keyOfOther } from '../../../src-main/contract/packages-key.ts'
import { isSourceKind } from '../../../src-main/contract/package-rule.ts'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import { Badge } from '../../components/badge.tsx'
import type { AskedCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import { texts as ruleTexts } from '../rules/texts.ts'
import { AtSwitch, type AskedAtSwitch } from './at-switch.tsx'
import { RuleChoice } from './rule-choice.tsx'
import { otherSubject, rulesForOther } from '../../../src-main/contract/package-rules-for.ts'
import { otherOptions, type PackageLabels } from '../../../src-main/contract/package-rule-words.ts'
import { texts } from './texts.ts'
import { DetailCard } from '../detail-card.tsx'

interface OtherDetailProps {
  readonly one: ComparedOther
  readonly labels: PackageLabels
  readonly rules: Pick<AskedCall<PackageRules>, 'value' | 'put'>
  readonly atSwitch: AskedAtSwitch
}

/** Why no switch has anything to do with it. */
function otherwiseOf(one: ComparedOther, rules: PackageRules | undefined): string {
  const { own, pattern } = rulesForOther(rules?.rules ?? [], one)
  const rule = own ?? pattern
  if (rule !== undefined) return ruleTexts.packageEffect(rule)
  if (one.kind === 'unit' && one.isOfLaptop) return texts.ofLaptop
  if (one.kind === 'source' && one.scope === 'person') return texts.copiedWithHome
  if (one.kind === 'source' && one.followsRelease) return texts.followsRelease
  if (one.difference === 'same') return texts.nothingToDo
  return one.kind === 'program' && one.inHome ? texts.copiedWithHome : texts.neverChanged
}

/** One of them on both laptops, and what a switch does with it. */
export function OtherDetail({ one, labels, rules, atSwitch }: OtherDetailProps) {
  const name = otherName(one)
  const otherwise = otherwiseOf(one, rules.value)
  const facts = [
    ...factsOf(one, labels),
    [
      texts.atSwitch,
      <AtSwitch listedAs={keyOfOther(one)} otherwise={otherwise} labels={labels} asked={atSwitch} />,
    ] as const,
  ]
  return (
    <DetailCard
      name={name}
      badge={
        <Badge tone={one.difference === 'same' ? 'neutral' : 'accent'}>
          {otherDifferenceWords(one.difference, labels)}
        </Badge>
      }
      facts={facts}
    >
      {rules.value !== undefined && <OtherRuleChoice one={one} rules={rules.value} onChanged={rules.put} />}
    </DetailCard>
  )
}

type Fact = readonly [title: string, value: ReactNode]

function factsOf(one: ComparedOther, labels: PackageLabels): readonly Fact[] {
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
        ...one.parts.map((part): Fact => [partTitle(part), <PartOnBoth part={part} labels={labels} />]),
      ]
    case 'setting':
      return [
        [texts.settingKind, otherLine(one, labels)],
        [labels.here, <SettingOnOne topic={one.topic} value={one.here} />],
        [labels.there, <SettingOnOne topic={one.topic} value={one.there} />],
      ]
    case 'program':
      return [[texts.cameBy, programWords[one.by]]]
    default:
      return assertNever(one)
  }
}

interface PartProps {
  readonly part: ComparedSourcePart
  readonly labels: PackageLabels
}

/** Said once where it is the same on both, or where one laptop alone has it. */
function PartOnBoth({ part, labels }: PartProps) {
  const { here, there } = part
  if (!isApart(part)) return (here ?? there ?? []).join('\n')
  return (
    <dl className={styles['sides']}>
      <dt>{labels.here}</dt>
      <dd>{here?.join('\n')}</dd>
      <dt>{labels.there}</dt>
      <dd>{there?.join('\n')}</dd>
    </dl>
  )
}

/** As it stands in a file, or in words. */
function SettingOnOne({ topic, value }: { readonly topic: SettingTopic; readonly value: SettingValue | undefined }) {
  const text = settingLines(topic, value).join('\n')
  return value?.kind === 'lines' && value.lines.length > 0 ? <code className={styles['lines']}>{text}</code> : text
}

interface OtherRuleProps {
  readonly one: ComparedOther
  readonly rules: PackageRules
  readonly onChanged: AskedCall<PackageRules>['put']
}

/** What every switch does with one service, source or default program; nothing for what no rule is about. */
function OtherRuleChoice({ one, rules, onChanged }: OtherRuleProps) {
  const subject = otherSubject(one)
  const found = rulesForOther(rules.rules, one)
  const choices = otherOptions(one, found)
  if (subject === undefined || choices === undefined) return undefined
  const { kind, name } = subject
  // Of a source both mean that it is left out.
  const own = isSourceKind(kind) && found.own !== undefined ? { ...found.own, decision: 'apart' as const } : found.own
  return <RuleChoice kind={kind} name={name} found={{ ...found, own }} choices={choices} onChanged={onChanged} />
}
