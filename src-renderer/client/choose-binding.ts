import type { Binding } from './client.ts'
import { createElectronBinding } from './electron-binding.ts'
import { createHttpBinding } from './http-binding.ts'
import { openPageKey } from './page-key.ts'

/** The desktop window's preload leaves its bridge on the window; a browser has none. */
export function chooseBinding(): Binding {
  const bridge = window.pcSwitcher
  return bridge === undefined ? createHttpBinding(openPageKey()) : createElectronBinding(bridge)
}
