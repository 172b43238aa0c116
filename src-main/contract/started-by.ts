import type { Laptop } from './switch-state.ts'

/** A switch or a plan, and the laptop whose app drives it, by the name by which pairing knows it. */
export interface Started {
  readonly from: Laptop
  readonly to: Laptop
  readonly startedBy: string
}

/** The laptop whose app drives it and has its journal. */
export function startedOn({ from, to, startedBy }: Started): Laptop {
  return isBrought({ from, to, startedBy }) ? to : from
}

/** The other one. */
export function otherThanStarted(way: Started): Laptop {
  return isBrought(way) ? way.from : way.to
}

/** Driven by the target: the work is brought to where the person sits. */
export function isBrought({ to, startedBy }: Started): boolean {
  return startedBy === to.name
}
