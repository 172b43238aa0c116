import { Segmented } from '../../components/segmented.tsx'
import { goTo } from '../../router/route.ts'
import styles from '../list-detail.module.css'
import { kindHash, listedKinds, type ListedKind } from './packages-routes.ts'
import { texts } from './texts.ts'

interface KindChoiceProps {
  readonly value: ListedKind
  /** How many of each kind differ. */
  readonly differing: Readonly<Record<ListedKind, number>>
}

/** Packages, or what stands beside them. */
export function KindChoice({ value, differing }: KindChoiceProps) {
  return (
    <div className={styles['kinds']}>
      <Segmented
        name={texts.kind}
        segments={listedKinds.map((id) => ({ id, label: texts.kindOf(id, differing[id]) }))}
        value={value}
        onChange={(id) => goTo(kindHash(listedKinds.find((kind) => kind === id) ?? 'package'))}
      />
    </div>
  )
}
