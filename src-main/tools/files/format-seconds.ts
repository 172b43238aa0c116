/** "1795161720.512066949": what stat(2) counts in nanoseconds, as the placer tells it. */
export function formatSeconds(nanoseconds: bigint): string {
  const whole = nanoseconds / 1_000_000_000n - (nanoseconds % 1_000_000_000n < 0n ? 1n : 0n)
  return `${whole}.${String(nanoseconds - whole * 1_000_000_000n).padStart(9, '0')}`
}
