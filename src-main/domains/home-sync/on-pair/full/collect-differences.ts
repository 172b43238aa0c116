/** Two lists with checksums, joined: what differs, what stays different by choice, and nothing of what is left out. */
import type { BytePath } from '../../../../kernel/byte-path.ts'

import { differsIn, isTimeAlone } from '../../inventory/differs-in.ts'
import { fieldsOf, isAtOrBelow, isLeftOut, keyOfPath, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import type { Joined } from '../../inventory/merge-join.ts'
import { parentsOf, createLeaders } from '../compare/compare-homes.ts'
import type { DiffersIn } from '../../../../contract/verify-calls.ts'

export interface FoundDifference {
  readonly key: string
  readonly differsIn: readonly DiffersIn[]
  /** Where it is, when the other laptop does not have it. */
  readonly onlyOn?: 'from' | 'to'
}

/** Called for each as it is found: a folder that one laptop alone has after what is in it. */
export interface Collector {
  readonly differs: (found: FoundDifference) => void
  readonly asChosen: (found: FoundDifference) => void
  /** It stayed in the last switch, and nobody was asked. */
  readonly left: (found: FoundDifference) => void
  /** A folder or a link of which the time alone is another. */
  readonly timeOnly: (key: string) => void
}

export interface Aside {
  /** By choice, with all that is in it. */
  readonly kept: readonly BytePath[]
  /** Left out on either laptop because of what is on its disk. */
  readonly found: readonly BytePath[]
  /** Kept by a name in the proof. */
  readonly isNamed: (key: string) => boolean
  /** Named in it as left without a question. */
  readonly isLeft: (key: string) => boolean
}

export async function collectDifferences(
  joined: AsyncIterable<Joined<InventoryEntry, InventoryEntry>>,
  aside: Aside,
  collector: Collector,
): Promise<void> {
  const isKept = createCover(aside.kept)
  const isFound = createCover(aside.found)
  const holdsKept = parentsOf(aside.kept.map(keyOfPath))
  const isAside = (leader: string): boolean => isKept(leader) || isFound(leader)
  const [leaderHere, leaderThere] = [createLeaders(isAside), createLeaders(isAside)]
  const isLinkedAlike = ({ key, left, right }: Joined<InventoryEntry, InventoryEntry>): boolean => {
    if (isKept(key)) return true
    const here = left === undefined ? '' : leaderHere(key, fieldsOf(left.shared).leader)
    return here === (right === undefined ? '' : leaderThere(key, fieldsOf(right.shared).leader))
  }
  const tell = (one: FoundDifference): void => {
    if (aside.isLeft(one.key) && !aside.isNamed(one.key)) {
      collector.left(one)
      return
    }
    const isChosen = isKept(one.key) || aside.isNamed(one.key) || (one.onlyOn !== undefined && holdsKept.has(one.key))
    if (isChosen) collector.asChosen(one)
    else collector.differs(one)
  }
  /** Folders that one laptop alone has, one inside the other; one that holds something left out stays because of it. */
  let open: FoundDifference[] = []
  const closeUntil = (key: string | undefined): void => {
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      if (key !== undefined && isAtOrBelow(key, last.key)) return
      open.pop()
      tell(last)
    }
  }
  for await (const pair of joined) {
    const { key, left, right } = pair
    closeUntil(key)
    if (isFound(key) || [left, right].some((entry) => entry !== undefined && isLeftOut(entry))) {
      open = open.filter((folder) => !isAtOrBelow(key, folder.key))
      continue
    }
    const one = compared(pair, isLinkedAlike(pair))
    if (one === 'same') continue
    if (one === 'time') collector.timeOnly(key)
    else if (one.onlyOn !== undefined && (left ?? right)?.shared.startsWith('d ') === true) open.push(one)
    else tell(one)
  }
  closeUntil(undefined)
}

function compared(
  { key, left, right }: Joined<InventoryEntry, InventoryEntry>,
  isLinkedAlike: boolean,
): FoundDifference | 'same' | 'time' {
  if (left === undefined || right === undefined) {
    return { key, differsIn: ['missing'], onlyOn: left === undefined ? 'to' : 'from' }
  }
  const differs = [...differsIn(left, right)]
  if (!isLinkedAlike && !differs.includes('type')) differs.push('links')
  if (differs.length === 0) return 'same'
  return isTimeAlone(differs, fieldsOf(left.shared)) ? 'time' : { key, differsIn: differs }
}
