/** What a stopped switch says. Pure. */
import type { WireError } from '../../../../src-main/contract/wire-error.ts'
import type { Proof, StepStatus, SwitchState } from '../../../../src-main/contract/switch-state.ts'
import { countOf } from '../../../../src-main/kernel/units.ts'
import { formatGigabytes, formatPercent } from '../../../format/amount.ts'
import { formatAbout, formatPoint } from '../../../format/time.ts'
import { stepFraction } from '../../../stores/run-view.ts'
import { amountText } from '../run/running-words.ts'

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
  const lead = `Copying stopped ${at}. Do not travel with ${plan.to.label} yet: it is not complete.`
  if (proof !== undefined && !proof.verified) return differing(state, proof, at)
  if (state.by === 'person') return paused(state, at)
  if (error === undefined) {
    return {
      title: 'pc-switcher stopped before it had finished',
      lead,
      cause: {
        title: 'It was probably closed or killed, or this laptop was switched off',
        text: 'No file is half-written: every part can go on where it stopped.',
      },
      primary: 'Resume copying',
    }
  }
  return {
    title: asTitle(error),
    lead,
    cause: { title: causeTitle(error, plan.to.label), text: error.hint ?? 'Resume to try again.' },
    primary: 'Resume copying',
  }
}

function paused({ plan }: InterruptedState, at: string): FailureWords {
  return {
    title: 'Copying is paused',
    lead: `Since ${at}. Don’t take ${plan.to.label} with you yet: it is not complete.`,
    cause: { title: 'You paused it', text: 'It goes on where it stopped.' },
    primary: 'Resume copying',
  }
}

function differing({ plan }: InterruptedState, proof: Proof, at: string): FailureWords {
  const count = differencesOf(proof).length
  const what = count === 1 ? '1 thing differs' : `${countOf(count, 'thing')} differ`
  return {
    title: `Not finished: ${what}`,
    lead: `Everything was copied, and compared ${at}. Do not travel with ${plan.to.label} yet.`,
    cause: {
      title: 'They were probably changed while they were copied',
      text: 'Close what writes to them, then copy them again. Everything else is compared and equal.',
    },
    primary: count === 1 ? 'Copy it again' : `Copy these ${countOf(count, 'thing')} again`,
  }
}

export function differencesOf(proof: Proof): readonly { readonly area: string; readonly name: string }[] {
  return proof.steps.flatMap(({ verification }) =>
    verification.items.flatMap(({ title, verdict, differences, text }) => {
      if (verdict !== 'differs') return []
      // An area that could not be compared at all has no names.
      return differences.length === 0
        ? [{ area: title, name: text }]
        : differences.map((name) => ({ area: title, name }))
    }),
  )
}

function asTitle({ message }: WireError): string {
  return message.replace(/\.$/, '')
}

function causeTitle({ code }: WireError, to: string): string {
  if (code === 'unreachable' || code === 'agent-died')
    return `${to} probably lost its network, went to sleep or was switched off`
  if (code === 'disk-full') return 'There is not enough room'
  return 'What you can do about it'
}

export const looksForLaptop = ({ error }: InterruptedState): boolean =>
  error?.code === 'unreachable' || error?.code === 'agent-died'

export interface Standing {
  readonly text: string
  readonly tone: 'green' | 'amber' | 'neutral'
  readonly word: string
}

export function standingOf(status: StepStatus | undefined): Standing {
  switch (status?.kind) {
    case 'done':
      return { text: status.outcome.text, tone: 'green', word: 'Done' }
    case 'running':
    case 'stopped':
    case 'failed': {
      const amount = amountText(status)
      const stopped = status.kind === 'failed' ? status.error.message : 'It goes on where it stopped.'
      const word = status.progress?.total === undefined ? 'Stopped' : formatPercent(stepFraction(status))
      return { text: amount === '' ? stopped : `${amount}. ${stopped}`, tone: 'amber', word }
    }
    case 'waiting':
    case undefined:
      return { text: 'Not started.', tone: 'neutral', word: 'Waiting' }
  }
}

/** "Copies the missing 8.6 GB and compares both laptops. About 4 min." */
export function resumeText(state: InterruptedState): string {
  const { plan, statuses } = state
  const left = plan.steps.map((step) => ({
    ...(plan.previews[step.id]?.estimate ?? { bytes: 0, ms: 0 }),
    part: 1 - stepFraction(statuses[step.id]),
  }))
  const bytes = left.reduce((sum, step) => sum + step.bytes * step.part, 0)
  const ms = left.reduce((sum, step) => sum + step.ms * step.part, 0)
  const copies =
    bytes > 0
      ? `Copies the missing ${formatGigabytes(bytes)} and compares both laptops.`
      : 'Does what is left and compares both laptops.'
  const about = formatAbout(ms)
  return `${copies} ${about.charAt(0).toUpperCase()}${about.slice(1)}.`
}
