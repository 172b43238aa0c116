import { FileCog } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
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
import { useUndecidedFiles } from '../../shell/sidebar.tsx'
import { useCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import { AddRule } from './add-rule.tsx'
import { PackageDetail } from './package-detail.tsx'
import { RuleDetail } from './rule-detail.tsx'
import { isBuiltIn, keyOfRule, nameOfRule, reasonOfRule, type Rule } from './rule-words.ts'
import { texts } from './texts.ts'

type RuleList = Output<(typeof calls)['etcList']>
type PackageList = Output<(typeof calls)['packagesKept']>

export function RulesPage({ item }: { readonly item: string | undefined }) {
  const { value: list, error, askAgain, put } = useCall('etcList', {})
  const packages = useCall('packagesKept', {})
  const { askAgain: askPackages } = packages
  const askBoth = useCallback(() => {
    askAgain()
    askPackages()
  }, [askAgain, askPackages])
  useTitle(texts.title)
  useCheckAgainKey(askBoth)
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
  const kept = packages.value?.packages.length ?? 0
  const own = list.rules.filter(({ origin }) => origin === 'person').length + kept
  return (
    <div className={styles['page']}>
      <Heading
        title={own === 0 ? texts.noneTitle : texts.ownTitle(own)}
        lead={
          <>
            {texts.keptIn} <code>{list.file}</code>
            {kept > 0 && (
              <>
                {texts.keptInBoth} <code>{packages.value?.file}</code>
              </>
            )}
            {texts.keptInEnd}
          </>
        }
      />
      <div className={styles['notices']}>
        {[error, packages.error].map(
          (one) =>
            one !== undefined && (
              <Notice
                key={one.message}
                tone="amber"
                title={one.message}
                actions={
                  <Button look="link" onClick={askBoth}>
                    {texts.tryAgain}
                  </Button>
                }
              >
                {one.hint}
              </Notice>
            ),
        )}
        <Undecided />
      </div>
      <Rules list={list} packages={packages.value} item={item} onChanged={put} onPackages={packages.put} />
    </div>
  )
}

/** Files that the present plan found without a rule: they are decided with both versions in sight. */
function Undecided() {
  const count = useUndecidedFiles()
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
  readonly packages: PackageList | undefined
  readonly onChanged: (list: RuleList) => void
  readonly onPackages: (list: PackageList) => void
}

function Rules({ list, packages, item, onChanged, onPackages }: RulesProps) {
  const [wanted, setWanted] = useState('')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useKeys((event) => {
    if (!event.ctrlKey || event.key !== 'f') return
    event.preventDefault()
    field?.focus()
  })
  const found = rulesIn(list, packages).filter((rule) =>
    `${nameOfRule(rule)} ${reasonOfRule(rule)}`.toLowerCase().includes(wanted.toLowerCase()),
  )
  const rows = listRows(
    [
      { title: texts.yourRules, items: found.filter((rule) => rule.kind === 'etc' && !isBuiltIn(rule)) },
      { title: texts.packageRules, items: found.filter(({ kind }) => kind === 'package') },
      { title: texts.builtInRules, items: found.filter(isBuiltIn) },
    ],
    keyOfRule,
    nameOfRule,
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
      {selected?.kind === 'etc' && (
        <RuleDetail key={keyOfRule(selected)} rule={selected.rule} file={list.file} onChanged={onChanged} />
      )}
      {selected?.kind === 'package' && (
        <PackageDetail
          key={keyOfRule(selected)}
          one={selected.one}
          file={packages?.file ?? ''}
          onChanged={onPackages}
        />
      )}
    </div>
  )
}

function rulesIn({ rules }: RuleList, packages: PackageList | undefined): readonly Rule[] {
  return [
    ...rules.map((rule) => ({ kind: 'etc', rule }) as const),
    ...(packages?.packages ?? []).map((one) => ({ kind: 'package', one }) as const),
  ]
}

function RuleRow({ rule }: { readonly rule: Rule }) {
  const isAlways = rule.kind === 'etc' && rule.rule.decision === 'always'
  return (
    <div className={styles['row']} title={nameOfRule(rule)}>
      <span className={styles['mono']}>{nameOfRule(rule)}</span>
      <span className={classNames(isAlways ? styles['green'] : styles['soft'])}>
        {rule.kind === 'etc' ? texts.decisions[rule.rule.decision] : texts.leftAlone}
      </span>
      <span className={classNames(styles['soft'], styles['cut'])}>{reasonOfRule(rule)}</span>
      {isBuiltIn(rule) ? <Badge>{texts.fixed}</Badge> : <span />}
    </div>
  )
}
