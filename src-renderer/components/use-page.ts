import { useCheckAgainKey } from './use-keys.ts'
import { useTitle } from './use-title.ts'

/** What the window is called while a page is shown that asks the laptops, and F5 that asks them again. */
export function usePage(title: string, askAgain: () => void): void {
  useTitle(title)
  useCheckAgainKey(askAgain)
}
