/** Hash routes, so that the window and the loopback page are the same files. */
import { useSyncExternalStore } from 'react'
import type { Place } from '../../src-main/contract/place.ts'
import type { SwitchScope } from '../../src-main/contract/switch-scope.ts'

export interface ShellRoute {
  readonly kind: 'shell'
  /** Of src-renderer/pages/all-pages.ts, where there is one of this name. */
  readonly page: string
  readonly item: string | undefined
  /** What comes after the item, for pages that have pages of their own. */
  readonly rest?: readonly string[]
  /** The one thing that is looked at there. */
  readonly file?: string
}

export type Route =
  | ShellRoute
  /**
   * `page` is "check", "review", "proof" or a step's id; without one the wizard shows what is next. `to` is the host name of the laptop
   * that it is opened for; without one it shows the plan that there is. `list` is the title of one of the page's lists of what
   * happens, in which `file` is looked for.
   */
  | {
      readonly kind: 'wizard'
      readonly page: string | undefined
      readonly to?: string
      /** Of what it was opened for, with `to`. */
      readonly scope?: SwitchScope
      readonly list?: string
      readonly file?: string
    }

const fileMark = '?file='

export function parseRoute(hash: string): Route {
  const [way = '', file] = hash.replace(/^#\/?/, '').split(fileMark, 2)
  const [first, second, ...rest] = way.split('/').map(decode)
  if (first === 'switch-to' && second !== undefined) return { kind: 'wizard', page: undefined, to: second }
  if (first === 'packages-to' && second !== undefined)
    return { kind: 'wizard', page: undefined, to: second, scope: 'packages' }
  if (first === 'switch') {
    const [list] = rest
    const within = list === undefined || file === undefined ? {} : { list, file: decode(file) }
    return { kind: 'wizard', page: second === '' ? undefined : second, ...within }
  }
  const item = second === '' ? undefined : second
  return {
    kind: 'shell',
    ...(movedTo(first, item) ?? { page: first ?? '', item, ...(rest.length === 0 ? {} : { rest }) }),
    ...(file === undefined ? {} : { file: decode(file) }),
  }
}

/** Where that is today which an address of before leads to, as it stands in records of switches. */
function movedTo(page: string | undefined, item = ''): Omit<ShellRoute, 'kind'> | undefined {
  if (page === 'settings' && item === 'home') return { page: 'home', item: exclusionsItem }
  if (page === 'settings' && item === 'copied') return { page: 'home', item }
  if (page !== 'rules') return undefined
  if (/^(?:container|image):/.test(item)) return { page: 'page', item: 'machines', rest: ['rules', item] }
  if (item.startsWith('home:')) return { page: 'home', item }
  return { page: item.startsWith('package:') ? 'packages' : 'etc', item: item === '' ? undefined : item }
}

export function routeHash(route: Route): string {
  if (route.kind === 'wizard' && route.to !== undefined)
    return `#/${route.scope ?? 'switch'}-to/${encodeURIComponent(route.to)}`
  const file = route.file === undefined ? '' : `${fileMark}${encodeURIComponent(route.file)}`
  if (route.kind === 'wizard') {
    const way = [route.page, route.list].filter((part) => part !== undefined).map(encodeURIComponent)
    return `${['#/switch', ...way].join('/')}${file}`
  }
  if (route.item === undefined) return `#/${route.page}`
  const way = [route.item, ...(route.rest ?? [])].map(encodeURIComponent).join('/')
  return `#/${route.page}/${way}${file}`
}

/** The part of the home page about what is not copied. */
const exclusionsItem = 'not-copied'
/** Files in /etc without a rule. */
export const undecidedItem = 'undecided'
export const undecidedHash = (): string => routeHash({ kind: 'shell', page: 'etc', item: undecidedItem })
export const pageHash = (page: string, item?: string): string => routeHash({ kind: 'shell', page, item })
/** The proof of a switch that has ended, and no new plan. */
export const proofPage = 'proof'
export const wizardHash = (page?: string): string => routeHash({ kind: 'wizard', page })
export const packagesToHash = (to: string): string =>
  routeHash({ kind: 'wizard', page: undefined, to, scope: 'packages' })
export const switchToHash = (to: string): string => routeHash({ kind: 'wizard', page: undefined, to })

export const placeHash = ({ page, item }: Pick<Place, 'page' | 'item'>): string =>
  [`#/${page}`, ...(item === undefined ? [] : [encodeURIComponent(item)])].join('/')

export function goTo(hash: string): void {
  window.location.hash = hash
}

/** Without a step back to where it was. */
export function replaceWith(hash: string): void {
  window.location.replace(hash)
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
