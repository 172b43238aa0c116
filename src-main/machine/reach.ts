/** What a capability outside a switch works with: one laptop by its name, or as many of both as answer. */
import type { CallKey } from '../contract/calls.ts'
import type { WireError } from '../contract/wire-error.ts'
import type { CallOptions, Machine } from './machine.ts'

export interface Reached {
  readonly machines: readonly Machine[]
  /** Laptops that do not answer; what they have is not known. */
  readonly missing: readonly { readonly laptop: string; readonly error: WireError }[]
}

export interface Reach {
  /** By host name or label. "unknown-host" for any but the two, "unreachable" and others when it does not answer. */
  named(name: string): Promise<Machine>
  /** Both, or those named in `on` ("unknown-host" as above). This laptop comes first. */
  all(on?: readonly string[]): Promise<Reached>
}

/** Runs the long work of a call where a person can see how far it is and stop it. `title` is what they read. */
export type RunTask = <T>(call: CallKey, title: string, work: (options: CallOptions) => Promise<T>) => Promise<T>

/** What the call handlers of a capability are made with. */
export interface HandlerTools {
  readonly reach: Reach
  readonly runTask: RunTask
}
