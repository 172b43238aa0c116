/** A subvolume of a copy, opened to be looked into: the copy itself is not brought back for it. */
import type { WithKeptTree } from '../../../commons/capability/kept-trees.ts'
import { findIdentity } from '../../../commons/laptop/on-machine/identity.ts'
import { copiesMessages } from '../messages.ts'
import { chooseCopy } from './bring-back.ts'
import { recallPlace } from './place-memory.ts'
import { findCopyPlace, withCopies } from './with-copies.ts'

/** A copy that is known is not asked for again, for it never changes; whether it is still there is seen when it is opened. */
export const withCopiedTree: WithKeptTree = async (host, { place: name, subvolume, ...wanted }, options, use) => {
  const place = findCopyPlace(host.stateFolder, name)
  return withCopies(host, place, options, async (open) => {
    const known = recallPlace(host.stateFolder, place.id).copies.filter(({ isUnreadable }) => !isUnreadable)
    const isKnown = known.some(({ set }) => set.id === wanted.setId)
    const copy = chooseCopy(isKnown ? known : await open.list(), place, wanted)
    if (copy.parts[subvolume] === undefined) throw copiesMessages.noSubvolume({ subvolume })
    const isOwn = copy.owner !== undefined && copy.owner === findIdentity(host.stateFolder)?.key
    const nested = copy.set.snapshots.flatMap(({ within }) => (within?.subvolume === subvolume ? [within.path] : []))
    return use({ ...(await open.open(copy, subvolume)), at: copy.set.at, isOwn, nested })
  })
}
