import { Segmented } from '../../components/segmented.tsx'
import { goTo } from '../../router/route.ts'
import styles from '../list-detail.module.css'
import { kindHash, listedKinds, type ListedKind } from './packages-routes.ts'
import { texts } from './texts.ts'

/** Packages, or what stands beside them. */
export function KindChoice({ value }: { readonly value: ListedKind }) {
  return (
    <div className={styles['filter']}>
      <Segmented
        name={texts.kind}
        wide
        segments={listedKinds.map((id) => ({ id, label: texts.kinds[id] }))}
        value={value}
        onChange={(id) => goTo(kindHash(listedKinds.find((kind) => kind === id) ?? 'package'))}
      />
    </div>
  )
}
