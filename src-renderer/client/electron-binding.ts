/** Calls and messages through what the desktop window's preload exposes. */
import type { CallEnvelope } from '../../src-main/contract/envelope.ts'
import type { Binding } from './client.ts'

export interface PcSwitcherBridge {
  call(name: string, envelope: CallEnvelope): Promise<unknown>
  onMessage(listener: (message: unknown) => void): () => void
}

declare global {
  interface Window {
    readonly pcSwitcher?: PcSwitcherBridge
  }
}

export function createElectronBinding(bridge: PcSwitcherBridge): Binding {
  return {
    call: (name, envelope) => bridge.call(name, envelope),
    listen: (onMessage) => bridge.onMessage(onMessage),
  }
}
