/** Calls listeners in the order of subscription. One that throws does not affect the others. */
export interface EventBus<E> {
  publish(event: E): void
  subscribe(listener: (event: E) => void): () => void
}

export function createEventBus<E>(onListenerError: (error: unknown) => void): EventBus<E> {
  const listeners = new Set<(event: E) => void>()
  return {
    publish(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event)
        } catch (error) {
          onListenerError(error)
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
