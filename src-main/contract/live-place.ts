/** A folder that a person types, as a place below the home. Pure. */
import type { BytePath } from '../kernel/byte-path.ts'

/** "~/Documents", "/home/alice/Documents", or "Documents" from the home on. Undefined for the home itself and for what is not in it. */
export function livePlaceOf(typed: string, home: string): BytePath | undefined {
  const top = [`${home}/`, '~/'].find((start) => typed.startsWith(start)) ?? ''
  if (top === '' && (typed.startsWith('/') || typed === '~')) return undefined
  const names = typed
    .slice(top.length)
    .split('/')
    .filter((name) => name !== '' && name !== '.')
  if (names.length === 0 || names.includes('..')) return undefined
  // No Buffer: pages read this as well.
  return String.fromCharCode(...new TextEncoder().encode(names.join('/')))
}
