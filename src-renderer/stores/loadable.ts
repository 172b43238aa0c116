import type { WireError } from '../../src-main/contract/wire-error.ts'

/** Something asked for. What was last known stays on the screen while it is asked again or cannot be had. */
export type Loadable<T> =
  | { readonly kind: 'loading'; readonly last?: T }
  | { readonly kind: 'known'; readonly value: T; readonly atMs: number }
  | { readonly kind: 'failed'; readonly error: WireError; readonly last?: T }

/** The newest value there is, however old. */
export function lastValue<T>(loadable: Loadable<T>): T | undefined {
  return loadable.kind === 'known' ? loadable.value : loadable.last
}

export function loadingAfter<T>(loadable: Loadable<T>): Loadable<T> {
  const last = lastValue(loadable)
  return last === undefined ? { kind: 'loading' } : { kind: 'loading', last }
}

export function failedAfter<T>(loadable: Loadable<T>, error: WireError): Loadable<T> {
  const last = lastValue(loadable)
  return last === undefined ? { kind: 'failed', error } : { kind: 'failed', error, last }
}
