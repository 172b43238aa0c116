/** A copy becomes a set of snapshots of this laptop again: made beside the others, and named when it is whole. */
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { descriptionSchema, type Description } from '../../../commons/snapshot-sets/schemas.ts'
import { setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { makeSetName, snapshotsFolder } from '../../../commons/snapshot-sets/set-name.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { version } from '../../../kernel/version.ts'
import { deleteSubvolumes } from '../../../tools/btrfs/btrfs-delete.ts'
import { hasSubvolumeInode, showSubvolume, syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { writeDurably } from '../../../tools/files/durable-file.ts'
import { writeState } from '../../../tools/files/state-file.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../tools/proc/process-identity.ts'
import { copiesMessages } from '../messages.ts'
import type { CopyPlace } from '../../../commons/places/schemas.ts'
import { copyKey, isKnownDamaged, type Copy } from '../schemas.ts'
import { getFromNext } from '../../../commons/places/on-machine/from-next-place.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import type { OpenedCopies, PlaceWork } from './opened-copies.ts'
import { recallPlace, rememberPlace } from './place-memory.ts'
import { readCopyPlaces, withCopies } from './with-copies.ts'

/** Of one in the making: it is no set. */
const unfinished = '.bringing-back-'

export interface WantedCopy {
  readonly laptop?: string | undefined
  /** Or the start of it, where no other there begins so. */
  readonly setId: string
  /** All of it where none is named. */
  readonly subvolumes: readonly string[]
}

type NamedCopy = Pick<WantedCopy, 'laptop' | 'setId'>

export interface BroughtBackCopy {
  readonly setId: string
  /** The place that it came from. */
  readonly from: string
  /** Places in which it was found to be damaged. */
  readonly damaged: readonly string[]
}

/**
 * Its id is a new one, also where it is brought back to the laptop that it came from: what it was taken for then (before a switch, for
 * example) is not what it is for now. Where the place cannot give all of it, the next one that is known to have it is tried.
 */
export async function bringBack(
  host: PlaceHost,
  place: CopyPlace,
  typed: WantedCopy,
  work: PlaceWork,
): Promise<BroughtBackCopy> {
  // By which other places know it.
  const [known, other] = copiesOf(recallPlace(host.stateFolder, place.id).copies, typed)
  const wanted = known !== undefined && other === undefined ? { ...typed, setId: known.set.id } : typed
  const came = await getFromNext(
    [place, ...othersWith(host, place, wanted)],
    (one) => bringBackFrom(host, one, wanted, work),
    (thrown, one) => {
      work.signal?.throwIfAborted()
      const { code } = toAppError(thrown)
      // What another place has is no answer to a mistake, and comes in no case where there is no room for it.
      if (code !== 'not-verified' && (one === place || code === 'disk-full')) throw thrown
      return code === 'not-verified' ? 'damaged' : 'failed'
    },
  )
  if (came.given === undefined) throw came.missed[0]?.thrown
  const { from, value } = came.given
  return { setId: value, from: from.name, damaged: came.missedAs('damaged').map(({ name }) => name) }
}

function othersWith(
  { stateFolder }: PlaceHost,
  { id }: CopyPlace,
  { laptop, setId }: WantedCopy,
): readonly CopyPlace[] {
  return readCopyPlaces(stateFolder).filter((one) => {
    const { copies, ...known } = recallPlace(stateFolder, one.id)
    const damaged = new Set(known.damaged)
    const isWanted = (copy: Copy) => copy.set.id === setId && (laptop ?? copy.laptop) === copy.laptop
    return one.id !== id && copies.some((copy) => isWanted(copy) && !isKnownDamaged(copy, damaged))
  })
}

/** What turns out to be damaged is remembered. AppError "not-verified". */
function bringBackFrom(host: PlaceHost, place: CopyPlace, wanted: WantedCopy, work: PlaceWork): Promise<string> {
  return withCopies(host, place, work, async (open) => {
    const copy = chooseCopy(await open.list(), place, wanted)
    try {
      return await makeSet({ host, place, open, copy }, wanted, work)
    } catch (thrown) {
      const { code, message, details = '' } = toAppError(thrown)
      if (code !== 'not-verified') throw thrown
      const key = copyKey(copy)
      rememberPlace(host.stateFolder, place.id, ({ damaged, proven }) => ({
        damaged: [...damaged.filter((one) => one !== key), key],
        proven: Object.fromEntries(Object.entries(proven).filter(([one]) => one !== key)),
      }))
      const told = { details: `${message}\n${details}`, cause: thrown }
      throw copiesMessages.damaged({ place: place.name, at: copy.set.at, count: 1 }, told)
    }
  })
}

interface Source {
  readonly host: PlaceHost
  readonly place: CopyPlace
  readonly open: OpenedCopies
  readonly copy: Copy
}

async function makeSet({ host, place, open, copy }: Source, wanted: WantedCopy, work: PlaceWork): Promise<string> {
  const all = Object.keys(copy.parts)
  if (all.length === 0 && copy.isUnreadable) throw copiesMessages.copyChanged({ subvolume: copy.set.id })
  const unknown = wanted.subvolumes.find((subvolume) => !all.includes(subvolume))
  if (unknown !== undefined) throw copiesMessages.noSubvolume({ subvolume: unknown })
  const subvolumes = wanted.subvolumes.length === 0 ? all : wanted.subvolumes
  const { stateFolder } = host
  mkdirSync(snapshotsFolder(stateFolder), { recursive: true, mode: 0o700 })
  await sweepBroughtBack(stateFolder)
  const switchId = `copy-${randomBytes(3).toString('hex')}`
  const id = makeSetName(Date.parse(copy.set.at), switchId)
  const draft = path.join(snapshotsFolder(stateFolder), `${unfinished}${nameOfProcess(identifyThisProcess())}.${id}`)
  mkdirSync(draft, { mode: 0o700 })
  try {
    await open.get({ copy, subvolumes, folder: draft }, work)
    await describe(draft, copy, { id, switchId, subvolumes, place })
    // Its date is an old one, by which it would be removed soon.
    writeDurably(path.join(draft, 'pinned.json'), JSON.stringify({ version: 1, at: new Date().toISOString() }))
    await syncFileSystem(draft, {})
    renameSync(draft, setFolder(stateFolder, id))
    await syncFileSystem(stateFolder, {})
  } catch (thrown) {
    await removeDraft(draft)
    throw thrown
  }
  return id
}

/** AppErrors "not-found", "invalid-input" where several fit. */
export function chooseCopy(copies: readonly Copy[], place: CopyPlace, wanted: NamedCopy): Copy {
  const found = copiesOf(copies, wanted)
  const [copy, other] = found
  const id = wanted.setId
  if (copy === undefined) throw copiesMessages.noCopy({ id, place: place.name })
  const ids = [...new Set(found.map(({ set }) => set.id))]
  if (ids.length > 1) throw copiesMessages.severalCopies({ id, found: ids })
  if (other !== undefined) throw copiesMessages.twoCopies({ id })
  return copy
}

/** Those with exactly this ID, else those whose ID begins so. */
function copiesOf(copies: readonly Copy[], { laptop, setId }: NamedCopy): readonly Copy[] {
  const own = copies.filter((copy) => (laptop ?? copy.laptop) === copy.laptop)
  const exact = own.filter(({ set }) => set.id === setId)
  return exact.length > 0 ? exact : own.filter(({ set }) => set.id.startsWith(setId))
}

interface Described {
  readonly id: string
  readonly switchId: string
  readonly subvolumes: readonly string[]
  readonly place: CopyPlace
}

async function describe(draft: string, { set, laptop }: Copy, { id, switchId, subvolumes, place }: Described) {
  const snapshots = await Promise.all(
    set.snapshots
      .filter(({ subvolume }) => subvolumes.includes(subvolume))
      .map(async (taken) => ({ ...taken, uuid: (await showSubvolume(path.join(draft, taken.subvolume), {})).uuid })),
  )
  const description: Description = {
    ...{ version: 1, state: 'finished', at: set.at, nestedLeftOut: set.nestedLeftOut, appVersion: version },
    ...{ id, switchId, reason: 'brought-back', snapshots },
    ...(set.leftOut === undefined ? {} : { leftOut: set.leftOut }),
    occasion: copiesMessages.broughtBack({ place: place.name, laptop, at: set.at }),
  }
  const file = path.join(draft, 'description.json')
  writeState({ path: file, schema: descriptionSchema, without: copiesMessages.withoutCopy({}) }, description)
}

/** Of runs that were killed. */
export async function sweepBroughtBack(stateFolder: string): Promise<void> {
  const folder = snapshotsFolder(stateFolder)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder).filter((one) => one.startsWith(unfinished))) {
    const owner = processOfName(name.slice(unfinished.length))
    if (owner === undefined || !isAlive(owner)) await removeDraft(path.join(folder, name))
  }
}

async function removeDraft(draft: string): Promise<void> {
  for (const place of subvolumesIn(draft)) await deleteSubvolumes([place])
  if (subvolumesIn(draft).length === 0) rmSync(draft, { recursive: true, force: true })
}

function subvolumesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return []
    const place = path.join(folder, entry.name)
    return hasSubvolumeInode(lstatSync(place)) ? [place] : subvolumesIn(place)
  })
}
