/** Addresses of the pages about packages. No package goes by the name of the history: each has its architecture. */
import { pageHash, routeHash } from '../../router/route.ts'

export const historyItem = 'history'
export const compareHash = pageHash('packages')
export const historyHash = (entry?: string): string =>
  routeHash({ kind: 'shell', page: 'packages', item: historyItem, ...(entry === undefined ? {} : { rest: [entry] }) })
