import type { Matcher } from '../../exclusions/exclusion-matcher.ts'
import { isAtOrBelow, isLeftOutRecord, keyOfRecord } from '../../inventory/inventory-entry.ts'
import { readPieces } from './record-files.ts'

/** What an inventory left out. */
export interface LeftOutBefore {
  readonly has: (key: string) => boolean
  /** Whether it lies in something left out: then the inventory does not name it. */
  readonly isBelow: (key: string) => boolean
  /** What is left out now and was not, or the other way round; outermost keys alone, in order. */
  readonly otherwise: readonly string[]
}

export async function readLeftOut(inventory: string, isExcluded: Matcher): Promise<LeftOutBefore> {
  const keys = new Set<string>()
  const otherwise: string[] = []
  for await (const records of readPieces(inventory)) {
    for (const record of records) {
      const key = keyOfRecord(record)
      const isLeftOut = isLeftOutRecord(record, key)
      if (isLeftOut) keys.add(key)
      if (isLeftOut === (isExcluded(key) !== undefined)) continue
      const around = otherwise.at(-1)
      if (around === undefined || !isAtOrBelow(key, around)) otherwise.push(key)
    }
  }
  const has = (key: string) => keys.has(key)
  return { has, isBelow: (key) => isBelowAny(key, has), otherwise }
}

/** Whether a folder around it is one of them. */
export function isBelowAny(key: string, has: (folder: string) => boolean): boolean {
  for (let at = key.indexOf('\u0001'); at !== -1; at = key.indexOf('\u0001', at + 1)) {
    if (has(key.slice(0, at))) return true
  }
  return false
}
