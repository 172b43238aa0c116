import { useEffect } from 'react'
import type { Look } from './overview.ts'

/** Often enough that nothing on the screen is older than a minute, and that a switch begun elsewhere is soon seen. */
const everyMs = 15_000

/**
 * Looks at both laptops when the window opens, and again and again while somebody can see it: a switch that the other
 * laptop begins tells nobody here. Not while `isResting`: a switch of this app tells by itself, and has both laptops busy.
 */
export function useKeepLooking(look: Look, isResting: boolean): void {
  useEffect(() => {
    if (isResting) return undefined
    let timer: number | undefined
    let isOver = false
    const lookOn = async () => {
      if (document.visibilityState === 'visible') await look(true)
      window.clearTimeout(timer)
      if (!isOver) timer = window.setTimeout(() => void lookOn(), everyMs)
    }
    const onShown = () => document.visibilityState === 'visible' && void lookOn()
    void lookOn()
    document.addEventListener('visibilitychange', onShown)
    return () => {
      isOver = true
      window.clearTimeout(timer)
      document.removeEventListener('visibilitychange', onShown)
    }
  }, [look, isResting])
}
