import { FileCog } from 'lucide-react'
import { useState } from 'react'
import type { EtcRule, calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { wizardPages } from '../../../src-main/contract/wizard-page.ts'
import { Badge } from '../../components/badge.tsx'
import { LinkButton, Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { classNames } from '../../components/class-names.ts'
import { Heading } from '../../components/heading.tsx'
import { listRows } from '../../components/list-keys.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { SelectList } from '../../components/select-list.tsx'
import { useCheckAgainKey, useKeys } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { goTo, routeHash, wizardHash } from '../../router/route.ts'
import { useFilesWithoutRule } from '../../shell/sidebar.tsx'
import { useCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import { AddRule } from './add-rule.tsx'
import { RuleDetail } from './rule-detail.tsx'
import { keyOfRule, pathOfRule } from './rule-words.ts'
import { texts } from './texts.ts'

type RuleList = Output<(typeof calls)['etcList']>

export function RulesPage({ item }: { readonly item: string | undefined }) {
  const { value: list, error, askAgain, put } = useCall('etcList', {})
  useTitle(texts.title)
  useCheckAgainKey(askAgain)
  if (list === undefined) {
    return (
      <>
        <Heading title={texts.title} lead={texts.lead} />
        {error !== undefined ? (
          <ErrorState error={error} onTryAgain={askAgain} />
        ) : (
          <LoadingState>{texts.reading}</LoadingState>
        )}
      </>
    )
  }
  const own = list.rules.filter(({ origin }) => origin === 'person').length
  return (
    <div className={styles['page']}>
      <Heading
        title={own === 0 ? texts.noneTitle : texts.ownTitle(own)}
        lead={
          <>
            {texts.keptIn} <code>{list.file}</code>
            {texts.keptInEnd}
          </>
        }
      />
      <div className={styles['notices']}>
        {error !== undefined && (
          <Notice
            tone="amber"
            title={error.message}
            actions={
              <Button look="link" onClick={askAgain}>
                {texts.tryAgain}
              </Button>
            }
          >
            {error.hint}
          </Notice>
        )}
        <Undecided />
      </div>
      <Rules list={list} item={item} onChanged={put} />
    </div>
  )
}

/** Files that the present plan found without a rule: they are decided with both versions in sight. */
function Undecided() {
  const count = useFilesWithoutRule()
  if (count === 0) return undefined
  return (
    <Notice
      tone="amber"
      title={count === 1 ? texts.oneWithoutRule : texts.withoutRule(count)}
      actions={
        <LinkButton look="link" href={wizardHash(wizardPages.etc.id)}>
          {texts.decide}
        </LinkButton>
      }
    >
      {texts.undecidedText}
    </Notice>
  )
}

interface RulesProps {
  readonly list: RuleList
  readonly item: string | undefined
  readonly onChanged: (list: RuleList) => void
}

function Rules({ list, item, onChanged }: RulesProps) {
  const [wanted, setWanted] = useState('')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useKeys((event) => {
    if (!event.ctrlKey || event.key !== 'f') return
    event.preventDefault()
    field?.focus()
  })
  const found = list.rules.filter((rule) =>
    `${pathOfRule(rule)} ${rule.reason}`.toLowerCase().includes(wanted.toLowerCase()),
  )
  const rows = listRows(
    [
      { title: texts.yourRules, items: found.filter(({ origin }) => origin === 'person') },
      { title: texts.builtInRules, items: found.filter(({ origin }) => origin === 'built-in') },
    ],
    keyOfRule,
    pathOfRule,
  )
  const first = rows.find((row) => row.kind === 'item')?.item
  const selected = found.find((rule) => keyOfRule(rule) === item) ?? first
  return (
    <div className={styles['columns']}>
      <Card className={styles['list']} aria-label={texts.rules}>
        <div className={styles['filter']}>
          <SearchField ref={setField} label={texts.search} value={wanted} onChange={setWanted} />
        </div>
        <div className={styles['rows']}>
          {rows.length === 0 ? (
            <EmptyState icon={FileCog} title={wanted === '' ? texts.none : texts.noMatch} />
          ) : (
            <SelectList
              name={texts.rulesList}
              rows={rows}
              selected={selected === undefined ? undefined : keyOfRule(selected)}
              onSelect={(key) => goTo(routeHash({ kind: 'shell', page: 'rules', item: key }))}
              rowHeight={52}
            >
              {(rule) => <RuleRow rule={rule} />}
            </SelectList>
          )}
        </div>
        <AddRule onChanged={onChanged} />
      </Card>
      {selected !== undefined && (
        <RuleDetail key={keyOfRule(selected)} rule={selected} file={list.file} onChanged={onChanged} />
      )}
    </div>
  )
}

function RuleRow({ rule }: { readonly rule: EtcRule }) {
  return (
    <div className={styles['row']} title={pathOfRule(rule)}>
      <span className={styles['mono']}>{pathOfRule(rule)}</span>
      <span className={classNames(rule.decision === 'always' ? styles['green'] : styles['soft'])}>
        {texts.decisions[rule.decision]}
      </span>
      <span className={classNames(styles['soft'], styles['cut'])}>{rule.reason}</span>
      {rule.origin === 'built-in' ? <Badge>{texts.fixed}</Badge> : <span />}
    </div>
  )
}
