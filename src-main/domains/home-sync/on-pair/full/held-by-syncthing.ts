/** What differs in folders that a person's Syncthing carries: it may have been on its way when both laptops were frozen. */
import type { DiffersIn } from '../../../../contract/verify-calls.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { pathOfKey } from '../../inventory/inventory-entry.ts'
import { syncthingsAmong, type InHomes } from '../syncthing/left-to-syncthing.ts'
import type { FoundDifference } from './collect-differences.ts'

/** What a file is other in that was written again. Contents alone, under the same time, nobody has on its way: they are damaged. */
const written: readonly DiffersIn[] = ['missing', 'type', 'target', 'time']

/** Of more than this many files nobody waits for an answer. */
const heldAtMost = 50_000

export interface Sorted {
  readonly ours: readonly FoundDifference[]
  readonly syncthings: readonly FoundDifference[]
}

export function createHeld(homes: InHomes) {
  const held: FoundDifference[] = []
  const starts = homes.shared.map(({ place }) => `${homes.personFolder}/${place === '' ? '' : `${place}/`}`)
  const isInside = (one: FoundDifference) => starts.some((start) => pathOfKey(one.key).startsWith(start))
  return {
    /** Whether it is kept to be sorted; whoever has it not kept decides about it. */
    holds(one: FoundDifference): boolean {
      const isKept = held.length < heldAtMost && one.differsIn.some((kind) => written.includes(kind)) && isInside(one)
      if (isKept) held.push(one)
      return isKept
    },
    async sort(options: CallOptions): Promise<Sorted> {
      if (held.length === 0) return { ours: [], syncthings: [] }
      const paths = held.map(({ key }) => pathOfKey(key))
      const carried = await syncthingsAmong(homes, paths, options)
      const isCarried = (one: FoundDifference) => carried.has(pathOfKey(one.key))
      return { ours: held.filter((one) => !isCarried(one)), syncthings: held.filter(isCarried) }
    },
  }
}
