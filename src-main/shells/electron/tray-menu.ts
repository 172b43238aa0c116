/** What the icon in the panel says and offers. Pure. */
import type { SwitchState } from '../../contract/switch-state.ts'
import type { WindowNote } from '../../contract/window-note.ts'
import { assertNever } from '../../kernel/assert-never.ts'
import { savedWords, type LeftSince } from '../../contract/saved-since.ts'
import { formatTime } from '../../kernel/format-time.ts'
import { formatPercent } from '../../kernel/units.ts'
import { texts } from './texts.ts'

export type TrayAction = 'open' | 'switch' | 'overview' | 'quit'
/** Which mark the icon has. */
export type TrayMark = 'none' | 'running' | 'attention' | 'done'

export interface TrayKnown {
  readonly state: SwitchState
  /** As the page tells the window. */
  readonly progress: Extract<WindowNote, { kind: 'progress' }>
  /** What the other laptop is called; undefined as long as there is none, or it is not known. */
  readonly peer: string | undefined
  /** What was saved on the source. */
  readonly saved?: LeftSince | undefined
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

function standingOf(known: TrayKnown): string {
  const { state, progress } = known
  const elsewhere = fractionElsewhere(known)
  if (elsewhere !== undefined) return texts.tray.elsewhere(formatPercent(elsewhere))
  switch (state.kind) {
    case 'idle':
      return progress.attention ? texts.tray.needsYou : (savedText(known) ?? texts.tray.idle)
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
      return savedText(known) ?? texts.tray.verified(state.plan.to.label)
    default:
      return assertNever(state)
  }
}

function savedText({ saved: since }: TrayKnown): string | undefined {
  if (since === undefined || since.saved.files === 0) return undefined
  return texts.tray.safeAsOf(
    formatTime(since.verifiedAt, Date.now()),
    savedWords(since.saved, texts.tray.onLaptop(since.left.laptop.label)),
  )
}

/** How far a switch is that the other laptop runs: of its own one, the page tells no fraction then. */
function fractionElsewhere({ state, progress }: TrayKnown): number | undefined {
  return state.kind === 'idle' || state.kind === 'done' ? progress.fraction : undefined
}

/** "Safe" is for the page to say, which also knows what was begun since. */
function markOf(known: TrayKnown): TrayMark {
  const { state, progress } = known
  if (state.kind === 'running' || fractionElsewhere(known) !== undefined) return 'running'
  if (progress.attention || state.kind === 'interrupted') return 'attention'
  return state.kind === 'done' && savedText(known) === undefined ? 'done' : 'none'
}

/** A switch that is there and has not ended is shown; otherwise one is prepared, where there is a laptop to switch to or from. */
function switchItem(known: TrayKnown): readonly TrayItem[] {
  const { state, peer } = known
  if (fractionElsewhere(known) !== undefined) return [{ label: texts.tray.show, action: 'overview' }]
  const isNext = state.kind === 'idle' || state.kind === 'plan-failed' || state.kind === 'done'
  if (!isNext) return [{ label: texts.tray.show, action: 'switch' }]
  return peer === undefined ? [] : [{ label: texts.tray.prepare, action: 'switch' }]
}
