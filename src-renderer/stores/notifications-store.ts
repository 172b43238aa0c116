/** Whether this window notifies. A browser asks the person first, and only after a click; the desktop's window may. */
import { createStore, type StoreApi } from 'zustand'
import { newsKinds, type News, type NewsKind } from '../standing/news.ts'

export type Notifying = 'on' | 'off' | 'refused' | 'impossible'

export interface NotificationsModel {
  readonly notifying: Notifying
  /** Of what; all of it unless the person has chosen. */
  readonly kinds: ReadonlySet<NewsKind>
  readonly chooseKind: (kind: NewsKind, wanted: boolean) => void
  /** Asks the browser for permission where it has not been asked yet: only after a click. */
  readonly choose: (on: boolean) => Promise<void>
  /** Says it unless the person is looking, or wants none. */
  readonly tell: (news: News) => void
}

export type NotificationsStore = StoreApi<NotificationsModel>

const storageKey = 'pc-switcher.notifications'
const kindsKey = 'pc-switcher.notifications.kinds'

export function createNotificationsStore(): NotificationsStore {
  return createStore<NotificationsModel>((set, get) => ({
    notifying: notifyingNow(),
    kinds: keptKinds(),
    chooseKind(kind, wanted) {
      const kinds = new Set(newsKinds.filter((one) => (one === kind ? wanted : get().kinds.has(one))))
      keep(kindsKey, JSON.stringify([...kinds]))
      set({ kinds })
    },
    async choose(on) {
      keep(storageKey, on ? 'on' : 'off')
      if (on && isPossible() && Notification.permission === 'default') await Notification.requestPermission()
      set({ notifying: notifyingNow() })
    },
    tell({ kind, title, body }) {
      if (get().notifying !== 'on' || !get().kinds.has(kind) || document.hasFocus()) return
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
  return Notification.permission === 'granted' && kept(storageKey) !== 'off' ? 'on' : 'off'
}

/** What cannot be read is as if nothing had been chosen. */
function keptKinds(): ReadonlySet<NewsKind> {
  const text = kept(kindsKey)
  const chosen = newsKinds.filter((kind) => text?.includes(`"${kind}"`) === true)
  return new Set(text === null ? newsKinds : chosen)
}

/** Storage may be refused (a private window); then the choice lasts as long as the window. */
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // See kept.
  }
}
