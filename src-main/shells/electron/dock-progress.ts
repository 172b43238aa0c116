import type { WindowNote } from '../../contract/window-note.ts'

export interface DockProgress {
  /** Below 0 takes the bar away. */
  readonly fraction: number
  readonly mode: 'normal' | 'paused' | 'none'
}

export function dockProgress({ fraction, attention }: Extract<WindowNote, { kind: 'progress' }>): DockProgress {
  if (fraction === undefined) return { fraction: -1, mode: 'none' }
  return { fraction, mode: attention ? 'paused' : 'normal' }
}
