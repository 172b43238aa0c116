import { useEffect, useEffectEvent } from 'react'

/** Whoever comes back to the page within this time finds what was compared, or why it could not be. */
const atMostEveryMs = 5 * 60_000
let lastMs = Number.NEGATIVE_INFINITY

/** Compares both laptops for whoever looks at the page, without being asked. What is compared already stays. */
export function useQuietComparison(isWanted: boolean, compare: () => void): void {
  const begin = useEffectEvent(() => {
    const nowMs = performance.now()
    if (document.visibilityState !== 'visible' || nowMs - lastMs < atMostEveryMs) return
    lastMs = nowMs
    compare()
  })
  useEffect(() => {
    if (!isWanted) return undefined
    begin()
    document.addEventListener('visibilitychange', begin)
    return () => document.removeEventListener('visibilitychange', begin)
  }, [isWanted])
}
