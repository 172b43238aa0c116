/** Which version of a single file was changed later: only of such files several are decided by their times at once. */
import type { HomeDecision } from './plan.ts'
import { isPlainFile, type OpenDecision } from './plain-file.ts'

/** Of one file that both laptops have; undefined for anything else, and where both times are the same. */
export function newerOf({ kind, unit, keys }: OpenDecision): 'from' | 'to' | undefined {
  const { from, to } = unit.versions
  if (!isPlainFile({ kind, unit, keys }) || from.newest === to.newest) return undefined
  return from.newest > to.newest ? 'from' : 'to'
}

/** Of each member, where it can be said of all of them. */
export function newerOfAll(members: readonly OpenDecision[]): Pick<HomeDecision, 'newer'> {
  const newer = members.flatMap((one) => newerOf(one) ?? [])
  return members.length > 1 && newer.length === members.length ? { newer } : {}
}
