/** Calls and messages through what the desktop window's preload exposes. */
import type { Binding } from './client.ts'

export interface PcSwitcherBridge {
  call(name: string, input: unknown): Promise<unknown>
  onMessage(listener: (message: unknown) => void): () => void
}

declare global {
  interface Window {
    readonly pcSwitcher?: PcSwitcherBridge
  }
}

export function createElectronBinding(bridge: PcSwitcherBridge): Binding {
  return {
    call: (name, input) => bridge.call(name, input),
    listen(onMessage, onConnection) {
      const stop = bridge.onMessage(onMessage)
      onConnection(true)
      return stop
    },
  }
}
