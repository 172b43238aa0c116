/** How long the parts of the step are thought to take, in milliseconds, until their own speed is known. */

const lookMs = 1_500
const lookAgainMs = 2_500
/** A cable between two laptops, and an SSD. */
const sentBytesPerMs = 60_000
const readBytesPerMs = 300_000
/** The last comparison reads the laptop that is left, too, and what is there is not in memory any more. */
const readBackBytesPerMs = 150_000

export interface HomeTime {
  readonly look: number
  readonly fetch: number
  readonly prove: number
  readonly place: number
  readonly lookAgain: number
}

export function homeTime({ items, bytes }: { readonly items: number; readonly bytes: number }): HomeTime {
  return {
    look: lookMs,
    fetch: Math.round(items * 0.4 + bytes / sentBytesPerMs),
    prove: Math.round(items * 0.2 + bytes / readBytesPerMs),
    place: Math.round(items * 0.6),
    lookAgain: lookAgainMs,
  }
}

export function homeMs(amount: Parameters<typeof homeTime>[0]): number {
  const { look, fetch, prove, place, lookAgain } = homeTime(amount)
  return look + fetch + prove + place + lookAgain
}

/** Both laptops are looked through again before anything is read. */
export const proofLookMs = 3_000
const sampleMs = 2_000

export function homeProofMs({ items, bytes }: { readonly items: number; readonly bytes: number }): number {
  return Math.round(proofLookMs + sampleMs + items * 0.4 + bytes / readBackBytesPerMs)
}
