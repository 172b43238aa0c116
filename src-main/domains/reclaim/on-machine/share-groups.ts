/** Lets the files of groups share their blocks, some at a time, and asks the disk after each time how much room it has. */
import type { AgentHost, JobContext } from '../../../commons/capability/agent-capability.ts'
import { beginSharingInto, endSharingInto } from '../../../commons/snapshot-sets/on-machine/shared-into.ts'
import { readFileSystem } from '../../../tools/btrfs/btrfs-file-system.ts'
import { syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { treeOf, wordsOf, type FileInTree } from '../../../tools/sharing/file-versions.ts'
import { shareBlocks, type ShareWord } from '../../../tools/sharing/share-blocks.ts'
import { reclaimMessages } from '../messages.ts'
import type { GroupOfSize } from './find-groups.ts'
import { findNeededNow, type DiskToReclaim, type PlacesToReclaim } from './find-trees.ts'
import { inTurns } from './in-turns.ts'

const bytesAtOnce = 2 ** 30
/** Of a run that rests between: it rests soon. */
const bytesBetweenRests = 2 ** 27
const filesAtOnce = 2_000

export interface SharedGroups {
  readonly freedBytes: number
  /** Files that got other blocks, and files that were left as they are. */
  readonly files: number
  readonly leftFiles: number
  /** Those that could give something the next time. */
  readonly rest: readonly GroupOfSize[]
}

type Job = Pick<JobContext, 'signal' | 'turn' | 'report'>

interface Sharing extends Job, Pick<PlacesToReclaim, 'inUse'> {
  /** Whether it rests before each turn. */
  readonly rests: boolean
  readonly onFreed: (bytes: number) => void
}

/** `onFreed` hears after each time what was freed by it: what the disk says, and never more than was shared. */
export async function shareGroups(
  { stateFolder }: Pick<AgentHost, 'stateFolder'>,
  disk: DiskToReclaim,
  groups: readonly GroupOfSize[],
  { onFreed, rests, ...job }: Sharing,
): Promise<SharedGroups> {
  const waiting = [...groups]
  const total = groups.reduce((sum, group) => sum + bytesOf(group), 0)
  const rest: GroupOfSize[] = []
  let [freedBytes, files, leftFiles, done] = [0, 0, 0, 0]
  let before = await usedBytes(disk.place, job.signal)
  while (waiting.length > 0) {
    const some = takeSome(waiting)
    const shares = some.flatMap((group) => sharesOf(group, disk))
    const onBytes = (bytes: number): void => {
      done += bytes
      job.report({ done: Math.min(total, done), total, unit: 'bytes', current: reclaimMessages.sharing({}) })
    }
    for (const part of inParts(shares, rests ? bytesBetweenRests : bytesAtOnce))
      await shareThem(stateFolder, disk, part, { ...job, onBytes })
    for (const group of some) {
      const own = shares.filter((one) => one.group === group)
      files += own.filter(({ word }) => word === 'shared').length
      leftFiles += own.filter(({ word }) => word !== 'shared' && word !== 'differs').length
      const other = whatDiffers(group, own)
      if (other !== undefined) waiting.unshift(other)
      else leftFiles += own.filter(({ word }) => word === 'differs').length
      if (own.some(({ word }) => word === undefined || isTriedAgain(word))) rest.push(group)
    }
    const after = await usedBytes(disk.place, job.signal)
    const sharedBytes = shares.reduce((sum, { bytes }) => sum + bytes, 0)
    const freed = Math.min(Math.max(0, before - after), sharedBytes)
    freedBytes += freed
    onFreed(freed)
    before = after
  }
  return { freedBytes, files, leftFiles, rest }
}

/** What it was, and would be again, is not asked again until something changes. */
const isTriedAgain = (word: ShareWord): boolean => word === 'busy' || word === 'changed' || word === 'gone'

const bytesOf = ({ bytes, layouts }: GroupOfSize): number =>
  bytes * layouts.slice(1).reduce((sum, { files }) => sum + files.length, 0)

function takeSome(waiting: GroupOfSize[]): readonly GroupOfSize[] {
  const some: GroupOfSize[] = []
  let [bytes, files] = [0, 0]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    some.push(next)
    bytes += bytesOf(next)
    files += next.layouts.reduce((sum, one) => sum + one.files.length, 0)
    if (bytes >= bytesAtOnce || files >= filesAtOnce) break
  }
  return some
}

/** A large group takes several. */
function* inParts(shares: readonly Share[], partBytes: number): Generator<readonly Share[]> {
  let [part, bytes]: [Share[], number] = [[], 0]
  for (const share of shares) {
    part.push(share)
    bytes += share.group.bytes
    if (bytes < partBytes && part.length < filesAtOnce) continue
    yield part
    ;[part, bytes] = [[], 0]
  }
  if (part.length > 0) yield part
}

interface Share {
  readonly group: GroupOfSize
  /** Which of its layouts. */
  readonly layout: number
  readonly from: FileInTree
  readonly into: FileInTree
  /** Undefined as long as it was not asked; what is held by now, or was written to, is not. */
  word?: ShareWord
  bytes: number
}

function sharesOf(group: GroupOfSize, { trees }: DiskToReclaim): readonly Share[] {
  const [keeper, ...others] = group.layouts
  // Nothing moves in a snapshot.
  const from = keeper?.files.find((file) => trees[treeOf(file)]?.snapshot !== undefined) ?? keeper?.files[0]
  if (from === undefined) return []
  return others.flatMap(({ files }, index) =>
    files.map((into): Share => ({ group, layout: index + 1, from, into, bytes: 0 })),
  )
}

/** Files that are not like the first one may be like one another. */
function whatDiffers(group: GroupOfSize, shares: readonly Share[]): GroupOfSize | undefined {
  const different = new Set(shares.flatMap(({ layout, word }) => (word === 'differs' ? [layout] : [])))
  const layouts = group.layouts.filter((_one, index) => different.has(index))
  return layouts.length > 1 ? { ...group, layouts } : undefined
}

/** Whatever ends it: what the snapshots have afterwards is written down. */
async function shareThem(
  stateFolder: string,
  disk: DiskToReclaim,
  shares: readonly Share[],
  { onBytes, inUse, ...job }: Job & Pick<PlacesToReclaim, 'inUse'> & { readonly onBytes: (bytes: number) => void },
): Promise<void> {
  await inTurns(job, async (signal) => {
    const isNeeded = findNeededNow(stateFolder, inUse)
    const needed = new Set(disk.trees.flatMap((tree, index) => (isNeeded(tree) ? [index] : [])))
    const waiting = shares.filter(({ word, into }) => word === undefined && !needed.has(treeOf(into)))
    try {
      const open = await beginSharingInto(stateFolder, filesInSnapshots(disk, waiting), { signal })
      const asked = waiting.filter(({ into }) => {
        const { snapshot, root = '' } = disk.trees[treeOf(into)] ?? {}
        return snapshot === undefined || open.has(root)
      })
      await shareBlocks(
        disk.trees.map(({ root }) => root),
        asked,
        (told, index) => {
          const share = asked[index]
          if (share !== undefined) Object.assign(share, told)
          onBytes(share?.group.bytes ?? 0)
        },
        { signal },
      )
    } finally {
      await endSharingInto(stateFolder, {})
    }
  })
}

/** By the root folder of each, those that get blocks. */
function filesInSnapshots({ trees }: DiskToReclaim, shares: readonly Share[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>()
  for (const { into } of shares) {
    const { snapshot, root } = trees[treeOf(into)] ?? {}
    if (snapshot === undefined || root === undefined) continue
    const own = files.get(root) ?? []
    own.push(wordsOf(into))
    files.set(root, own)
  }
  return files
}

/** Of contents, once what was done is on the disk. */
async function usedBytes(place: string, signal: AbortSignal): Promise<number> {
  await syncFileSystem(place, { signal })
  const { chunks } = await readFileSystem(place, { signal })
  return chunks
    .filter(({ kind }) => kind === 'data' || kind === 'mixed')
    .reduce((sum, chunk) => sum + chunk.usedBytes, 0)
}
