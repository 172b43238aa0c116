import { FileCog } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { classNames } from '../../components/class-names.ts'
import { listRows } from '../../components/list-keys.ts'
import { EmptyState } from '../../components/list-state.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { SelectList } from '../../components/select-list.tsx'
import { useSearchKey } from '../../components/use-keys.ts'
import { goTo } from '../../router/route.ts'
import styles from '../list-detail.module.css'
import { decisionOfRule, isBuiltIn, keyOfRule, nameOfRule, reasonOfRule, type AnyRule } from './rule-words.ts'
import { texts } from './texts.ts'

interface RulesListProps<R extends AnyRule> {
  readonly groups: readonly { readonly title: string; readonly items: readonly R[] }[]
  /** The key of the rule that is shown beside the list. */
  readonly item: string | undefined
  readonly hashOf: (key: string) => string
  /** Below the list. */
  readonly foot?: ReactNode
  /** What a rule does, why, and what can be done with it. */
  readonly children: (rule: R) => ReactNode
}

export function RulesList<R extends AnyRule>({ groups, item, hashOf, foot, children }: RulesListProps<R>) {
  const [wanted, setWanted] = useState('')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useSearchKey(field)
  const has = (rule: R) => `${nameOfRule(rule)} ${reasonOfRule(rule)}`.toLowerCase().includes(wanted.toLowerCase())
  const found = groups.map(({ title, items }) => ({ title, items: items.filter(has) }))
  const rows = listRows(found, keyOfRule, nameOfRule)
  const shown = rows.flatMap((row) => (row.kind === 'item' ? [row.item] : []))
  const selected = shown.find((rule) => keyOfRule(rule) === item) ?? shown[0]
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
              onSelect={(key) => goTo(hashOf(key))}
              rowHeight={52}
            >
              {(rule) => <RuleRow rule={rule} />}
            </SelectList>
          )}
        </div>
        {foot}
      </Card>
      {selected !== undefined && children(selected)}
    </div>
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
