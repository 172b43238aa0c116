/** Addresses of the pages about packages. A package goes by "name:architecture", so none is called as the history is. */
import { pageHash, routeHash } from '../../router/route.ts'

export const historyItem = 'history'
export const compareHash = pageHash('packages')
export const historyHash = (entry?: string): string =>
  routeHash({ kind: 'shell', page: 'packages', item: historyItem, ...(entry === undefined ? {} : { rest: [entry] }) })
