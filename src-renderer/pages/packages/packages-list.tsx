import { Package } from 'lucide-react'
import { useState } from 'react'
import { packageDifferences, type ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
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
import { PackageDetail } from './package-detail.tsx'
import { keyOfPackage } from '../../../src-main/contract/packages-key.ts'
import { itemHash } from './packages-routes.ts'
import { rulesFor } from './rules-for.ts'
import { texts, type LaptopLabels } from './texts.ts'

interface PackagesListProps {
  readonly packages: readonly ComparedPackage[]
  readonly labels: LaptopLabels
  readonly item: string | undefined
  readonly rules: Pick<AskedCall<PackageRules>, 'value' | 'put'>
  readonly atSwitch: AskedAtSwitch
}

export function PackagesList({ packages, labels, item, rules, atSwitch }: PackagesListProps) {
  const [wanted, setWanted] = useState('')
  const differing = packages.filter(({ difference }) => difference !== 'same')
  const [isAll, setAll] = useState(differing.length === 0 || isSame(packages, item))
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useSearchKey(field)
  const found = (isAll ? packages : differing).filter(({ name, summary }) =>
    `${name} ${summary}`.toLowerCase().includes(wanted.toLowerCase()),
  )
  const groups = packageDifferences.map((difference) => ({
    title: texts.differenceOf(difference, labels),
    items: found.filter((one) => one.difference === difference),
  }))
  const rows = listRows(groups, keyOfPackage, ({ name }) => name)
  const first = rows.find((row) => row.kind === 'item')?.item
  const selected = found.find((one) => keyOfPackage(one) === item) ?? first
  return (
    <div className={styles['columns']}>
      <Card className={styles['list']} aria-label={texts.list}>
        <div className={styles['filter']}>
          <SearchField ref={setField} label={texts.search} value={wanted} onChange={setWanted} />
        </div>
        <div className={styles['filter']}>
          <Segmented
            name={texts.shown}
            wide
            segments={[
              { id: 'different', label: texts.different(differing.length) },
              { id: 'all', label: texts.all(packages.length) },
            ]}
            value={isAll ? 'all' : 'different'}
            onChange={(id) => setAll(id === 'all')}
          />
        </div>
        <div className={styles['rows']}>
          {rows.length === 0 ? (
            <EmptyState icon={Package} title={wanted === '' ? texts.none : texts.noMatch} />
          ) : (
            <SelectList
              name={texts.list}
              rows={rows}
              selected={selected === undefined ? undefined : keyOfPackage(selected)}
              onSelect={(key) => goTo(itemHash(key))}
              rowHeight={52}
            >
              {(one) => <PackageRow one={one} rules={rules.value?.rules ?? []} />}
            </SelectList>
          )}
        </div>
      </Card>
      {selected !== undefined && (
        <PackageDetail key={keyOfPackage(selected)} one={selected} labels={labels} rules={rules} atSwitch={atSwitch} />
      )}
    </div>
  )
}

/** Who comes by an address sees what it names. */
function isSame(packages: readonly ComparedPackage[], item: string | undefined): boolean {
  return packages.find((one) => keyOfPackage(one) === item)?.difference === 'same'
}

interface PackageRowProps {
  readonly one: ComparedPackage
  readonly rules: readonly PackageRule[]
}

function PackageRow({ one, rules }: PackageRowProps) {
  const { name, summary, here, there } = one
  const { own, pattern } = rulesFor(rules, one)
  const rule = own ?? pattern
  const badge = rule === undefined ? texts.badgeOf(one) : texts.decidedShort[rule.decision]
  const versions = [...new Set([here?.version, there?.version])].filter((version) => version !== undefined)
  return (
    <div className={styles['row']} title={name}>
      <span className={styles['mono']}>{name}</span>
      <span className={classNames(styles['soft'], styles['version'])}>{versions.join(' / ')}</span>
      <span className={classNames(styles['soft'], styles['cut'], badge === undefined && styles['whole'])}>
        {summary}
      </span>
      {badge !== undefined && <Badge>{badge}</Badge>}
    </div>
  )
}
