import { useEffect, useEffectEvent, type RefObject } from 'react'

/** What takes keys for itself: a text field, a button, an open menu. */
const takesEnter =
  'a, button, input, textarea, select, summary, [role="checkbox"], [role="radio"], [role="menuitem"], [role="tab"]'

/**
 * Keys for the whole window. Nothing is heard while a dialog is open: its keys are its own. `on`: the window hears what
 * nothing on the page has used.
 */
export function useKeys(onKey: (event: KeyboardEvent) => void, on: Document | Window = document): void {
  const heard = useEffectEvent(onKey)
  useEffect(() => {
    const listener = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.defaultPrevented || dialogIsOpen()) return
      heard(event)
    }
    on.addEventListener('keydown', listener)
    return () => on.removeEventListener('keydown', listener)
  }, [on])
}

/** Enter presses the primary button, unless something with a use for Enter has the focus. */
export function usePrimaryKey(button: RefObject<HTMLElement | null>): void {
  useKeys((event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
    if (event.target instanceof Element && event.target.closest(takesEnter) !== null) return
    button.current?.click()
  })
}

/** F5 asks again instead of loading the page again. */
export function useCheckAgainKey(checkAgain: () => void): void {
  useKeys((event) => {
    if (event.key !== 'F5' || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    checkAgain()
  })
}

/** Control+F goes to the field that searches a list. */
export function useSearchKey(field: HTMLElement | null, on: Document | Window = document): void {
  useKeys((event) => {
    if (!event.ctrlKey || event.key !== 'f') return
    event.preventDefault()
    field?.focus()
  }, on)
}

export function isTyping(event: KeyboardEvent): boolean {
  return (
    event.target instanceof Element &&
    event.target.closest('input:not([type="checkbox"]):not([type="radio"]), textarea, select') !== null
  )
}

function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
}
