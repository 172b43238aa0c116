import { packageDifferences, type ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { keyOfPackage } from '../../../src-main/contract/packages-key.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import { Badge } from '../../components/badge.tsx'
import { classNames } from '../../components/class-names.ts'
import styles from '../list-detail.module.css'
import { ComparedList, type ShownBeside } from './compared-list.tsx'
import { PackageDetail } from './package-detail.tsx'
import { packageDifferenceWords } from '../../../src-main/contract/package-rule-words.ts'
import { rulesFor } from '../../../src-main/contract/package-rules-for.ts'
import { texts } from './texts.ts'

interface PackagesListProps extends ShownBeside {
  readonly packages: readonly ComparedPackage[]
}

export function PackagesList({ packages, labels, item, rules, atSwitch }: PackagesListProps) {
  return (
    <ComparedList
      words={{ list: texts.list, search: texts.search, noMatch: texts.noMatch }}
      all={packages}
      differences={packageDifferences}
      titleOf={(difference) => packageDifferenceWords(difference, labels)}
      keyOf={keyOfPackage}
      nameOf={({ name }) => name}
      textOf={({ summary }) => summary}
      item={item}
      row={(one) => <PackageRow one={one} rules={rules.value?.rules ?? []} />}
    >
      {(one) => <PackageDetail key={keyOfPackage(one)} one={one} labels={labels} rules={rules} atSwitch={atSwitch} />}
    </ComparedList>
  )
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
