/** What the icon in the panel says and offers. Pure. */
import type { SwitchState } from '../../contract/switch-state.ts'
import type { WindowNote } from '../../contract/window-note.ts'
import { assertNever } from '../../kernel/assert-never.ts'
import type { OverviewState } from '../../contract/overview/state.ts'
import type { OverviewTitle } from '../../contract/overview/title.ts'
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
  /** How both laptops stand, as the overview says it; undefined as long as that is not known. */
  readonly stands?: Pick<OverviewTitle, 'title' | 'tone'> & Pick<OverviewState, 'kind'>
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

/** What this app is at; else the sentence of the overview. */
function standingOf(known: TrayKnown): string {
  const { state, progress } = known
  switch (state.kind) {
    case 'planning':
      return texts.tray.checking
    case 'planned':
      if (state.plan.quiet === true) return sentenceOf(known)
      return progress.attention ? texts.tray.needsYou : texts.tray.ready(state.plan.to.label)
    case 'plan-failed':
      return state.quiet === true ? sentenceOf(known) : texts.tray.checkFailed
    case 'running':
      return texts.tray.running(state.plan.to.label, formatPercent(progress.fraction ?? 0))
    case 'idle':
    case 'interrupted':
    case 'done':
      return sentenceOf(known)
    default:
      return assertNever(state)
  }
}

const sentenceOf = ({ stands }: TrayKnown): string => stands?.title ?? texts.tray.notKnown

/** Nothing that somebody has asked for. */
function isQuietState(state: SwitchState): boolean {
  if (state.kind === 'planned') return state.plan.quiet === true
  return state.kind === 'idle' || state.kind === 'done' || (state.kind === 'plan-failed' && state.quiet === true)
}

function isElsewhere({ stands }: TrayKnown): boolean {
  return stands?.kind === 'running-elsewhere'
}

const marks = { green: 'done', amber: 'attention', blue: 'none', neutral: 'none' } as const

function markOf(known: TrayKnown): TrayMark {
  const { state, progress, stands } = known
  if (state.kind === 'running' || isElsewhere(known)) return 'running'
  if (progress.attention || state.kind === 'interrupted') return 'attention'
  return isQuietState(state) && stands !== undefined ? marks[stands.tone] : 'none'
}

/** A switch that is there and has not ended is shown; otherwise one is prepared, where there is a laptop to switch to or from. */
function switchItem(known: TrayKnown): readonly TrayItem[] {
  const { state, peer } = known
  if (isElsewhere(known)) return [{ label: texts.tray.show, action: 'overview' }]
  if (!isQuietState(state) && state.kind !== 'plan-failed') return [{ label: texts.tray.show, action: 'switch' }]
  return peer === undefined ? [] : [{ label: texts.tray.prepare, action: 'switch' }]
}
