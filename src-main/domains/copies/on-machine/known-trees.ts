/** What was read of stores, kept between questions by this program alone: a tree, and a snapshot, never changes. */
import {
  readStoredSnapshot,
  readStoredTree,
  type StoredNode,
  type StoredTop,
} from '../../../tools/restic/stored-trees.ts'
import type { Store } from '../../../tools/restic/run-restic.ts'
import type { RunOptions } from '../../../tools/run.ts'

/** In entries of folders; the oldest go. */
const mostEntries = 200_000
const mostSnapshots = 1_000
/** Who asks may stop; another one may wait for the same answer. */
const longestReadMs = 600_000

interface Known {
  readonly nodes: readonly StoredNode[]
}

const trees = new Map<string, Known>()
const snapshots = new Map<string, StoredTop>()
const underway = new Map<string, Promise<unknown>>()
let entries = 0

/** By the hash of what is in it: the same one in every store. */
export async function treeOf(store: Store, id: string, options: RunOptions): Promise<readonly StoredNode[]> {
  const known = trees.get(id)
  if (known !== undefined) return known.nodes
  return once(`${store.repository} tree ${id}`, options, async (asked) => {
    const nodes = await readStoredTree(store, id, asked)
    if (!trees.has(id)) {
      trees.set(id, { nodes })
      entries += nodes.length + 1
      forgetOldest(id)
    }
    return nodes
  })
}

/** restic 0.14 tells the beginning of an ID, which another store may have, too. */
export async function snapshotOf(store: Store, id: string, options: RunOptions): Promise<StoredTop> {
  const key = `${store.repository} ${id}`
  const known = snapshots.get(key)
  if (known !== undefined) return known
  return once(key, options, async (asked) => {
    const top = await readStoredSnapshot(store, id, asked)
    if (snapshots.size >= mostSnapshots) snapshots.clear()
    snapshots.set(key, top)
    return top
  })
}

function forgetOldest(newest: string): void {
  for (const [id, { nodes }] of trees) {
    if (entries <= mostEntries || id === newest) return
    trees.delete(id)
    entries -= nodes.length + 1
  }
}

/** Several that ask for one answer get one. Whoever stops does not stop the others. */
async function once<T>(key: string, { signal }: RunOptions, read: (options: RunOptions) => Promise<T>): Promise<T> {
  const reading = (underway.get(key) as Promise<T> | undefined) ?? begin(key, read)
  if (signal === undefined) return reading
  signal.throwIfAborted()
  let onAbort = (): void => undefined
  const stopped = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason as Error)
  })
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([reading, stopped])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function begin<T>(key: string, read: (options: RunOptions) => Promise<T>): Promise<T> {
  const reading = read({ signal: AbortSignal.timeout(longestReadMs) })
  underway.set(key, reading)
  const forget = () => underway.delete(key)
  reading.then(forget, forget)
  return reading
}
