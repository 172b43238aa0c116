import { useEffect, useRef } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Input } from '../../../src-main/contract/define.ts'
import type { HomeExclusions } from '../../../src-main/contract/home-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import { Notice } from '../../components/notice.tsx'
import { RuleField } from '../../components/rule-field.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { type AskedCall, useCall } from '../../stores/use-call.ts'
import { AskedSection } from '../settings/asked-section.tsx'
import { isBuiltInKind, texts } from './texts.ts'
import lists from '../list-detail.module.css'
import styles from '../settings/settings-page.module.css'

type OnChanged = (exclusions: HomeExclusions) => void
type Rule = HomeExclusions['rules'][number]
type BuiltIn = HomeExclusions['builtIn'][number]
type OtherHome = HomeExclusions['homes'][number]

interface ExclusionsSectionProps {
  readonly isAskedFor: boolean
  readonly asked: AskedCall<HomeExclusions>
}

/** What of the home folder is not copied: the person's own rules, which can be changed, and the built-in ones. */
export function ExclusionsSection({ isAskedFor, asked }: ExclusionsSectionProps) {
  return (
    <AskedSection title={texts.notCopied} isAskedFor={isAskedFor} asked={asked} reading={texts.readingExclusions}>
      {(exclusions) => <Exclusions exclusions={exclusions} onChanged={asked.put} />}
    </AskedSection>
  )
}

interface ExclusionsProps {
  readonly exclusions: HomeExclusions
  readonly onChanged: OnChanged
}

function Exclusions({ exclusions, onChanged }: ExclusionsProps) {
  const { file, rules, invalid, builtIn, homes } = exclusions
  const matches = useMatches(exclusions)
  const decide = useDecideRule(onChanged)
  return (
    <>
      <div className={lists['notices']}>
        {invalid.map(({ line, text, why }) => (
          <Notice key={line} tone="amber" title={texts.invalidLine(line, text)}>
            {why} {texts.correctIn(file)}
          </Notice>
        ))}
      </div>
      <Card>
        <p className={styles['quiet']}>{rules.length === 0 ? texts.noneOfYours : texts.excluded}</p>
        {rules.map((rule) => (
          <RuleRow key={rule.line} rule={rule} matches={matches.ofRule(rule.pattern)} onChanged={onChanged} />
        ))}
        <RuleField
          name={texts.addExclusion}
          label={texts.pathInHome}
          placeholder={texts.pathPlaceholder}
          decisions={decisions}
          read={(typed) => (typed.trim() === '' ? undefined : typed.trim())}
          decide={decide}
        />
      </Card>
      {homes.length > 0 && (
        <>
          <SectionTitle>{texts.otherHomes}</SectionTitle>
          <Card>
            {homes.map((home) => (
              <OtherHomeRow key={home.account} other={home} onChanged={onChanged} />
            ))}
          </Card>
        </>
      )}
      <SectionTitle>{texts.builtIn}</SectionTitle>
      <Card>
        {builtIn.map((one) => (
          <BuiltInRow key={one.kind} builtIn={one} matches={matches.ofKind(one.kind)} onChanged={onChanged} />
        ))}
      </Card>
    </>
  )
}

type Decision = Input<(typeof calls)['homeDecideRule']>['decision']

function useDecideRule(onChanged: OnChanged) {
  const client = useClient()
  return async (pattern: string, decision: Decision) =>
    onChanged((await client.call('homeDecideRule', { pattern, decision })).exclusions)
}

const useDecide = (onChanged: OnChanged) => useAction(useDecideRule(onChanged))

/** A path or a name; the app says when it can be no rule. */
const decisions = [
  { id: 'exclude', label: texts.exclude },
  { id: 'include', label: texts.include },
] as const

interface RuleRowProps {
  readonly rule: Rule
  readonly matches: string
  readonly onChanged: OnChanged
}

function RuleRow({ rule, matches, onChanged }: RuleRowProps) {
  const { pattern } = rule
  const remove = useDecide(onChanged)
  const words = ruleWords(rule)
  return (
    <div className={styles['row']}>
      <div className={styles['words']}>
        <h3>
          <code>{pattern.startsWith('/') ? `~${pattern}` : pattern}</code>
        </h3>
        {(words !== '' || remove.error !== undefined) && (
          <p>{remove.error === undefined ? words : `${remove.error.message} ${remove.error.hint ?? ''}`}</p>
        )}
      </div>
      <span className={styles['value']}>{matches}</span>
      <Button
        size="small"
        disabled={remove.busy}
        onClick={() => remove.start(pattern, 'forget')}
        aria-label={texts.removeRule(pattern)}
      >
        {texts.remove}
      </Button>
    </div>
  )
}

/** Nothing for what the heading says of most of them. */
function ruleWords({ pattern, decision }: Rule): string {
  if (decision === 'include') return texts.included
  return pattern.startsWith('/') ? '' : texts.excludedAnywhere
}

interface OtherHomeRowProps {
  readonly other: OtherHome
  readonly onChanged: OnChanged
}

function OtherHomeRow({ other: { account, home, isAdded }, onChanged }: OtherHomeRowProps) {
  const decide = useDecide(onChanged)
  const words = isAdded ? texts.homeAdded : texts.homeStays
  return (
    <div className={styles['row']}>
      <div className={styles['words']}>
        <h3>{account}</h3>
        <p>{decide.error === undefined ? words(home) : `${decide.error.message} ${decide.error.hint ?? ''}`}</p>
      </div>
      <Button
        size="small"
        disabled={decide.busy}
        onClick={() => decide.start(`~${account}`, isAdded ? 'forget' : 'include')}
        aria-label={texts.decideHome(account, isAdded)}
      >
        {isAdded ? texts.stopCopying : texts.copyToo}
      </Button>
    </div>
  )
}

interface BuiltInRowProps {
  readonly builtIn: BuiltIn
  readonly matches: string
  readonly onChanged: OnChanged
}

function BuiltInRow({ builtIn, matches, onChanged }: BuiltInRowProps) {
  const { kind, title, canBeIncluded, isCopied, line, patterns } = builtIn
  return (
    <div className={styles['row']}>
      <div className={styles['words']}>
        <h3>{title}</h3>
        <p>{isBuiltInKind(kind) ? texts.builtInWords[kind] : ''}</p>
        <details className={styles['places']}>
          <summary>{texts.places(patterns.length)}</summary>
          <ul>
            {patterns.map((pattern) => (
              <li key={pattern}>
                <code>{pattern.startsWith('**/') ? pattern : `~/${pattern}`}</code>
              </li>
            ))}
          </ul>
        </details>
      </div>
      <span className={styles['value']}>{matches}</span>
      {isCopied === undefined || line === undefined ? (
        <Badge>{isCopied === true ? texts.copied : canBeIncluded ? texts.canBeIncluded : texts.never}</Badge>
      ) : (
        <CopyAll title={title} line={line} isCopied={isCopied} onChanged={onChanged} />
      )}
    </div>
  )
}

interface CopyAllProps {
  readonly title: string
  readonly line: string
  readonly isCopied: boolean
  readonly onChanged: OnChanged
}

/** All of a kind is copied, or nothing of it. */
function CopyAll({ title, line, isCopied, onChanged }: CopyAllProps) {
  const decide = useDecide(onChanged)
  const label = isCopied ? texts.stopCopying : texts.include
  return (
    <>
      {decide.error !== undefined && <p>{decide.error.message}</p>}
      <Button
        size="small"
        disabled={decide.busy}
        onClick={() => decide.start(line, isCopied ? 'exclude' : 'forget')}
        aria-label={`${label}: ${title}`}
      >
        {label}
      </Button>
    </>
  )
}

interface Matches {
  readonly ofRule: (pattern: string) => string
  readonly ofKind: (kind: string) => string
}

interface Amount {
  readonly files: number
  readonly bytes: number
}

/** How many files of this laptop each rule decides about, in words; counted anew when the rules change. */
function useMatches({ rules, invalid }: HomeExclusions): Matches {
  const { value, error, isFresh, askAgain } = useCall('homeMeasure', {})
  const now = JSON.stringify(rules.map(({ pattern, decision }) => [pattern, decision]))
  const counted = useRef(now)
  useEffect(() => {
    if (counted.current === now) return
    counted.current = now
    askAgain()
  }, [askAgain, now])
  const words = (amount: Amount | undefined): string => {
    if (invalid.length > 0 || (value === undefined && error !== undefined)) return texts.notCounted
    if (value === undefined) return texts.counting
    if (amount === undefined) return isFresh ? texts.matchesNothing : texts.counting
    return texts.matches(amount.files, amount.bytes)
  }
  return {
    ofRule: (pattern) => words(value?.rules.find((one) => one.pattern === pattern)),
    ofKind: (kind) => words(value?.builtIn.find((one) => one.kind === kind)),
  }
}
