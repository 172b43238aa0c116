import { useEffect } from 'react'

/** What the window is called in the task bar. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title
  }, [title])
}
