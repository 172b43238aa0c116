/** Light, dark, or as the system requests. Kept by this window alone. */
import { createStore, type StoreApi } from 'zustand'
import { themes, type Theme } from '../../src-main/contract/window-note.ts'

export interface ThemeModel {
  readonly theme: Theme
  readonly choose: (theme: Theme) => void
}

export type ThemeStore = StoreApi<ThemeModel>

const storageKey = 'pc-switcher.theme'

/** @param onTheme told the look from the beginning, for what lies outside of the page */
export function createThemeStore(root: HTMLElement, onTheme: (theme: Theme) => void): ThemeStore {
  const store = createStore<ThemeModel>((set) => ({
    theme: readTheme(),
    choose(theme) {
      writeTheme(theme)
      set({ theme })
      showTheme(root, theme)
      onTheme(theme)
    },
  }))
  showTheme(root, store.getState().theme)
  onTheme(store.getState().theme)
  return store
}

function showTheme(root: HTMLElement, theme: Theme): void {
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}

/** Storage may be refused (a private window); then the choice lasts as long as the window. */
function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(storageKey)
    return themes.find((theme) => theme === kept) ?? 'system'
  } catch {
    return 'system'
  }
}

function writeTheme(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme)
  } catch {
    // See readTheme.
  }
}
