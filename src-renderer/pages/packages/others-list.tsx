import { Package } from 'lucide-react'
import { useState } from 'react'
import { otherDifferences, type ComparedOther, type OtherKind } from '../../../src-main/contract/packages-others.ts'
import { otherDifferenceWords, otherLine, otherName } from '../../../src-main/contract/packages-others-words.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { classNames } from '../../components/class-names.ts'
import { listRows } from '../../components/list-keys.ts'
import { EmptyState } from '../../components/list-state.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { SelectList } from '../../components/select-list.tsx'
import { useSearchKey } from '../../components/use-keys.ts'
import { goTo } from '../../router/route.ts'
import type { AskedCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import type { AskedAtSwitch } from './at-switch.tsx'
import { OtherDetail } from './other-detail.tsx'
import { keyOfOther } from '../../../src-main/contract/packages-key.ts'
import { itemHash } from './packages-routes.ts'
import { rulesForOther } from './rules-for.ts'
import { texts, type LaptopLabels } from './texts.ts'

interface OthersListProps {
  readonly kind: OtherKind
  /** Of that kind. */
  readonly others: readonly ComparedOther[]
  readonly labels: LaptopLabels
  readonly item: string | undefined
  readonly rules: Pick<AskedCall<PackageRules>, 'value' | 'put'>
  readonly atSwitch: AskedAtSwitch
}

/** Services, sources, or programs that no package manager knows, of both laptops. */
export function OthersList({ kind, others, labels, item, rules, atSwitch }: OthersListProps) {
  const [wanted, setWanted] = useState('')
  const differing = others.filter(({ difference }) => difference !== 'same')
  const named = others.find((one) => keyOfOther(one) === item)
  const [isAll, setAll] = useState(differing.length === 0 || named?.difference === 'same')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useSearchKey(field)
  const found = (isAll ? others : differing).filter((one) =>
    `${otherName(one)} ${otherLine(one, labels)}`.toLowerCase().includes(wanted.toLowerCase()),
  )
  const groups = otherDifferences.map((difference) => ({
    title: otherDifferenceWords(difference, labels),
    items: found.filter((one) => one.difference === difference),
  }))
  const rows = listRows(groups, keyOfOther, otherName)
  const selected = found.find((one) => one === named) ?? rows.find((row) => row.kind === 'item')?.item
  const list = texts.otherList[kind]
  return (
    <div className={styles['columns']}>
      <Card className={styles['list']} aria-label={list}>
        <div className={styles['filter']}>
          <SearchField ref={setField} label={texts.searchOther[kind]} value={wanted} onChange={setWanted} />
        </div>
        <div className={styles['filter']}>
          <Segmented
            name={texts.shownOther}
            wide
            segments={[
              { id: 'different', label: texts.different(differing.length) },
              { id: 'all', label: texts.all(others.length) },
            ]}
            value={isAll ? 'all' : 'different'}
            onChange={(id) => setAll(id === 'all')}
          />
        </div>
        <div className={styles['rows']}>
          {rows.length === 0 ? (
            <EmptyState icon={Package} title={wanted === '' ? texts.none : texts.noOtherMatch} />
          ) : (
            <SelectList
              name={list}
              rows={rows}
              selected={selected === undefined ? undefined : keyOfOther(selected)}
              onSelect={(key) => goTo(itemHash(key))}
              rowHeight={52}
            >
              {(one) => <OtherRow one={one} labels={labels} rules={rules.value?.rules ?? []} />}
            </SelectList>
          )}
        </div>
      </Card>
      {selected !== undefined && (
        <OtherDetail key={keyOfOther(selected)} one={selected} labels={labels} rules={rules} atSwitch={atSwitch} />
      )}
    </div>
  )
}

interface OtherRowProps {
  readonly one: ComparedOther
  readonly labels: LaptopLabels
  readonly rules: readonly PackageRule[]
}

function OtherRow({ one, labels, rules }: OtherRowProps) {
  const name = otherName(one)
  const { own, pattern } = rulesForOther(rules, one)
  const rule = own ?? pattern
  return (
    <div className={styles['row']} title={name}>
      <span className={styles['mono']}>{name}</span>
      <span>{rule !== undefined && <Badge>{texts.decidedShort[rule.decision]}</Badge>}</span>
      <span className={classNames(styles['soft'], styles['cut'], styles['whole'])}>{otherLine(one, labels)}</span>
    </div>
  )
}
