import { isOstreeInstalled, pullPacked } from '../../../../tools/flatpak/ostree.ts'
import { listRemotes } from '../../../../tools/flatpak/flatpak-lists.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { flatpakTransfers } from './flatpak-transfers.ts'
import { listPacked, packedIn } from './packed-repository.ts'

/** What of that was received is proven by a key of its remote, and can be installed: each collection as a whole, or not. */
export async function pullReceived(options: RunOptions): Promise<ReadonlySet<string>> {
  if (!isOstreeInstalled()) return new Set()
  const repository = packedIn(flatpakTransfers.receiveFolder)
  const remotes = await listRemotes(options)
  const pulled = new Set<string>()
  for (const { collection, refs } of await listPacked(repository)) {
    const remote = remotes.find((one) => one.collection === collection)?.name
    if (remote === undefined || refs.length === 0) continue
    const { isDone } = await pullPacked({ repository, remote, refs }, options)
    if (isDone) for (const ref of refs) pulled.add(ref)
  }
  return pulled
}
