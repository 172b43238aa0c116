/** Hash routes, so that the window and the loopback page are the same files. */
import { useSyncExternalStore } from 'react'

export const shellPages = ['overview', 'snapshots', 'rules', 'activity', 'settings'] as const
export type ShellPage = (typeof shellPages)[number]

export type Route =
  | { readonly kind: 'shell'; readonly page: ShellPage; readonly item: string | undefined }
  /** `page` is "check", "review" or a step's id; without one the wizard shows what is next. */
  | { readonly kind: 'wizard'; readonly page: string | undefined }

export function parseRoute(hash: string): Route {
  const [first, second] = hash.replace(/^#\/?/, '').split('/').map(decode)
  if (first === 'switch') return { kind: 'wizard', page: second === '' ? undefined : second }
  const page = shellPages.find((name) => name === first) ?? 'overview'
  return { kind: 'shell', page, item: second === '' ? undefined : second }
}

export function routeHash(route: Route): string {
  if (route.kind === 'wizard')
    return route.page === undefined ? '#/switch' : `#/switch/${encodeURIComponent(route.page)}`
  return route.item === undefined ? `#/${route.page}` : `#/${route.page}/${encodeURIComponent(route.item)}`
}

export const pageHash = (page: ShellPage): string => routeHash({ kind: 'shell', page, item: undefined })
export const wizardHash = (page?: string): string => routeHash({ kind: 'wizard', page })

export function goTo(hash: string): void {
  window.location.hash = hash
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(watchHash, () => window.location.hash))
}

function watchHash(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
