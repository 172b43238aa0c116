import { useState, type ReactNode } from 'react'
import { etcPathOf, etcPatternFrom, type EtcRule } from '../../../src-main/contract/etc-calls.ts'
import { explanationLines } from '../../../src-main/contract/home-words.ts'
import { keyOfPackage } from '../../../src-main/contract/packages-key.ts'
import { errorText, type WireError } from '../../../src-main/contract/wire-error.ts'
import { pathPattern } from '../../../src-main/kernel/path-pattern.ts'
import { LinkButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useSearchKey } from '../../components/use-keys.ts'
import { useClient, useOverview } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { useDebounced } from '../../stores/use-debounced.ts'
import lists from '../list-detail.module.css'
import { PackageRuleChoice } from '../packages/package-detail.tsx'
import { itemHash } from '../packages/packages-routes.ts'
import { texts as packageTexts } from '../packages/texts.ts'
import { texts as ruleTexts } from '../rules/texts.ts'
import { texts } from './texts.ts'
import styles from './why.module.css'

const typingPauseMs = 300
const mostPrograms = 3

/** One question about anything: why it is, or is not, on the other laptop, with what decides that. */
export function Why({ onDecided }: { readonly onDecided: () => void }) {
  const [typed, setTyped] = useState('')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  const { value: known } = useOverview()
  const wanted = useDebounced(typed.trim(), typingPauseMs)
  useSearchKey(field)
  const pattern = wanted.startsWith('/etc/') ? etcPatternFrom(wanted) : undefined
  const isName = !/[/~]/.test(wanted)
  const path = wanted.startsWith('/') ? wanted : `${known?.home ?? ''}/${wanted.replace(/^~\/?/, '')}`
  return (
    <div className={lists['notices']}>
      <SearchField ref={setField} label={texts.why(known?.peer?.laptop.label)} value={typed} onChange={setTyped} />
      {wanted !== '' && (
        <Card aria-label={texts.answer} aria-live="polite">
          <h2 className="visually-hidden">{texts.answer}</h2>
          {pattern !== undefined ? (
            <OfEtc key={pattern} pattern={pattern} />
          ) : (
            <OfHome key={path} path={path} isName={isName} onDecided={onDecided} />
          )}
          {isName && <OfPrograms name={wanted.toLowerCase()} />}
        </Card>
      )}
    </div>
  )
}

interface AnswerProps {
  readonly title: string
  readonly text: string
  readonly error?: WireError | undefined
  readonly children?: ReactNode
}

function Answer({ title, text, error, children }: AnswerProps) {
  return (
    <div className={styles['answer']}>
      <div className={styles['words']}>
        <h3>{title}</h3>
        <p>{error === undefined ? text : errorText(error)}</p>
      </div>
      {children}
    </div>
  )
}

interface OfHomeProps {
  readonly path: string
  /** Of a program as well: nothing is said of a file that is not there. */
  readonly isName: boolean
  readonly onDecided: () => void
}

function OfHome({ path, isName, onDecided }: OfHomeProps) {
  const { value, error, put } = useCall('homeExplain', { path })
  const client = useClient()
  const decide = useAction(async (decision: 'exclude' | 'include') => {
    put((await client.call('homeDecidePath', { path, decision })).explanation)
    onDecided()
  })
  if (value === undefined) return isName ? undefined : <Answer title={path} text={texts.looking} error={error} />
  if (isName && !value.exists) return undefined
  const { verdict, reason } = value
  const isFixed = reason.source === 'built-in' ? !reason.canBeIncluded : !['none', 'person'].includes(reason.source)
  const [title = '', ...more] = explanationLines(value, false)
  return (
    <Answer title={title} text={more.join(' ')} error={decide.error}>
      {!isFixed && (
        <ChoiceButtons
          name={texts.atEverySwitch}
          value={verdict === 'copied' ? 'include' : 'exclude'}
          choices={[
            { id: 'include', label: texts.copies },
            { id: 'exclude', label: texts.exclude },
          ]}
          onChange={(id) => decide.start(id === 'include' ? 'include' : 'exclude')}
        />
      )}
    </Answer>
  )
}

function OfEtc({ pattern }: { readonly pattern: string }) {
  const { value, error, put } = useCall('etcList', {})
  const client = useClient()
  const decide = useAction(async (decision: 'always' | 'never') =>
    put(await client.call('etcDecide', { patterns: [pattern], decision })),
  )
  const path = etcPathOf(pattern)
  if (value === undefined) return <Answer title={path} text={texts.looking} error={error} />
  // What is never copied, whatever a rule says; else the nearest one that names it, or a folder that it is in.
  const [rule] = value.rules
    .filter((one) => isNamedBy(one, pattern))
    .toSorted(
      (one, other) => Number(isFixed(other)) - Number(isFixed(one)) || other.pattern.length - one.pattern.length,
    )
  const title = rule === undefined ? texts.noRule(path) : `${path}: ${ruleTexts.copied[rule.decision].toLowerCase()}`
  return (
    <Answer title={title} text={rule?.reason ?? texts.noRuleText} error={decide.error}>
      {(rule === undefined || !isFixed(rule)) && (
        <ChoiceButtons
          name={texts.atEverySwitch}
          value={rule?.decision}
          choices={[
            { id: 'always', label: ruleTexts.always },
            { id: 'never', label: ruleTexts.never },
          ]}
          onChange={(id) => decide.start(id === 'always' ? 'always' : 'never')}
        />
      )}
    </Answer>
  )
}

const isFixed = ({ origin }: EtcRule): boolean => origin === 'built-in'

function isNamedBy(rule: EtcRule, path: string): boolean {
  return isFixed(rule) ? pathPattern(rule.pattern).test(path) : `${path}/`.startsWith(`${rule.pattern}/`)
}

function OfPrograms({ name: wanted }: { readonly name: string }) {
  const { value, error } = useCall('packagesCompare', {})
  const rules = useCall('packagesRules', {})
  if (value === undefined) return <Answer title={packageTexts.title} text={packageTexts.reading} error={error} />
  const labels = { here: value.here.label, there: value.there.label }
  const begins = (name: string) => Number(name.startsWith(wanted))
  const found = value.packages
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((one, other) => begins(other.name) - begins(one.name) || one.name.length - other.name.length)
  if (found.length === 0) return <Answer title={packageTexts.title} text={texts.noProgram(wanted)} />
  return found.slice(0, mostPrograms).map((one) => (
    <Answer key={keyOfPackage(one)} title={one.name} text={packageTexts.differenceOf(one.difference, labels)}>
      {rules.value !== undefined && <PackageRuleChoice one={one} rules={rules.value} onChanged={rules.put} />}
      <LinkButton look="link" href={itemHash(keyOfPackage(one))}>
        {texts.showProgram(one.name)}
      </LinkButton>
    </Answer>
  ))
}
