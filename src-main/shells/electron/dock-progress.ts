import type { WindowNote } from '../../contract/window-note.ts'

export interface DockProgress {
  /** Below 0 takes the bar away. */
  readonly fraction: number
  readonly mode: 'normal' | 'paused' | 'none'
  /** What the launcher shows as a number: something waits for the person, also where there is no bar. */
  readonly badge: 0 | 1
}

export function dockProgress({ fraction, attention }: Extract<WindowNote, { kind: 'progress' }>): DockProgress {
  const badge = attention ? 1 : 0
  if (fraction === undefined) return { fraction: -1, mode: 'none', badge }
  return { fraction, mode: attention ? 'paused' : 'normal', badge }
}
