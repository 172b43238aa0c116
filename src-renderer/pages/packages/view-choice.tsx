import { Segmented } from '../../components/segmented.tsx'
import { goTo } from '../../router/route.ts'
import { compareHash, historyHash } from './packages-routes.ts'
import { texts } from './texts.ts'

/** How the laptops stand now, or how it came to that. */
export function ViewChoice({ value }: { readonly value: 'compare' | 'history' }) {
  return (
    <Segmented
      name={texts.view}
      segments={[
        { id: 'compare', label: texts.compare },
        { id: 'history', label: texts.history },
      ]}
      value={value}
      onChange={(id) => goTo(id === 'history' ? historyHash() : compareHash)}
    />
  )
}
