import { useEffect } from 'react'
import type { LookAtLaptops } from './overview.ts'

/** So that a file that is saved, or a switch that is begun elsewhere, is told within ten seconds of the page being looked at. */
const everyMs = 8_000

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
