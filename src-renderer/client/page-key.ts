/**
 * What this page shows the app beside its cookie. A browser sends the cookie to every server of this host, whatever its port;
 * what a page keeps belongs to its one port.
 */
const storageKey = 'pc-switcher.page-key'
const mark = '#key='

/** Takes the key out of the address that the app sent this browser to, and gives back how to read it. */
export function openPageKey(): () => string {
  const { hash, pathname, search } = window.location
  const fresh = hash.startsWith(mark) ? hash.slice(mark.length) : undefined
  if (fresh !== undefined) {
    keep(fresh)
    window.history.replaceState(undefined, '', pathname + search)
  }
  // Read anew each time: another window may have signed in since.
  return () => kept() ?? fresh ?? ''
}

function keep(key: string): void {
  try {
    localStorage.setItem(storageKey, key)
  } catch {
    // Without storage this window knows it until it is closed.
  }
}

function kept(): string | undefined {
  try {
    return localStorage.getItem(storageKey) ?? undefined
  } catch {
    return undefined
  }
}
