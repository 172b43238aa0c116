/** Keys of the whole page: to the list, to its search, and one step back. */
import type { RefObject } from 'react'
import { isTyping, useKeys } from '../../../../components/use-keys.ts'
import { countToUndo } from '../../../../stores/answer-steps.ts'
import { useAnswers } from '../../../../stores/app-context.tsx'
import { texts } from './texts.ts'

interface ListKeys {
  readonly list: RefObject<HTMLElement | null>
  readonly field: RefObject<HTMLInputElement | null>
  /** Of the questions of this page. */
  readonly ids: ReadonlySet<string>
  readonly say: (said: string) => void
}

export function useListKeys({ list, field, ids, say }: ListKeys): void {
  const { answers, steps, isStarting, undo } = useAnswers()
  useKeys((event) => {
    if (isStarting) return
    if (isFind(event) && field.current !== null) {
      field.current.focus()
      field.current.select()
    } else if (isUndo(event)) {
      const count = countToUndo({ answers, steps }, ids)
      if (count === 0) return
      undo(ids)
      say(texts.undone(count))
    } else if (isArrow(event) && isNowhere(event)) list.current?.focus({ preventScroll: true })
    else return
    event.preventDefault()
  })
}

function isFind(event: KeyboardEvent): boolean {
  if (event.ctrlKey) return event.key.toLowerCase() === 'f' && !event.shiftKey
  return event.key === '/' && !isTyping(event) && !event.altKey && !event.metaKey
}

/** In a text field it takes back what was typed. */
function isUndo(event: KeyboardEvent): boolean {
  const isKey = event.ctrlKey && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z'
  return isKey && !isTyping(event)
}

function isArrow(event: KeyboardEvent): boolean {
  return (event.key === 'ArrowDown' || event.key === 'ArrowUp') && !event.ctrlKey && !event.shiftKey
}

/** On the title of the page, where the focus is when it opens, or on nothing at all. */
function isNowhere({ target }: KeyboardEvent): boolean {
  return target === document.body || (target instanceof Element && target.matches('h1'))
}
