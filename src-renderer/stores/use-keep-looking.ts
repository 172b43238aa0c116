import { useEffect } from 'react'
import type { LookAtLaptops } from './overview.ts'

/** Often enough that nothing on the screen is older than a minute, and that a switch begun elsewhere is soon seen. */
const everyMs = 15_000

/**
 * Looks at both laptops when the window opens, and while `keeps` again and again as long as somebody can see it: a switch
 * that the other laptop begins tells nobody here.
 */
export function useKeepLooking(look: LookAtLaptops, keeps: boolean): void {
  useEffect(() => void look(true), [look])
  useEffect(() => {
    if (!keeps) return undefined
    let timer: number | undefined
    let isOver = false
    const lookOn = async () => {
      if (document.visibilityState === 'visible') await look(true)
      window.clearTimeout(timer)
      if (!isOver) timer = window.setTimeout(() => void lookOn(), everyMs)
    }
    const onShown = () => document.visibilityState === 'visible' && void lookOn()
    timer = window.setTimeout(() => void lookOn(), everyMs)
    document.addEventListener('visibilitychange', onShown)
    return () => {
      isOver = true
      window.clearTimeout(timer)
      document.removeEventListener('visibilitychange', onShown)
    }
  }, [look, keeps])
}
