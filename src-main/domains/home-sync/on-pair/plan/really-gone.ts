/** What of a deletion is not there under another name. Pure. */
import { eachInTurns } from './in-turns.ts'
import { aroundOf } from './renamed-folders.ts'
import { addTopmost, type Topmost } from './unit.ts'

/** What the source has no longer, in tree order, in folders of which something was renamed, and those files. */
export interface WentUnderNames {
  readonly noted: ReadonlyMap<string, { readonly bytes: number }>
  /** Whether it is there under another name, with the same contents. */
  readonly isSame: (key: string) => boolean
}

interface ReallyGone {
  readonly items: number
  readonly bytes: number
  /** By their names: a folder with all that was in it, unless something of it was renamed. */
  readonly topmost: () => readonly Topmost[]
}

/** Each was counted where the innermost of `vanished` around it is: parts of one thing may lie in folders that went, too. */
export async function reallyGone(
  vanished: readonly Topmost[],
  { noted, isSame }: WentUnderNames,
): Promise<readonly ReallyGone[]> {
  const rest = new Map(vanished.map((one) => [one.key, { ...one, keys: [] as string[] }]))
  await eachInTurns(noted, ([key, { bytes }]) => {
    const around = [...aroundOf(key), key].findLast((folder) => rest.has(folder))
    const one = around === undefined ? undefined : rest.get(around)
    if (one === undefined) return
    one.keys.push(key)
    if (!isSame(key)) return
    one.items -= 1
    one.bytes -= bytes
  })
  return vanished.flatMap((one) => {
    const { items, bytes, keys } = rest.get(one.key) ?? { ...one, keys: [] }
    if (items <= 0) return []
    const isWhole = items === one.items || keys.length < one.items
    return [{ items, bytes, topmost: () => (isWhole ? [one] : topmostOf(keys)) }]
  })

  function topmostOf(keys: readonly string[]): readonly Topmost[] {
    const holdsSame = new Set(keys.filter(isSame).flatMap((key) => [...aroundOf(key), key]))
    const found: Topmost[] = []
    for (const key of keys) if (!holdsSame.has(key)) addTopmost(found, key, noted.get(key)?.bytes ?? 0)
    return found
  }
}
