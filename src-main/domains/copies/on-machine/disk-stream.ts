/** Snapshots on their way to a disk or back: what they build on, and whether what was received is what was sent. */
import { existsSync, lstatSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { readSets, setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { isAsTaken, readSharedInto } from '../../../commons/snapshot-sets/on-machine/shared-into.ts'
import { sendInto } from '../../../tools/btrfs/btrfs-stream.ts'
import { hasSubvolumeInode, setReadOnly, sentAs, showLineage } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { setTimes } from '../../../tools/files/touch.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isUnreadable } from '../../../tools/unreadable.ts'
import { copiesMessages } from '../messages.ts'
import type { Copy } from '../schemas.ts'
import { folderOf } from './disk-folders.ts'

interface Reception {
  readonly snapshot: string
  readonly parent: string | undefined
  readonly to: string
}

/**
 * Answers with the name under which it was sent, and how many bytes were seen on their way; the last ones may be missing. What is there
 * then is closed, and is the snapshot.
 */
export async function receiveWhole(
  { snapshot, parent, to }: Reception,
  { onBytes, ...options }: RunOptions & { readonly onBytes: (bytes: number) => void },
): Promise<{ readonly bytes: number; readonly name: string }> {
  let bytes = 0
  const into = path.dirname(to)
  mkdirSync(into, { recursive: true, mode: 0o700 })
  const told = (sent: number) => onBytes((bytes = sent))
  await sendInto({ snapshot, parent, into }, { signal: options.signal, onBytes: told })
  const [sent, received] = await Promise.all([showLineage(snapshot, options), showLineage(to, options)])
  if (!received.readOnly || received.receivedUuid !== sentAs(sent))
    throw copiesMessages.notReceived({}, { details: to })
  await keepTimeOfTop(snapshot, to)
  return { bytes, name: sentAs(sent) }
}

/**
 * `receive` makes each new file at the top under a name of its own first, and send tells it to give their times back to the folders that
 * they go into, but not to the top (kernel 6.18). Its received UUID stays.
 */
async function keepTimeOfTop(from: string, to: string): Promise<void> {
  const [wanted, found] = [from, to].map((place) => lstatSync(place, { bigint: true }).mtimeNs)
  if (wanted === undefined || wanted === found) return
  await setReadOnly(to, false, {})
  await setTimes(to, wanted, {})
  await setReadOnly(to, true, {})
}

interface ParentSearch {
  readonly stateFolder: string
  readonly top: string
  /** Of this laptop, the newest first. */
  readonly earlier: readonly Copy[]
  readonly subvolume: string
}

/** The newest snapshot here that the disk has too, and to which nobody has written on either side. */
export async function findParent(
  { stateFolder, top, earlier, subvolume }: ParentSearch,
  options: RunOptions,
): Promise<string | undefined> {
  const here = await listSent(stateFolder, subvolume, options)
  for (const copy of earlier) {
    const name = copy.parts[subvolume]
    const own = name === undefined ? undefined : here.get(name)
    if (own !== undefined && (await isAsReceived(path.join(folderOf(top)(copy), subvolume), name, options))) return own
  }
  return undefined
}

/** Snapshots of this laptop by the name under which they are sent, but those that were written to since they were taken. */
export async function listSent(
  stateFolder: string,
  subvolume: string,
  options: RunOptions,
): Promise<ReadonlyMap<string, string>> {
  const places = readSets(stateFolder)
    .filter(({ subvolumes }) => subvolumes.includes(subvolume))
    .map(({ id }) => path.join(setFolder(stateFolder, id), subvolume))
  const shared = readSharedInto(stateFolder)
  const found = await Promise.all(
    places.map(async (place) => {
      const lineage = await showLineage(place, options).catch(() => undefined)
      if (lineage === undefined || !(await isAsTaken(place, lineage, shared, options))) return []
      return [[sentAs(lineage), place] as const]
    }),
  )
  return new Map(found.flat())
}

/** Closing what was received writes it once more, so only its names tell. */
export async function isAsReceived(place: string, name: string | undefined, options: RunOptions): Promise<boolean> {
  try {
    if (!existsSync(place) || !hasSubvolumeInode(lstatSync(place))) return false
    const { readOnly, receivedUuid } = await showLineage(place, options)
    return readOnly && receivedUuid === name
  } catch (thrown) {
    if (isUnreadable(thrown)) return false
    throw thrown
  }
}
