import { useSyncExternalStore } from 'react'

/** As the style sheets have it: columns lie below each other. */
const narrowQuery = '(width < 900px), (height < 520px)'

/** Whether there is room for one column only. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(narrowQuery)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => window.matchMedia(narrowQuery).matches,
  )
}
