import { FileCog } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { classNames } from '../../components/class-names.ts'
import { listRows } from '../../components/list-keys.ts'
import { EmptyState } from '../../components/list-state.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { SelectList } from '../../components/select-list.tsx'
import { useSearchKey } from '../../components/use-keys.ts'
import { goTo, routeHash } from '../../router/route.ts'
import styles from '../list-detail.module.css'
import { AddRule } from './add-rule.tsx'
import { AnyDetail } from './any-detail.tsx'
import { decisionOfRule, isBuiltIn, keyOfRule, nameOfRule, reasonOfRule, type AnyRule } from './rule-words.ts'
import { texts } from './texts.ts'
import { rulesIn, type Lists } from './use-rules.ts'

interface RulesListProps {
  readonly lists: Lists
  readonly item: string | undefined
}

export function RulesList({ lists, item }: RulesListProps) {
  const [wanted, setWanted] = useState('')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useSearchKey(field)
  const found = rulesIn(lists).filter((rule) =>
    `${nameOfRule(rule)} ${reasonOfRule(rule)}`.toLowerCase().includes(wanted.toLowerCase()),
  )
  const rows = rowsOf(found, lists)
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
        <AddRule onChanged={lists.etc.put} />
      </Card>
      {selected !== undefined && <AnyDetail key={keyOfRule(selected)} rule={selected} lists={lists} />}
    </div>
  )
}

function rowsOf(rules: readonly AnyRule[], { kept }: Lists) {
  return listRows(
    [
      { title: texts.homeRules, items: rules.filter(({ kind }) => kind === 'home') },
      { title: texts.yourRules, items: rules.filter((rule) => rule.kind === 'etc' && !isBuiltIn(rule)) },
      { title: texts.packageRules, items: rules.filter(({ kind }) => kind === 'package') },
      { title: texts.containerRules, items: rules.filter(({ kind }) => kind === 'container') },
      ...(kept.value?.kinds ?? []).map((of) => ({
        title: of.title,
        items: rules.filter((rule) => rule.kind === 'kept' && rule.of.kind === of.kind),
      })),
      { title: texts.builtInRules, items: rules.filter(isBuiltIn) },
    ],
    keyOfRule,
    nameOfRule,
  )
}

function RuleRow({ rule }: { readonly rule: AnyRule }) {
  const isAlways =
    (rule.kind === 'etc' && rule.rule.decision === 'always') ||
    ((rule.kind === 'package' || rule.kind === 'container') && rule.rule.decision === 'both')
  return (
    <div className={styles['row']} title={nameOfRule(rule)}>
      <span className={styles['mono']}>{nameOfRule(rule)}</span>
      <span className={classNames(isAlways ? styles['green'] : styles['soft'])}>{decisionOfRule(rule)}</span>
      <span className={classNames(styles['soft'], styles['cut'])}>{reasonOfRule(rule)}</span>
      {isBuiltIn(rule) ? <Badge>{texts.fixed}</Badge> : <span />}
    </div>
  )
}
