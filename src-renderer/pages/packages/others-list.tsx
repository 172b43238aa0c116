import { keyOfOther } from '../../../src-main/contract/packages-key.ts'
import { otherDifferences, type ComparedOther, type OtherKind } from '../../../src-main/contract/packages-others.ts'
import { otherDifferenceWords, otherLine, otherName } from '../../../src-main/contract/packages-others-words.ts'
import { Badge } from '../../components/badge.tsx'
import { classNames } from '../../components/class-names.ts'
import styles from '../list-detail.module.css'
import { ComparedList, type ShownBeside } from './compared-list.tsx'
import { OtherDetail } from './other-detail.tsx'
import { rulesForOther } from '../../../src-main/contract/package-rules-for.ts'
import { texts } from './texts.ts'

interface OthersListProps extends ShownBeside {
  readonly kind: OtherKind
  /** Of that kind. */
  readonly others: readonly ComparedOther[]
}

/** Services, sources, or programs that no package manager knows, of both laptops. */
export function OthersList({ kind, others, labels, item, rules, atSwitch }: OthersListProps) {
  return (
    <ComparedList
      words={{ list: texts.otherList[kind], search: texts.searchOther[kind], noMatch: texts.noOtherMatch }}
      all={others}
      differences={otherDifferences}
      titleOf={(difference) => otherDifferenceWords(difference, labels)}
      keyOf={keyOfOther}
      nameOf={otherName}
      textOf={(one) => otherLine(one, labels)}
      item={item}
      row={(one) => <OtherRow one={one} labels={labels} rules={rules} />}
    >
      {(one) => <OtherDetail key={keyOfOther(one)} one={one} labels={labels} rules={rules} atSwitch={atSwitch} />}
    </ComparedList>
  )
}

interface OtherRowProps extends Pick<ShownBeside, 'labels' | 'rules'> {
  readonly one: ComparedOther
}

function OtherRow({ one, labels, rules }: OtherRowProps) {
  const name = otherName(one)
  const { own, pattern } = rulesForOther(rules.value?.rules ?? [], one)
  const rule = own ?? pattern
  return (
    <div className={styles['row']} title={name}>
      <span className={styles['mono']}>{name}</span>
      <span>{rule !== undefined && <Badge>{texts.decidedShort[rule.decision]}</Badge>}</span>
      <span className={classNames(styles['soft'], styles['cut'], styles['whole'])}>{otherLine(one, labels)}</span>
    </div>
  )
}
