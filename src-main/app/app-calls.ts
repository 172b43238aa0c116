import type { AppCapability } from '../commons/capability/app-capability.ts'
import type { CallKey } from '../contract/calls.ts'
import type { Handlers } from '../contract/handlers.ts'

/** Calls that the app answers itself, for all capabilities. */
export type AppCalls = Pick<
  Handlers,
  | 'overview'
  | 'switchState'
  | 'switchPlan'
  | 'switchAnswer'
  | 'switchStart'
  | 'switchResume'
  | 'switchPause'
  | 'switchGiveUp'
  | 'switchDismiss'
  | 'switchSuspend'
  | 'switchLook'
  | 'switchBrowse'
  | 'switchChanges'
  | 'switchLastLook'
  | 'proofGet'
  | 'verifyFull'
  | 'taskCancel'
  | 'activityList'
  | 'activityLog'
  | 'settingsList'
  | 'settingsSetAddress'
  | 'laptopsFind'
  | 'settingsPassword'
  | 'settingsSetPassword'
  | 'pagesList'
  | 'pagesRead'
  | 'doctor'
>

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
