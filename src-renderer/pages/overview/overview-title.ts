/** The state of the overview in one sentence, and what its button does. Pure; time is handed in. */
import type { Overview } from '../../../src-main/contract/calls.ts'
import { assertNever } from '../../../src-main/kernel/assert-never.ts'
import { stopSentence } from '../../../src-main/contract/stop-words.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { daysBetween, formatAbout, formatLongPoint, formatPoint } from '../../format/time.ts'
import { lookedAt } from '../../stores/seen-when.ts'
import type { OpenSwitch, OverviewState } from './overview-state.ts'
import { texts } from './texts.ts'

export interface OverviewTitle {
  readonly title: string
  readonly lead: string
  readonly tone: 'normal' | 'amber'
  /** Absent where nothing can be done from this laptop. `resumes` is done at once, the others lead to the wizard. */
  readonly primary: { readonly text: string; readonly strong: boolean; readonly resumes?: true } | undefined
}

type Of<K extends OverviewState['kind']> = Extract<OverviewState, { kind: K }>

export function overviewTitle(state: OverviewState, overview: Overview, nowMs: number): OverviewTitle {
  const here = overview.here.laptop.label
  const peer = overview.peer?.laptop.label ?? ''
  switch (state.kind) {
    case 'not-paired':
      return amber(texts.notPaired(here), texts.pairFirst)
    case 'copying':
      return normal(texts.updating(state.run.plan.to.label), texts.keepOn, strong(texts.showProgress))
    case 'stopped':
      return amber(texts.notFinished(state.run.plan.to.label), stoppedLead(state.run), strong(texts.showDetails))
    case 'running-elsewhere':
      return ofRunning(state, overview, nowMs)
    case 'unfinished':
      return ofUnfinished(state.open, overview)
    case 'safe':
    case 'verified':
      return ofProof(state, nowMs)
    case 'never-compared':
      return normal(texts.neverCompared(peer), texts.preparingIsSafe, strong(texts.prepare(peer)))
    case 'differs':
      return normal(
        texts.differs(peer, here, state.areas),
        texts.takes(peer, formatAbout(state.plan.estimate.ms)),
        strong(texts.prepare(peer)),
      )
    case 'same':
      return normal(texts.same, texts.comparedAt(formatPoint(state.at, nowMs)), weak(texts.prepare(peer)))
    case 'was-same':
      return normal(texts.wasSame(formatPoint(state.at, nowMs)), texts.wasSameLead, weak(texts.prepare(peer)))
    case 'unclear':
      return amber(texts.bothNew, state.why, strong(state.isCompared ? texts.prepare(peer) : texts.compareFirst))
    case 'here-holds':
      return behind(state, overview, nowMs)
    case 'peer-holds': {
      const lead = texts.since(formatPoint(state.since, nowMs), peer, here)
      return normal(texts.hasLatest(peer), lead, weak(texts.prepare(peer)))
    }
    case 'third-holds':
      return amber(
        texts.hasLatest(state.by),
        texts.thirdHolds(formatPoint(state.since, nowMs), here, peer),
        strong(texts.compareFirst),
      )
    default:
      return assertNever(state)
  }
}

/** Why it stands still; what failed says itself what to do. */
function stoppedLead({ by, error, plan }: Extract<SwitchState, { kind: 'interrupted' }>): string {
  const why = stopSentence({ by, error, from: plan.from.label })
  return by === 'failure' ? why : `${why} ${texts.youCanResume}`
}

function normal(title: string, lead: string, primary?: OverviewTitle['primary']): OverviewTitle {
  return { title, lead, tone: 'normal', primary }
}

function amber(title: string, lead: string, primary?: OverviewTitle['primary']): OverviewTitle {
  return { title, lead, tone: 'amber', primary }
}

const strong = (text: string) => ({ text, strong: true }) as const
const weak = (text: string) => ({ text, strong: false }) as const

function ofRunning({ open, isFresh }: Of<'running-elsewhere'>, overview: Overview, nowMs: number): OverviewTitle {
  const { from, to } = open
  const isFromHere = from.name === overview.here.laptop.name
  const seen = lookedAt(overview)
  const asOf = isFresh ? '' : seen === '' ? texts.noneAnswers : texts.seenAt(formatPoint(seen, nowMs))
  const lead = `${texts.keepBothOpen} ${asOf}`.trim()
  return normal(texts.isUpdating(from.label, to.label), lead, isFromHere ? strong(texts.showDetails) : undefined)
}

/** The laptop that was left keeps the journal: it is asked to go on. */
function ofUnfinished({ from, to }: OpenSwitch, { here }: Overview): OverviewTitle {
  const primary =
    from.name === here.laptop.name
      ? strong(texts.showDetails)
      : { ...strong(texts.resumeFrom(from.label)), resumes: true as const }
  return amber(texts.notFinished(to.label), texts.canResume, primary)
}

function ofProof({ kind, proof: { from, to, finishedAt } }: Of<'safe' | 'verified'>, nowMs: number): OverviewTitle {
  const at = formatPoint(finishedAt, nowMs)
  return kind === 'safe'
    ? normal(texts.safe(from.label), texts.hasLatestCompared(to.label, at), weak(texts.showProof))
    : normal(texts.wasVerified(to.label, at), texts.notSeenSince, weak(texts.showProof))
}

function behind({ since, plan }: Of<'here-holds'>, { here, peer }: Overview, nowMs: number): OverviewTitle {
  const there = peer?.laptop.label ?? ''
  const days = daysBetween(since, nowMs)
  const title = days > 0 ? texts.behind(there, days, here.laptop.label) : texts.hasLatest(here.laptop.label)
  const inSync = texts.lastInSync(days > 0 ? formatLongPoint(since) : formatPoint(since, nowMs))
  const takes = plan === undefined ? '' : texts.takes(there, formatAbout(plan.estimate.ms))
  return normal(title, `${inSync} ${takes}`.trim(), strong(texts.prepare(there)))
}
