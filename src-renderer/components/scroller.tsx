import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'

interface ScrollerProps {
  readonly className: string | undefined
  readonly children: ReactNode
}

/** What keys go to by themselves, and scroll to. */
const controls = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]'

/**
 * A part that scrolls by itself. While it has more than it shows and nothing that takes the focus, the focus can go to it, so
 * that keys scroll it too.
 */
export function Scroller({ className, children }: ScrollerProps) {
  const box = useRef<HTMLDivElement>(null)
  const [isStop, setIsStop] = useState(false)
  const look = () =>
    setIsStop(box.current !== null && hasMore(box.current) && box.current.querySelector(controls) === null)
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
    <div ref={box} className={className} {...(isStop ? { tabIndex: 0 } : {})}>
      {children}
    </div>
  )
}

const hasMore = ({ scrollHeight, clientHeight }: HTMLElement): boolean => scrollHeight > clientHeight
