/** What a stopped switch says. Pure. */
import type { WireError } from '../../../../src-main/contract/wire-error.ts'
import type { LaptopStatus } from '../../../../src-main/contract/overview-calls.ts'
import { otherThanStarted, startedOn } from '../../../../src-main/contract/started-by.ts'
import { stopSentence } from '../../../../src-main/contract/stop-words.ts'
import type { Proof, StepStatus, SwitchState } from '../../../../src-main/contract/switch-state.ts'
import { formatGigabytes, formatPercent } from '../../../format/amount.ts'
import { formatAbout, formatPoint } from '../../../format/time.ts'
import { isMeasured, resumeMs, stepFraction } from '../../../stores/run-view.ts'
import { amountText } from '../run/running-words.ts'
import { differencesOf } from '../../../../src-main/contract/proof/proof-title.ts'
import { differTitle } from '../../../../src-main/contract/proof/texts.ts'
import { texts } from './texts.ts'

export type InterruptedState = Extract<SwitchState, { kind: 'interrupted' }>

export interface FailureWords {
  readonly title: string
  readonly lead: string
  readonly cause: { readonly title: string; readonly text: string }
  readonly primary: string
}

export function failureWords(state: InterruptedState, nowMs: number): FailureWords {
  const { plan, error, proof, stoppedAt } = state
  const at = formatPoint(stoppedAt, nowMs)
  const lead = plan.scope === undefined ? texts.stoppedLead(at, plan.to.label) : texts.packagesLead(at, plan.to.label)
  if (proof !== undefined && !proof.verified) return differing(state, proof, at)
  if (state.by === 'person' || state.by === 'battery') return paused(state, at)
  if (error === undefined) {
    return {
      title: state.by === 'crash' || state.by === 'killed' ? texts.endedTitle : texts.haltedTitle,
      lead,
      cause: { title: withoutPeriod(stopSentence({ by: state.by, on: startedOn(plan).label })), text: texts.endedText },
      primary: texts.resume,
    }
  }
  return {
    title: withoutPeriod(error.message),
    lead,
    cause: { title: causeTitle(error, otherThanStarted(plan).label), text: error.hint ?? texts.resumeHint },
    primary: texts.resume,
  }
}

function paused({ plan, by }: InterruptedState, at: string): FailureWords {
  return {
    title: texts.pausedTitle,
    lead: texts.pausedLead(at, plan.to.label),
    cause:
      by === 'battery'
        ? { title: withoutPeriod(stopSentence({ by, on: startedOn(plan).label })), text: texts.plugIn }
        : { title: texts.pausedCause, text: texts.continues },
    primary: texts.resume,
  }
}

function differing({ plan }: InterruptedState, proof: Proof, at: string): FailureWords {
  const count = differencesOf(proof).length
  return {
    title: differTitle(count),
    lead: texts.differLead(at, plan.to.label),
    cause: {
      title: texts.differCause,
      text: texts.differText,
    },
    primary: texts.copyAgain(count),
  }
}

function withoutPeriod(sentence: string): string {
  return sentence.replace(/\.$/, '')
}

function causeTitle({ code }: WireError, other: string): string {
  if (code === 'unreachable' || code === 'agent-died') return texts.lostCause(other)
  if (code === 'disk-full') return texts.noSpace
  return texts.whatToDo
}

export const looksForLaptop = ({ error }: InterruptedState): boolean =>
  error?.code === 'unreachable' || error?.code === 'agent-died'

/** A look from before the switch stopped says nothing about now. */
export function answersAgain({ stoppedAt }: InterruptedState, peer: LaptopStatus | undefined): boolean {
  return peer?.connection.kind === 'reachable' && (peer.facts?.askedAt ?? '') > stoppedAt
}

export interface StepStanding {
  readonly text: string
  readonly tone: 'green' | 'amber' | 'neutral'
  readonly word: string
}

export function standingOf(status: StepStatus | undefined): StepStanding {
  switch (status?.kind) {
    case 'done':
      return { text: status.outcome.text, tone: 'green', word: texts.done }
    case 'running':
    case 'stopped':
    case 'failed': {
      const amount = amountText(status)
      const stopped = status.kind === 'failed' ? status.error.message : texts.continues
      const { progress } = status
      const word = progress !== undefined && isMeasured(progress) ? formatPercent(stepFraction(status)) : texts.stopped
      return { text: amount === '' ? stopped : `${amount}. ${stopped}`, tone: 'amber', word }
    }
    case 'waiting':
    case undefined:
      return { text: texts.notStarted, tone: 'neutral', word: texts.waiting }
  }
}

/** "Copies the missing 8.6 GB and compares both laptops. About 4 min." Of what was begun nobody knows how many bytes are left. */
export function resumeText(state: InterruptedState): string {
  const { plan, statuses } = state
  const left = plan.steps.map((step) => ({
    bytes: plan.previews[step.id]?.estimate.bytes ?? 0,
    part: 1 - stepFraction(statuses[step.id]),
  }))
  const isKnown = left.every(({ part }) => part === 0 || part === 1)
  const bytes = isKnown ? left.reduce((sum, step) => sum + step.bytes * step.part, 0) : 0
  const copies = bytes > 0 ? texts.copiesRest(formatGigabytes(bytes)) : texts.doesRest
  const about = formatAbout(resumeMs(state))
  return `${copies} ${about.charAt(0).toUpperCase()}${about.slice(1)}.`
}
