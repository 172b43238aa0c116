import { useEffect, useEffectEvent, useState, type KeyboardEvent as ReactKeyboardEvent, type RefObject } from 'react'

interface Differences {
  /** Counted from 0; undefined until one is gone to. */
  readonly at: number | undefined
  readonly onNext: () => void
  readonly onPrevious: () => void
  readonly onKeyDown: (event: ReactKeyboardEvent) => void
}

/** How far below the upper edge a difference comes to stand. */
const aboveIt = 60

/** From one difference to the next: n and p inside, F7 and Shift+F7 anywhere. */
export function useDifferences(
  box: RefObject<HTMLElement | null>,
  { count, heard }: { readonly count: number; readonly heard: boolean },
): Differences {
  const [at, setAt] = useState<number>()
  const shown = at !== undefined && at < count ? at : undefined

  function go(step: 1 | -1): void {
    const starts = box.current === null ? [] : startsIn(box.current)
    // It opens at the first one.
    const next = Math.max(0, Math.min(starts.length - 1, (shown ?? (step === 1 ? -1 : 1)) + step))
    const row = starts[next]
    const scrolled = box.current
    if (scrolled === null || row === undefined) return
    for (const one of starts) one.removeAttribute('data-here')
    row.setAttribute('data-here', '')
    scrolled.scrollBy(0, row.getBoundingClientRect().top - scrolled.getBoundingClientRect().top - aboveIt)
    setAt(next)
  }

  const anywhere = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'F7' || event.defaultPrevented) return
    event.preventDefault()
    go(event.shiftKey ? -1 : 1)
  })
  useEffect(() => {
    if (!heard) return
    document.addEventListener('keydown', anywhere)
    return () => document.removeEventListener('keydown', anywhere)
  }, [heard])

  return {
    at: shown,
    onNext: () => go(1),
    onPrevious: () => go(-1),
    onKeyDown(event) {
      if (event.ctrlKey || event.altKey || event.metaKey || (event.key !== 'n' && event.key !== 'p')) return
      // A page around it may decide something by the same key.
      event.preventDefault()
      event.stopPropagation()
      go(event.key === 'n' ? 1 : -1)
    },
  }
}

/** The first rows of all stretches that differ. */
function startsIn(box: HTMLElement): readonly HTMLElement[] {
  const rows = [...box.querySelectorAll<HTMLElement>('tr.diff-line')]
  return rows.filter((row) => isDifferent(row) && !isDifferent(row.previousElementSibling))
}

function isDifferent(row: Element | null): boolean {
  return row?.querySelector('.diff-code-insert, .diff-code-delete') != null
}
