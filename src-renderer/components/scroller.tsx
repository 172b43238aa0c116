import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'

interface ScrollerProps {
  readonly className: string | undefined
  readonly children: ReactNode
}

/** A part that scrolls by itself. While it has more than it shows, the focus can go to it, so that keys scroll it too. */
export function Scroller({ className, children }: ScrollerProps) {
  const box = useRef<HTMLDivElement>(null)
  const [hasMore, setHasMore] = useState(false)
  const look = () => setHasMore(box.current !== null && box.current.scrollHeight > box.current.clientHeight)
  useLayoutEffect(look)
  useEffect(() => {
    if (box.current === null) return
    const observer = new ResizeObserver(look)
    const observeAll = ({ children: inside }: HTMLElement) => {
      for (const element of inside) observer.observe(element)
    }
    const scroller = box.current
    observer.observe(scroller)
    observeAll(scroller)
    const changes = new MutationObserver(() => observeAll(scroller))
    changes.observe(scroller, { childList: true })
    return () => {
      observer.disconnect()
      changes.disconnect()
    }
  }, [])
  return (
    <div ref={box} className={className} {...(hasMore ? { tabIndex: 0 } : {})}>
      {children}
    </div>
  )
}
