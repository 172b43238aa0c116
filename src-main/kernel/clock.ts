/** The clock as a parameter, so that tests can set it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
}

export const systemClock: Clock = { nowMs: () => Date.now() }

/** UTC ISO 8601 with milliseconds, as everything on disk has it. */
export function isoNow(clock: Clock): string {
  return new Date(clock.nowMs()).toISOString()
}
