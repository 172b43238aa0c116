/** What real laptops answered and told (`npm run fixtures`). Fixtures start from here and change what a test is about. */
import { applyEvent } from '../../src-main/contract/apply-event.ts'
import { calls, type CallKey } from '../../src-main/contract/calls.ts'
import type { Output } from '../../src-main/contract/define.ts'
import type { ClientMessage } from '../../src-main/contract/envelope.ts'
import type { SwitchEvent } from '../../src-main/contract/events.ts'
import type { PlanView, Proof, SwitchState } from '../../src-main/contract/switch-state.ts'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import { recordingSchema, type RecordedAnswer, type Recording } from './recording-schema.ts'
import conflicts from './recorded/conflicts.json' with { type: 'json' }
import differing from './recorded/differing.json' with { type: 'json' }
import firstSwitch from './recorded/first-switch.json' with { type: 'json' }
import fresh from './recorded/fresh.json' with { type: 'json' }
import homeRules from './recorded/home-rules.json' with { type: 'json' }
import inUse from './recorded/in-use.json' with { type: 'json' }
import looking from './recorded/looking.json' with { type: 'json' }
import rollingBack from './recorded/rolling-back.json' with { type: 'json' }
import unreadable from './recorded/unreadable.json' with { type: 'json' }

export const recordings: readonly Recording[] = [
  fresh,
  homeRules,
  inUse,
  firstSwitch,
  conflicts,
  differing,
  looking,
  rollingBack,
  unreadable,
].map((recording) => recordingSchema.parse(recording))

function find(key: CallKey, about: string): RecordedAnswer {
  const found = recordings.flatMap(({ answers }) => answers).find((one) => one.call === key && one.about === about)
  if (found === undefined) throw new Error(`no answer to ${calls[key].name} was recorded ${about}`)
  return found
}

/** What the app answered. */
export function recordedAnswer<K extends CallKey>(key: K, about: string): Output<(typeof calls)[K]> {
  const found = find(key, about)
  if (!found.ok) throw new Error(`${calls[key].name} failed, ${about}`)
  return calls[key].output.parse(found.value) as Output<(typeof calls)[K]>
}

/** How the app refused. */
export function recordedError(key: CallKey, about: string): WireError {
  const found = find(key, about)
  if (found.ok) throw new Error(`${calls[key].name} did not fail, ${about}`)
  return found.error
}

export function recordedMessages(about: string): readonly ClientMessage[] {
  const found = recordings.map(({ streams }) => streams[about]).find((messages) => messages !== undefined)
  if (found === undefined) throw new Error(`no messages were recorded: ${about}`)
  return found
}

/** The state of a client that has followed a stream until after the last event of a type, or to its end. */
export function recordedState(about: string, until?: SwitchEvent['type']): SwitchState {
  const messages = recordedMessages(about)
  const last = messages.findLastIndex(
    ({ type, ...rest }) => 'event' in rest && type === 'event' && rest.event.type === until,
  )
  return messages.slice(0, last === -1 ? undefined : last + 1).reduce<SwitchState>(stateAfter, { kind: 'idle' })
}

function stateAfter(state: SwitchState, message: ClientMessage): SwitchState {
  if (message.type === 'snapshot') return message.state
  return message.type === 'event' ? applyEvent(state, message.event) : state
}

export function recordedPlan(about: string): PlanView {
  return recordedStateOf('planned', about, 'plan-made').plan
}

/** As `recordedState`, when it is of a kind; anything else was not what was recorded. */
export function recordedStateOf<K extends SwitchState['kind']>(
  kind: K,
  about: string,
  until?: SwitchEvent['type'],
): Extract<SwitchState, { kind: K }> {
  return oneOfKind(kind, [recordedState(about, until)])
}

export function recordedProof(): Proof {
  return recordedAnswer('proofGet', 'the first switch')
}

/** The first of a list that is of a kind. */
export function oneOfKind<T extends { readonly kind: string }, K extends T['kind']>(
  kind: K,
  list: readonly (T | undefined)[],
): Extract<T, { readonly kind: K }> {
  const isOfKind = (item: T | undefined): item is Extract<T, { readonly kind: K }> => item?.kind === kind
  const found = list.find(isOfKind)
  if (found === undefined) throw new Error(`nothing was recorded of kind "${kind}"`)
  return found
}

/** The first of a list that fits and is there. Throws when nothing like it was recorded. */
export function oneOf<T>(what: string, list: readonly (T | undefined)[], fits: (item: T) => boolean = () => true): T {
  const found = list.find((item) => item !== undefined && fits(item))
  if (found === undefined) throw new Error(`nothing was recorded of ${what}`)
  return found
}
