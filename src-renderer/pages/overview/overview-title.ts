/** The answer of the overview in one sentence, and what its button does. Pure; time is handed in. */
import type { Overview } from '../../../src-main/contract/calls.ts'
import { stopSentence } from '../../../src-main/contract/stop-words.ts'
import type { PlanView, SwitchState } from '../../../src-main/contract/switch-state.ts'
import { daysBetween, formatAbout, formatLongPoint, formatPoint } from '../../format/time.ts'
import { questionsOf } from '../../stores/answers-store.ts'
import { texts } from './texts.ts'

export interface OverviewTitle {
  readonly title: string
  readonly lead: string
  readonly tone: 'normal' | 'amber'
  /** Absent where nothing can be done from this laptop. `resumes` is done at once, the others lead to the wizard. */
  readonly primary: { readonly text: string; readonly strong: boolean; readonly resumes?: true } | undefined
}

export function overviewTitle(overview: Overview, state: SwitchState | undefined, nowMs: number): OverviewTitle {
  const { here, peer } = overview
  if (peer === undefined) {
    return {
      title: texts.notPaired(here.laptop.label),
      lead: texts.pairFirst,
      tone: 'amber',
      primary: undefined,
    }
  }
  const names = { here: here.laptop.label, peer: peer.laptop.label }
  return (
    ofTheSwitch(state, overview) ?? ofAnOpenSwitch(overview) ?? ofTheHolder(overview, names, plannedOf(state), nowMs)
  )
}

function plannedOf(state: SwitchState | undefined): PlanView | undefined {
  return state?.kind === 'planned' ? state.plan : undefined
}

function ofTheSwitch(state: SwitchState | undefined, { holder, here }: Overview): OverviewTitle | undefined {
  switch (state?.kind) {
    case 'running':
      return {
        title: texts.updating(state.plan.to.label),
        lead: texts.keepOn,
        tone: 'normal',
        primary: { text: texts.showProgress, strong: true },
      }
    case 'interrupted':
      return {
        title: texts.notFinished(state.plan.to.label),
        lead: stoppedLead(state),
        tone: 'amber',
        primary: { text: texts.showDetails, strong: true },
      }
    case 'done':
      // A later switch, made on the other laptop, has the last word.
      if (holder.kind === 'held' && holder.since > state.proof.finishedAt) return undefined
      // So has a laptop that was rolled back since; before it was asked again, "unclear" may be of before the switch.
      if (holder.kind === 'unclear' && (here.facts?.askedAt ?? '') > state.proof.finishedAt) return undefined
      return {
        title: texts.safe(state.plan.from.label),
        lead: texts.hasLatestCompared(state.plan.to.label),
        tone: 'normal',
        primary: { text: texts.showProof, strong: false },
      }
    default:
      return undefined
  }
}

/** Why it stands still; what failed says itself what to do. */
function stoppedLead({ by, error, plan }: Extract<SwitchState, { kind: 'interrupted' }>): string {
  const why = stopSentence({ by, error, from: plan.from.label })
  return by === 'failure' ? why : `${why} ${texts.youCanResume}`
}

/** One that this laptop's program does not know: it was started on the other laptop. */
function ofAnOpenSwitch({ openSwitch, here }: Overview): OverviewTitle | undefined {
  if (openSwitch === undefined) return undefined
  const { from, to, running } = openSwitch
  const elsewhere = from.name !== here.laptop.name
  const where = elsewhere && running ? ` ${texts.openThere(from.label)}` : ''
  return {
    title: running ? texts.isUpdating(from.label, to.label) : texts.notFinished(to.label),
    lead: running ? `${texts.wait}${where}` : `${texts.canResume}${where}`,
    tone: running ? 'normal' : 'amber',
    primary: elsewhere ? resumeFromAfar(running, from.label) : { text: texts.showDetails, strong: true },
  }
}

/** The laptop that was left keeps the journal: it is asked to go on. */
function resumeFromAfar(running: boolean, from: string): OverviewTitle['primary'] {
  return running ? undefined : { text: texts.resumeFrom(from), strong: true, resumes: true }
}

interface Names {
  readonly here: string
  readonly peer: string
}

function ofTheHolder(overview: Overview, names: Names, plan: PlanView | undefined, nowMs: number): OverviewTitle {
  const { holder, here } = overview
  const prepare = toPrepare(names)
  if (holder.kind === 'never-switched') {
    return {
      title: texts.neverCompared(names.peer),
      lead: texts.preparingIsSafe,
      tone: 'normal',
      primary: prepare,
    }
  }
  if (holder.kind === 'unclear') {
    return {
      title: texts.bothNew,
      lead: holder.why,
      tone: 'amber',
      primary: { text: texts.compareFirst, strong: true },
    }
  }
  if (holder.by !== here.laptop.name) {
    return {
      title: texts.hasLatest(names.peer),
      lead: texts.since(formatPoint(holder.since, nowMs), names.peer, names.here),
      tone: 'normal',
      primary: { ...prepare, strong: false },
    }
  }
  if (plan !== undefined && nothingToDo(plan)) {
    const lead = texts.comparedAt(formatPoint(plan.at, nowMs))
    return { title: texts.same, lead, tone: 'normal', primary: { ...prepare, strong: false } }
  }
  return behind(overview, names, plan, nowMs)
}

function toPrepare({ peer }: Names) {
  return { text: texts.prepare(peer), strong: true }
}

function behind({ history, holder }: Overview, names: Names, plan: PlanView | undefined, nowMs: number): OverviewTitle {
  const { here, peer } = names
  const last =
    history.find(({ verified }) => verified)?.finishedAt ?? (holder.kind === 'held' ? holder.since : undefined)
  const days = last === undefined ? 0 : daysBetween(last, nowMs)
  const title = days > 0 ? texts.behind(peer, days, here) : texts.hasLatest(here)
  const since =
    last === undefined ? '' : `${texts.lastInSync(days === 0 ? formatPoint(last, nowMs) : formatLongPoint(last))} `
  const takes = plan === undefined ? '' : texts.takes(peer, formatAbout(plan.estimate.ms))
  return { title, lead: `${since}${takes}`.trim() || texts.workHere, tone: 'normal', primary: toPrepare(names) }
}

/** "Same" is only said of what was compared: a plan that found nothing to do and nothing to ask. */
function nothingToDo(plan: PlanView): boolean {
  const changes = Object.values(plan.previews).flatMap(({ blocks }) => blocks)
  const changed = changes.some((block) => block.kind === 'changes' && block.count > 0)
  return plan.estimate.bytes === 0 && !changed && questionsOf(plan).length === 0
}
