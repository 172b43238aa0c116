/** What a capability outside a switch works with: one laptop by its name, or as many of both as answer. */
import type { WorkResult } from '../contract/activity-calls.ts'
import type { CallContext } from '../contract/handlers.ts'
import type { WireError } from '../contract/wire-error.ts'
import type { CallOptions, Machine } from './machine.ts'

export interface Reached {
  readonly machines: readonly Machine[]
  /** Laptops that did not answer. What they have is unknown. */
  readonly missing: readonly { readonly laptop: string; readonly error: WireError }[]
}

export interface Reach {
  /** By the name by which pairing knows it, or what it is called. "unknown-host" for any but the two, "unreachable" and others when it does not answer. */
  named(name: string): Promise<Machine>
  /** Both, or those named in `on` ("unknown-host" as above). This laptop comes first. */
  all(on?: readonly string[]): Promise<Reached>
  /** This laptop and the other one; AppError where that does not answer, or there is none. */
  both(): Promise<readonly [Machine, Machine]>
}

/** What a task says of itself. */
export interface TaskDeclaration<T> {
  /** What a person reads: "Restore 3 files on XPS 13". */
  readonly title: string
  /**
   * Declared by work that changes something on a laptop: what came of it. Such work is on disk before it begins, and
   * Activity shows it with its end: this, an error, stopped by the person, or interrupted.
   */
  readonly activity?: (value: T) => WorkResult
}

/** Runs the long work of `call` where its client can see how far it is and stop it. A call has one task at most. */
export type RunTask = <T>(
  call: CallContext,
  task: TaskDeclaration<T>,
  work: (options: CallOptions) => Promise<T>,
) => Promise<T>

/** What call handlers of a capability get. */
export interface HandlerTools {
  readonly reach: Reach
  readonly runTask: RunTask
}
