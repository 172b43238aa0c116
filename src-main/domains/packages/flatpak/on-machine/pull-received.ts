import { groupBy } from '../../../../kernel/group-by.ts'
import { isOstreeInstalled, pullPacked } from '../../../../tools/flatpak/ostree.ts'
import { listRemotes, ofEverybody } from '../../../../tools/flatpak/flatpak-lists.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Received } from '../model.ts'
import { flatpakTransfers } from './flatpak-transfers.ts'
import { listPacked, packedIn } from './packed-repository.ts'

/**
 * What of that was received is proven by a key of its remote, and can be installed: of each remote as a whole, or not. The remote
 * is the one here with the collection that it is packed of, else the one that the person was shown. Whatever is packed under the
 * name of another ref is refused: a commit says of which ref it is (ostree-pull-local(1), seen on 2022.7 to 2025.2).
 */
export async function pullReceived(received: readonly Received[], options: RunOptions): Promise<ReadonlySet<string>> {
  if (!isOstreeInstalled()) return new Set()
  const repository = packedIn(flatpakTransfers.receiveFolder)
  const remotes = await listRemotes(ofEverybody, options)
  const named = new Map(received.map(({ ref, remote }) => [ref, remote]))
  const found = (await listPacked(repository)).flatMap(({ ref, collection }) => {
    const remote =
      remotes.find((one) => collection !== undefined && one.collection === collection) ??
      remotes.find(({ name }) => name === named.get(ref))
    return remote === undefined ? [] : [{ ref, remote: remote.name }]
  })
  const pulled = new Set<string>()
  for (const [remote, packed] of groupBy(found, (one) => one.remote)) {
    const refs = packed.map(({ ref }) => ref)
    const { isDone } = await pullPacked({ repository, remote, refs }, options)
    if (isDone) for (const ref of refs) pulled.add(ref)
  }
  return pulled
}
