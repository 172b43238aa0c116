/** Addresses of the pages about packages. A package goes by "name:architecture", one of another manager with that before it, so none is called as the history is. */
import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { pageHash, routeHash } from '../../router/route.ts'

export const historyItem = 'history'
export const compareHash = pageHash('packages')
export const historyHash = (entry?: string): string =>
  routeHash({ kind: 'shell', page: 'packages', item: historyItem, ...(entry === undefined ? {} : { rest: [entry] }) })

/** Tells a package from the snap or the app of the same name. */
export function keyOfPackage({ manager, name, architecture }: ComparedPackage): string {
  const key = `${name}:${architecture}`
  return manager === 'apt' ? key : `${manager}:${key}`
}
