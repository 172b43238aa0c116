import type { Laptop } from './switch-state.ts'

/** The laptop whose app drives a switch and has its journal. One that does not say so is of an earlier version: the laptop that is left. */
export function startedOn(way: {
  readonly from: Laptop
  readonly to: Laptop
  readonly startedBy?: string | undefined
}): Laptop {
  return way.startedBy === way.to.name ? way.to : way.from
}
