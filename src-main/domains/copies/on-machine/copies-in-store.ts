/**
 * A store of restic's as a place. Each subvolume of a set is one snapshot there, taken at one fixed path, for that is how restic finds
 * files again that did not change. A copy is a further snapshot with copy.json, made last, which names them.
 */
import path from 'node:path'
import { haveIdentity } from '../../../commons/laptop/on-machine/identity.ts'
import type { OpenedStore } from '../../../commons/places/on-machine/open-place.ts'
import { bringTreeBack } from '../../../commons/places/on-machine/store/store-tree.ts'
import { setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { readTreeBytes } from '../../../tools/files/du.ts'
import { withBound } from '../../../tools/mounts/with-mounted.ts'
import {
  checkStore,
  forgetStored,
  listStored,
  pruneStore,
  readStored,
  storeFolder,
  storeText,
} from '../../../tools/restic/restic.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { leaveOutOf } from '../left-out.ts'
import { copiesMessages } from '../messages.ts'
import { copyKey, copySchema, nameThere, type Copy } from '../schemas.ts'
import type { BringBack, OpenedCopies, PlaceWork } from './opened-copies.ts'
import { inPieces } from './in-pieces.ts'
import { recallPlace, rememberPlace } from './place-memory.ts'
import { treeInStore } from './tree-in-store.ts'
import { contentsOf, keyOf, partsOfNone, tagOfOwner, tagOfSet, tags, type StoreContents } from './store-contents.ts'

const copyFile = 'copy.json'

export function copiesInStore(opened: OpenedStore): OpenedCopies {
  const { host, at, store, options, room } = opened
  /** Of this laptop nobody else makes any meanwhile. */
  let listed: readonly Copy[] | undefined
  return {
    list: async () => (listed = await listCopies(opened, options)),
    put: async (set, work) => {
      listed ??= await listCopies(opened, work)
      const identity = haveIdentity(host.stateFolder)
      const known = listed.find((copy) => copy.owner === identity.key && copy.set.id === set.id)
      if (known !== undefined) return known
      const copy = await copyInto(opened, { laptop: nameThere(identity, listed), owner: identity.key, set }, work)
      listed = [copy, ...listed]
      return copy
    },
    get: (wanted, work) => bringBackFrom(opened, wanted, work),
    remove: async (copies, work) => {
      listed = undefined
      await removeFrom(opened, copies, work)
      return copies.length
    },
    prove: async (part, work) => {
      const onAlive = () => work.report({ done: 0, current: copiesMessages.reading({ what: at.name }) })
      await checkStore(store, part, { signal: work.signal, onAlive })
      const read = part.of === 1 ? await listCopies(opened, work) : []
      const isDamaged = ({ isUnreadable }: Copy): boolean => isUnreadable === true
      return { proven: read.filter((copy) => !isDamaged(copy)), damaged: read.filter(isDamaged) }
    },
    sweep: (work) => prune(opened, work),
    open: (copy, subvolume) => {
      const id = copy.parts[subvolume]
      if (id === undefined) throw copiesMessages.partMissing({ subvolume, at: copy.set.at })
      return treeInStore(store, id, options)
    },
    others: () => [],
    room,
    isBuiltOn: false,
  }
}

/** Opening a store takes restic most of a second: asked once. */
async function readContents({ host, at, store }: OpenedStore, options: RunOptions): Promise<StoreContents> {
  const all = await listStored(store, [tags.copy, tags.part], options)
  const known = recallPlace(host.stateFolder, at.id).copies
  return contentsOf(all, known, (id) => readStored(store, id, copyFile, options))
}

async function listCopies(opened: OpenedStore, options: RunOptions): Promise<readonly Copy[]> {
  return (await readContents(opened, options)).copies
}

async function copyInto(
  { host, at: place, store }: OpenedStore,
  { laptop, owner, set }: Pick<Copy, 'laptop' | 'set'> & { readonly owner: string },
  work: PlaceWork,
): Promise<Copy> {
  /** The same on every laptop, and each time. */
  const tree = path.join(host.runFolder, 'copies', 'tree')
  const own = [tagOfSet(set.id), tagOfOwner(owner)]
  const parts: Record<string, string> = {}
  let [bytes, isWhole] = [0, true]
  const snapshotOf = (subvolume: string): string => path.join(setFolder(host.stateFolder, set.id), subvolume)
  const { sizes = {} } = recallPlace(host.stateFolder, place.id)
  const weights: number[] = []
  for (const { subvolume } of set.snapshots)
    weights.push(Math.max(1, sizes[subvolume] ?? (await readTreeBytes(snapshotOf(subvolume), work))))
  const piece = inPieces(weights, work.report)
  const found: Record<string, number> = {}
  for (const [index, { subvolume, path: folder = subvolume }] of set.snapshots.entries()) {
    await work.turn?.()
    const at = path.join(tree, subvolume)
    const current = copiesMessages.copying({ what: folder })
    const stored = await withBound({ source: snapshotOf(subvolume), at }, work, () =>
      storeFolder(
        store,
        {
          folder: at,
          host: laptop,
          tags: [tags.part, ...own],
          leaveOut: leaveOutOf(folder).map((pattern) => path.join(at, pattern)),
        },
        {
          signal: work.signal,
          onProgress: ({ done, total }) => piece(index)({ done, total: Math.max(total, weights[index] ?? 0), current }),
        },
      ),
    )
    parts[subvolume] = stored.id
    found[subvolume] = stored.totalBytes
    piece(index)({ done: 1, total: 1, current })
    bytes += stored.addedBytes
    isWhole &&= stored.isWhole
  }
  rememberPlace(host.stateFolder, place.id, { sizes: { ...sizes, ...found } })
  const copy: Copy = { version: 1, laptop, owner, copiedAt: new Date().toISOString(), set, parts, bytes, isWhole }
  const text = JSON.stringify(copySchema.encode(copy))
  await storeText(store, { name: copyFile, text, host: laptop, tags: [tags.copy, ...own] }, work)
  return copy
}

/** With what runs left that were stopped in the middle. */
async function prune(opened: OpenedStore, work: PlaceWork): Promise<void> {
  const { host, at, store } = opened
  const left = partsOfNone(await readContents(opened, work), haveIdentity(host.stateFolder).key)
  await forgetStored(store, left, work)
  const onAlive = () => work.report({ done: 0, current: copiesMessages.pruning({ place: at.name }) })
  await pruneStore(store, { signal: work.signal, onAlive })
}

/** What makes them copies goes first. A part that another copy has too stays. */
async function removeFrom(opened: OpenedStore, copies: readonly Copy[], work: PlaceWork): Promise<void> {
  const { store } = opened
  const going = new Set(copies.map(copyKey))
  const { records: named, copies: all } = await readContents(opened, work)
  const records = named.filter((record) => going.has(keyOf(record)))
  await forgetStored(
    store,
    records.map(({ id }) => id),
    work,
  )
  const staying = new Set(all.filter((copy) => !going.has(copyKey(copy))).flatMap(({ parts }) => Object.values(parts)))
  const parts = new Set(copies.flatMap((copy) => Object.values(copy.parts)).filter((id) => !staying.has(id)))
  await forgetStored(store, [...parts], work)
}

async function bringBackFrom(
  { host, at, store }: OpenedStore,
  { copy, subvolumes, folder }: BringBack,
  work: PlaceWork,
): Promise<Copy> {
  const parts = await listStored(store, [tags.part], work)
  const { sizes = {} } = recallPlace(host.stateFolder, at.id)
  // Of the other laptop's nobody here knows how large they are.
  const isKnown = copy.owner === haveIdentity(host.stateFolder).key
  const weights = subvolumes.map((subvolume) => (isKnown ? (sizes[subvolume] ?? 0) : 0))
  const isMeasured = weights.every((weight) => weight > 0)
  const piece = inPieces(isMeasured ? weights : weights.map(() => 0), work.report)
  for (const [index, subvolume] of subvolumes.entries()) {
    const id = copy.parts[subvolume]
    // Whoever stored it may have had it elsewhere.
    const [tree] = parts.find((part) => id !== undefined && part.id.startsWith(id))?.paths ?? []
    if (id === undefined || tree === undefined) throw copiesMessages.partMissing({ subvolume, at: copy.set.at })
    const onWritten = (done: number) =>
      piece(index)({ done, total: weights[index] ?? 0, current: copiesMessages.bringingBack({ what: subvolume }) })
    onWritten(0)
    const into = { scratch: path.join(folder, '.store'), to: path.join(folder, subvolume) }
    await bringTreeBack(store, { id, tree }, into, { signal: work.signal, onWritten })
  }
  return copy
}
