/** What the engine is given: which steps there are, how laptops are reached, and what locks are. */
import { setMaxListeners } from 'node:events'
import type { SwitchEvent } from '../contract/events.ts'
import type { Answers } from '../contract/preview.ts'
import type { Scoped } from '../contract/switch-scope.ts'
import type { Proof } from '../contract/switch-state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { EventBus } from '../kernel/event-bus.ts'
import type { Logger } from '../kernel/logger.ts'
import type { CallOptions, Machine } from '../machine/machine.ts'
import type { AnyStep, Pair, PreparedStep } from './step.ts'

/** broken-off: it can be resumed, or never began. */
/** behind: finished, and something is still on its way, which others bring. */
export type SwitchEnd = 'finished' | 'behind' | 'broken-off'

/** Which switch it is, and of what. */
export interface NamedRun extends Scoped {
  readonly switchId: string
}

/** What has to be held on both laptops while a switch runs: locks, being kept awake, the link of the sync. */
export interface SwitchGuard {
  /** Rejects with "locked" when somebody else is at it. Gives back how to let go. */
  enter(pair: Pair, run: NamedRun): Promise<(end: SwitchEnd) => Promise<void>>
  /** Both laptops remember that this switch has begun, before its first change. Can be run again. */
  begin(pair: Pair, run: NamedRun, since: string): Promise<void>
  /** Everything is proven: both laptops remember who holds the work. Can be run again. */
  handOver(pair: Pair, proof: Proof, steps: readonly PreparedStep[], answers: Answers): Promise<void>
  /** False when a later switch was begun or finished since: then there is nothing left to resume. */
  isStillOpen(pair: Pair, switchId: string, since: string): Promise<boolean>
  /** Whether it is the last one, and either laptop remembers that it was undone. */
  isUndone(pair: Pair, switchId: string): Promise<boolean>
  /** The person gives an unfinished switch up: this machine does not offer to resume it any more. */
  abandon(machine: Machine, switchId: string, options?: CallOptions): Promise<void>
  /** The switch that this machine remembers as unfinished. */
  openOn(machine: Machine): Promise<string | undefined>
}

export interface EngineParts {
  readonly steps: readonly AnyStep[]
  readonly guard: SwitchGuard
  /**
   * Both machines, connected now; `to` is the `name` of the target, near or far. Rejects with "unknown-host", "unreachable" and the
   * like.
   */
  readonly connect: (to: string) => Promise<Pair>
  /** Bytes a second between both, as far as a moment tells it. */
  readonly linkSpeed: (pair: Pair, options: CallOptions) => Promise<number>
  /** This laptop, which drives: for what must work while the other one is out of reach. */
  readonly here: () => Promise<Machine>
  readonly journalFolder: string
  /** Where the answers to a plan are kept until its switch is finished; those to a plan of less stand beside it. */
  readonly answersFile: string
  /** How long the steps of the last switches took. */
  readonly timesFile: string
  readonly bus: EventBus<SwitchEvent>
  readonly clock: Clock
  readonly logger: Logger
}

/** Every question to a laptop listens to it while it is asked, and many are asked at once. */
export function stoppable(): AbortController {
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  return stop
}
