import { useEffectEvent, useLayoutEffect, useState, type RefObject } from 'react'

export interface PageScroll {
  /** What scrolls around it; null before it is in the page. */
  readonly scroller: HTMLElement | null
  /** How much of what scrolls lies above it. */
  readonly above: number
  /** How high what scrolls is. */
  readonly height: number
}

/** Where a part of a page lies in what scrolls. It may have much below it, and what is above it may grow. */
export function usePageScroll(box: RefObject<HTMLElement | null>): PageScroll {
  const [place, setPlace] = useState<PageScroll>({ scroller: null, above: 0, height: 0 })
  const look = useEffectEvent(() => {
    const now = placeOf(box.current)
    if (now.scroller !== place.scroller || now.above !== place.above || now.height !== place.height) setPlace(now)
  })
  useLayoutEffect(() => {
    const scroller = scrollerOf(box.current)
    if (scroller === null) return
    // It is told of each once before the first picture.
    const observer = new ResizeObserver(() => look())
    for (const element of [scroller, ...scroller.children]) observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return place
}

function placeOf(element: HTMLElement | null): PageScroll {
  const scroller = scrollerOf(element)
  if (element === null || scroller === null) return { scroller: null, above: 0, height: 0 }
  const above = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
  return { scroller, above: Math.round(above), height: scroller.clientHeight }
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let around = element?.parentElement ?? null; around !== null; around = around.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(around).overflowY)) return around
  }
  return null
}
