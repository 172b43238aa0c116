/** Whether this window notifies. A browser asks the person first, and only after a click; the desktop's window may. */
import { createStore, type StoreApi } from 'zustand'

export type Notifying = 'on' | 'off' | 'refused' | 'impossible'

export interface NotificationsModel {
  readonly notifying: Notifying
  /** Asks the browser for permission where it has not been asked yet: only after a click. */
  readonly choose: (on: boolean) => Promise<void>
  /** Says it unless the person is looking, or wants none. */
  readonly tell: (title: string, body: string) => void
}

export type NotificationsStore = StoreApi<NotificationsModel>

const storageKey = 'pc-switcher.notifications'

export function createNotificationsStore(): NotificationsStore {
  return createStore<NotificationsModel>((set, get) => ({
    notifying: notifyingNow(),
    async choose(on) {
      keep(on)
      if (on && isPossible() && Notification.permission === 'default') await Notification.requestPermission()
      set({ notifying: notifyingNow() })
    },
    tell(title, body) {
      if (get().notifying !== 'on' || document.hasFocus()) return
      // One tag: what is newer replaces what was said before.
      const notification = new Notification(title, { body, tag: 'pc-switcher' })
      notification.onclick = () => window.focus()
    },
  }))
}

function isPossible(): boolean {
  return typeof Notification !== 'undefined'
}

function notifyingNow(): Notifying {
  if (!isPossible()) return 'impossible'
  if (Notification.permission === 'denied') return 'refused'
  return Notification.permission === 'granted' && kept() !== 'off' ? 'on' : 'off'
}

/** Storage may be refused (a private window); then the choice lasts as long as the permission. */
function kept(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

function keep(on: boolean): void {
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off')
  } catch {
    // See kept.
  }
}
