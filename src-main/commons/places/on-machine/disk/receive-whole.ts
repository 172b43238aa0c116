/** Read-only snapshots on their way to a disk or back, and whether what is there is what was sent. */
import { existsSync, lstatSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { sendInto } from '../../../../tools/btrfs/btrfs-stream.ts'
import { hasSubvolumeInode, sentAs, setReadOnly, showLineage } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { setTimes } from '../../../../tools/files/touch.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { isUnreadable } from '../../../../tools/unreadable.ts'
import { placesMessages } from '../../messages.ts'

interface Reception {
  readonly snapshot: string
  readonly parent: string | undefined
  /** Its name is that of the snapshot. */
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
    throw placesMessages.notReceived({}, { details: to })
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
