/** Names under which a version stays that gave way: of this switch, or an earlier one. */
import type { BytePath } from '../../../src-main/kernel/byte-path.ts'
import type { Fact, Listing } from './list-home.ts'

/** "report (XPS 13).odt", "report (XPS 13 2).odt"; a laptop may be called "XPS 13 2" itself. */
export function isBeside(path: BytePath): boolean {
  return / \((P17|XPS 13)( \d+){0,2}\)(\.[^./]{1,11})?$/.test(path)
}

/** Whether something stands beside `path`, in what there is now, that is what was there. */
export function isKeptBeside(path: BytePath, now: Listing, isIt: (fact: Fact) => boolean): boolean {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  return [...now].some(([other, fact]) => {
    const isNear = other.startsWith(folder) && !other.slice(folder.length).includes('/')
    return isNear && isBeside(other) && isIt(fact)
  })
}
