import { useEffect, useState, type RefObject } from 'react'

/** Two texts side by side need as much, in CSS pixels. */
const wideFrom = 700

/** Whether there is room for two columns in the box, which is not the room in the window. */
export function useIsWide(box: RefObject<HTMLElement | null>): boolean {
  const [wide, setWide] = useState(() => window.innerWidth >= wideFrom)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => setWide(element.clientWidth >= wideFrom)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return wide
}
