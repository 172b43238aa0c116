import type { AppCapability } from '../commons/capability/app-capability.ts'
import type { activityCalls } from '../contract/activity-calls.ts'
import type { CallKey } from '../contract/calls.ts'
import type { doctorCalls } from '../contract/doctor-calls.ts'
import type { Handlers } from '../contract/handlers.ts'
import type { overviewCalls } from '../contract/overview-calls.ts'
import type { pageCalls } from '../contract/page-calls.ts'
import type { switchCalls } from '../contract/switch-calls.ts'
import type { taskCalls } from '../contract/task.ts'
import type { verifyCalls } from '../contract/verify-calls.ts'
import type { whyCalls } from '../contract/why-calls.ts'

/** Calls that the app answers itself, for all capabilities. */
type OwnCalls = typeof activityCalls &
  typeof doctorCalls &
  typeof overviewCalls &
  typeof pageCalls &
  typeof switchCalls &
  typeof taskCalls &
  typeof verifyCalls &
  typeof whyCalls
type OwnSettings = 'laptopsFind' | 'settingsList' | 'settingsPassword' | 'settingsSetAddress' | 'settingsSetPassword'
export type AppCalls = Pick<Handlers, keyof OwnCalls | OwnSettings>

/**
 * Whether capabilities answer every call of the contract, each by one alone, as far as the compiler can tell. The
 * list itself, or a type that names the calls that are wrong.
 */
export type Complete<L extends readonly AppCapability[]> = [Unanswered<L>] extends [never]
  ? [AnsweredTwice<L>] extends [never]
    ? readonly AppCapability[]
    : { readonly answeredTwice: AnsweredTwice<L> }
  : { readonly unanswered: Unanswered<L> }

type AnsweredBy<C> = C extends { readonly handlers: (parts: never) => infer H } ? keyof H : never

type Unanswered<L extends readonly AppCapability[]> = Exclude<CallKey, AnsweredBy<L[number]> | keyof AppCalls>

type AnsweredTwice<L extends readonly unknown[], Seen = keyof AppCalls> = L extends readonly [
  infer First,
  ...infer Rest,
]
  ? (AnsweredBy<First> & Seen) | AnsweredTwice<Rest, Seen | AnsweredBy<First>>
  : never
