/**
 * Long work that has nothing new to tell says that it goes on. Whoever waits for it listens around the work; whatever does a
 * piece of it, however deep inside, gives the sign.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

const listeners = new AsyncLocalStorage<() => void>()

export function hearSignsOfLife<T>(onSign: () => void, work: () => Promise<T>): Promise<T> {
  return listeners.run(onSign, work)
}

/** After each piece of the work. It costs next to nothing, also where nobody listens. */
export function giveSignOfLife(): void {
  listeners.getStore()?.()
}

export function isAnybodyListening(): boolean {
  return listeners.getStore() !== undefined
}
