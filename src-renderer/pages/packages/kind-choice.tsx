import { Segmented } from '../../components/segmented.tsx'
import { goTo } from '../../router/route.ts'
import styles from '../list-detail.module.css'
import { texts as ruleTexts } from '../rules/texts.ts'
import { kindHash, listKinds, type ListedKind, type ListKind } from './packages-routes.ts'
import { texts } from './texts.ts'

interface KindChoiceProps {
  readonly value: ListKind
  /** How many of each kind differ, once that is known. */
  readonly differing: Readonly<Record<ListedKind, number>> | undefined
  readonly rules: number
}

/** Packages, what stands beside them, or the rules about both. */
export function KindChoice({ value, differing, rules }: KindChoiceProps) {
  return (
    <div className={styles['kinds']}>
      <Segmented
        name={texts.kind}
        segments={listKinds.map((id) => ({
          id,
          label: id === 'rules' ? ruleTexts.rulesOf(rules) : texts.kindOf(id, differing?.[id] ?? 0),
        }))}
        value={value}
        onChange={(id) => goTo(kindHash(listKinds.find((kind) => kind === id) ?? 'package'))}
      />
    </div>
  )
}
