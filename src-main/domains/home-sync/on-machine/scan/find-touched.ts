/** Where a frozen tree may be another than an earlier one: what the kernel tells of each subvolume, and other rules. */
import { findTouchedPaths } from '../../../../commons/tree-changes/on-machine/touched-paths.ts'
import { isUtf8, type BytePath } from '../../../../kernel/byte-path.ts'
import { isSubvolume } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Matcher, LiteralExclusion } from '../../exclusions/exclusion-matcher.ts'
import { isBelowAny, keyOfPath, pathOfKey, isAtOrBelow } from '../../inventory/inventory-entry.ts'
import { joinPath, linkedNames, placeIn } from './linked-names.ts'
import type { Inventory } from '../inventory/outline-file.ts'

/** Paths of either tree or both. */
export interface Touched {
  readonly paths: Set<BytePath>
  /** Below these everything counts as touched. */
  readonly whole: Set<BytePath>
}

export interface TwoFrozen {
  readonly before: string
  readonly now: string
  /** The same in both. */
  readonly subvolumes: readonly BytePath[]
}

interface Rules {
  readonly leftOut: LeftOutBefore
  readonly isExcluded: Matcher
}

/** More changed than is worth being told: listing all of it is quicker. */
export class TooMuchTouched extends Error {}

/** Undefined when the kernel cannot tell. `most` commands of the kernel in all, or a TooMuchTouched is thrown. */
export async function findTouched(
  trees: TwoFrozen,
  { most, ...rules }: Rules & { readonly most: number },
  options: RunOptions,
): Promise<Touched | undefined> {
  const touched: Touched = { paths: new Set(), whole: new Set() }
  let before = 0
  let told = 0
  const count = (commands: number): void => {
    told = before + commands
    if (told > most) throw new TooMuchTouched()
  }
  for (const subvolume of trees.subvolumes) {
    if (isOutOfSight(subvolume, rules)) continue
    // The kernel is asked by paths that are text.
    if (!isUtf8(subvolume)) return undefined
    const [one, other] = [placeIn(trees.before, subvolume), placeIn(trees.now, subvolume)]
    if (!isSubvolume(one) || !isSubvolume(other)) return undefined
    const found = await findTouchedPaths(one, other, options, count)
    if (found === undefined) return undefined
    before = told
    for (const each of found.paths) touched.paths.add(joinPath(subvolume, each))
    for (const each of found.whole) touched.whole.add(joinPath(subvolume, each))
  }
  await addOtherRules(touched, trees, rules.leftOut, options)
  return touched
}

/** Left out now; or it was, and then what is in it is not taken over but listed. */
function isOutOfSight(subvolume: BytePath, { leftOut, isExcluded }: Rules): boolean {
  const key = keyOfPath(subvolume)
  return isExcluded(key) !== undefined || leftOut.has(key) || isBelowAny(key, leftOut)
}

/** A key that was found, a mount that went: nothing changed there, but whether it is left out. */
async function addOtherRules(
  touched: Touched,
  { now, subvolumes }: TwoFrozen,
  { otherwise }: LeftOutBefore,
  options: RunOptions,
): Promise<void> {
  if (otherwise.length === 0) return
  for (const each of otherwise) {
    touched.paths.add(each)
    touched.whole.add(each)
  }
  for (const name of await linkedNames({ root: now, subvolumes, within: '' }, otherwise, options))
    touched.paths.add(name)
}

/** What an inventory left out. */
interface LeftOutBefore {
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
