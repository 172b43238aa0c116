/** The answer of the overview in one sentence, and what its button does. Pure; time is handed in. */
import type { Overview } from '../../../src-main/contract/calls.ts'
import type { PlanView, SwitchState } from '../../../src-main/contract/switch-state.ts'
import { countOf } from '../../../src-main/kernel/units.ts'
import { daysBetween, formatAbout, formatLongPoint, formatPoint } from '../../format/time.ts'
import { questionsOf } from '../../stores/answers-store.ts'

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
      title: `${here.laptop.label} knows no other laptop`,
      lead: 'Pair it first.',
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
        title: `Bringing ${state.plan.to.label} up to date`,
        lead: `Keep both laptops on until it is done.`,
        tone: 'normal',
        primary: { text: 'Show progress', strong: true },
      }
    case 'interrupted':
      return {
        title: `The switch to ${state.plan.to.label} is not finished`,
        lead: state.error?.message ?? 'It was stopped before it was done and can be resumed.',
        tone: 'amber',
        primary: { text: 'Show what happened', strong: true },
      }
    case 'done':
      // A later switch, made on the other laptop, has the last word.
      if (holder.kind === 'held' && holder.since > state.proof.finishedAt) return undefined
      // So has a laptop that was rolled back since; before it was asked again, "unclear" may be of before the switch.
      if (holder.kind === 'unclear' && (here.facts?.askedAt ?? '') > state.proof.finishedAt) return undefined
      return {
        title: `Safe to close the lid of ${state.plan.from.label}`,
        lead: `${state.plan.to.label} has the latest work, compared on both laptops.`,
        tone: 'normal',
        primary: { text: 'Show the proof', strong: false },
      }
    default:
      return undefined
  }
}

/** One that this laptop's program does not know: it was started on the other laptop. */
function ofAnOpenSwitch({ openSwitch, here }: Overview): OverviewTitle | undefined {
  if (openSwitch === undefined) return undefined
  const { from, to, running } = openSwitch
  const elsewhere = from.name !== here.laptop.name
  const where = elsewhere && running ? ` Open pc-switcher on ${from.label} to see it.` : ''
  return {
    title: running ? `${from.label} is bringing ${to.label} up to date` : `The switch to ${to.label} is not finished`,
    lead: running ? `Wait until it is done.${where}` : `It can be resumed; nothing is lost.${where}`,
    tone: running ? 'normal' : 'amber',
    primary: elsewhere ? resumeFromAfar(running, from.label) : { text: 'Show what happened', strong: true },
  }
}

/** The laptop that was left keeps the journal: it is asked to go on. */
function resumeFromAfar(running: boolean, from: string): OverviewTitle['primary'] {
  return running ? undefined : { text: `Resume copying from ${from}`, strong: true, resumes: true }
}

interface Names {
  readonly here: string
  readonly peer: string
}

function ofTheHolder(overview: Overview, names: Names, plan: PlanView | undefined, nowMs: number): OverviewTitle {
  const { holder, here } = overview
  const prepare = { text: `Prepare to switch to ${names.peer}`, strong: true }
  if (holder.kind === 'never-switched') {
    return {
      title: `${names.peer} has not been compared yet`,
      lead: `Preparing a switch compares both laptops, shows every difference and changes nothing.`,
      tone: 'normal',
      primary: prepare,
    }
  }
  if (holder.kind === 'unclear') {
    return {
      title: 'Both laptops may have new work',
      lead: holder.why,
      tone: 'amber',
      primary: { text: 'Compare first', strong: true },
    }
  }
  if (holder.by !== here.laptop.name) {
    return {
      title: `${names.peer} has the latest work`,
      lead: `Since ${formatPoint(holder.since, nowMs)}. Work there, or open pc-switcher on ${names.peer} to bring ${names.here} up to date.`,
      tone: 'normal',
      primary: { ...prepare, strong: false },
    }
  }
  if (plan !== undefined && nothingToDo(plan)) {
    const lead = `As of ${formatPoint(plan.at, nowMs)}, when they were compared.`
    return { title: 'Both laptops are the same', lead, tone: 'normal', primary: { ...prepare, strong: false } }
  }
  return behind(overview, names, plan, nowMs, prepare)
}

function behind(
  { history, holder }: Overview,
  { here, peer }: Names,
  plan: PlanView | undefined,
  nowMs: number,
  primary: OverviewTitle['primary'],
): OverviewTitle {
  const last =
    history.find(({ verified }) => verified)?.finishedAt ?? (holder.kind === 'held' ? holder.since : undefined)
  const days = last === undefined ? 0 : daysBetween(last, nowMs)
  const title = days > 0 ? `${peer} is ${countOf(days, 'day')} behind ${here}` : `${here} has the latest work`
  const since =
    last === undefined ? '' : `Last in sync ${days === 0 ? formatPoint(last, nowMs) : formatLongPoint(last)}. `
  const takes = plan === undefined ? '' : `Bringing ${peer} up to date takes ${formatAbout(plan.estimate.ms)}.`
  return { title, lead: `${since}${takes}`.trim() || 'You work here.', tone: 'normal', primary }
}

/** "Same" is only said of what was compared: a plan that found nothing to do and nothing to ask. */
function nothingToDo(plan: PlanView): boolean {
  const changes = Object.values(plan.previews).flatMap(({ blocks }) => blocks)
  const changed = changes.some((block) => block.kind === 'changes' && block.count > 0)
  return plan.estimate.bytes === 0 && !changed && questionsOf(plan).length === 0
}
