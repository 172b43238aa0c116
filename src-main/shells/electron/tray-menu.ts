/** What the icon in the panel says and offers. Pure. */
import type { SwitchState } from '../../contract/switch-state.ts'
import type { WindowNote } from '../../contract/window-note.ts'
import { assertNever } from '../../kernel/assert-never.ts'
import { formatPercent } from '../../kernel/units.ts'
import { texts } from './texts.ts'

export type TrayAction = 'open' | 'switch' | 'quit'
/** Which mark the icon has. */
export type TrayMark = 'none' | 'running' | 'attention' | 'done'

export interface TrayKnown {
  readonly state: SwitchState
  /** As the page tells the window. */
  readonly progress: Extract<WindowNote, { kind: 'progress' }>
  /** What the other laptop is called; undefined as long as there is none, or it is not known. */
  readonly peer: string | undefined
}

interface TrayItem {
  readonly label: string
  /** Without one it only says how it stands. */
  readonly action?: TrayAction
}

interface TrayView {
  readonly mark: TrayMark
  /** How it stands, in a sentence. */
  readonly standing: string
  readonly items: readonly TrayItem[]
}

export function trayView(known: TrayKnown): TrayView {
  const standing = standingOf(known)
  return {
    mark: markOf(known),
    standing,
    items: [
      { label: standing },
      ...switchItem(known),
      { label: texts.tray.open, action: 'open' },
      { label: texts.tray.quit, action: 'quit' },
    ],
  }
}

function standingOf({ state, progress }: TrayKnown): string {
  switch (state.kind) {
    case 'idle':
      return progress.attention ? texts.tray.needsYou : texts.tray.idle
    case 'planning':
      return texts.tray.checking
    case 'planned':
      return progress.attention ? texts.tray.needsYou : texts.tray.ready(state.plan.to.label)
    case 'plan-failed':
      return texts.tray.checkFailed
    case 'running':
      return texts.tray.running(state.plan.to.label, formatPercent(progress.fraction ?? 0))
    case 'interrupted':
      return texts.tray.notFinished(state.plan.to.label)
    case 'done':
      return texts.tray.verified(state.plan.to.label)
    default:
      return assertNever(state)
  }
}

/** "Safe" is for the page to say, which also knows what was begun since. */
function markOf({ state, progress }: TrayKnown): TrayMark {
  if (state.kind === 'running') return 'running'
  if (progress.attention || state.kind === 'interrupted') return 'attention'
  return state.kind === 'done' ? 'done' : 'none'
}

/** A switch that is there is shown; otherwise one is prepared, where there is a laptop to switch to. */
function switchItem({ state, peer }: TrayKnown): readonly TrayItem[] {
  if (state.kind !== 'idle' && state.kind !== 'plan-failed') return [{ label: texts.tray.show, action: 'switch' }]
  return peer === undefined ? [] : [{ label: texts.tray.prepare(peer), action: 'switch' }]
}
