import { pathOfKey, isAtOrBelow, isBelowAny, keyOfPath } from '../../inventory/inventory-entry.ts'
import type { LiteralExclusion, Matcher } from '../../exclusions/exclusion-matcher.ts'
import type { Inventory } from '../inventory/outline-file.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'

/** What an inventory left out. */
export interface LeftOutBefore {
  readonly has: (key: string) => boolean
  /** What is left out now and was not, or the other way round: outermost paths alone. */
  readonly otherwise: readonly BytePath[]
}

/**
 * By the same rules: only what was found on the disk besides can make a difference. `knownBefore` is that of the inventory,
 * which names no sockets and devices, also none that were left out.
 */
export function compareLeftOut(
  { stretches }: Inventory,
  knownBefore: readonly LiteralExclusion[],
  { known, isExcluded }: { readonly known: readonly LiteralExclusion[]; readonly isExcluded: Matcher },
): LeftOutBefore {
  const leftOut = stretches.flatMap((stretch) => stretch.leftOut)
  const before = new Set([...leftOut, ...knownBefore.map(({ path }) => keyOfPath(path))])
  const changed = [
    ...[...before].filter((key) => isExcluded(key) === undefined),
    ...known.map(({ path }) => keyOfPath(path)).filter((key) => !before.has(key) && !isBelowAny(key, before)),
  ]
  const outermost: string[] = []
  for (const key of changed.sort()) {
    const around = outermost.at(-1)
    if (around === undefined || !isAtOrBelow(key, around)) outermost.push(key)
  }
  return { has: (key) => before.has(key), otherwise: outermost.map(pathOfKey) }
}
