/** Looks at a new place without changing anything there, and adds it. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import type { RetentionPolicy } from '../../../contract/snapshot-calls.ts'
import { isOnBtrfs } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { findMount } from '../../../tools/mounts/findmnt.ts'
import { readBtrfsUuid } from '../../../tools/btrfs/btrfs-devices.ts'
import { beginStore, lookAtStore } from '../../../tools/restic/restic.ts'
import { toolsMessages } from '../../../tools/messages.ts'
import type { Output } from '../../../contract/define.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { copiesMessages } from '../messages.ts'
import type { Copy, CopyPlace } from '../schemas.ts'
import type { inspectPlace, PlaceFacts, WantedPlace } from '../verbs.ts'
import { factsOf, rememberWhatIsThere } from './look-at-places.ts'
import { makePassword } from './make-password.ts'
import type { OpenedPlace, PlaceHost } from './open-place.ts'
import { withPlace } from './with-place.ts'
import { forgetPlace, keepPlace, newPlaceId, readPlaces, writePassword } from './places-file.ts'
import { storeOf } from './store-place.ts'

const usualPolicy: RetentionPolicy = {
  ...{ allForDays: 2, dailyForDays: 14, weeklyForWeeks: 8, monthlyForMonths: 12 },
  ...{ leastSwitches: 1, mostDiskShare: 1 },
}

/** Opens nothing. An empty one is refused by restic 0.18 before it has looked whether there is a store. */
const noPassword = 'no password'

export async function inspect(
  host: PlaceHost,
  wanted: WantedPlace,
  options: RunOptions,
): Promise<Output<typeof inspectPlace>> {
  const place = await recognise(host, wanted, options)
  if (place.kind === 'disk') {
    const { copies, room } = await withPlace(host, place, options, readOpen)
    const laptops = laptopsOf(copies)
    const state = copies.length === 0 ? 'new' : 'taken-up'
    return {
      kind: 'disk',
      state,
      laptops,
      room,
      isEncrypted: false,
      notes: [copiesMessages.notEncrypted({})],
    }
  }
  const store = { kind: 'store' as const, isEncrypted: true, laptops: [], notes: [] }
  const look = await withTrial(host, place, wanted.password ?? noPassword, () =>
    lookAtStore(storeOf(host, place), options),
  )
  if (look === 'none') {
    refuseForeign(place.repository)
    return { ...store, state: 'new' }
  }
  if (look === 'wrong-password') return { ...store, state: 'needs-password' }
  const { copies, room } = await withTrial(host, place, wanted.password ?? noPassword, () =>
    withPlace(host, place, options, readOpen),
  )
  return { ...store, state: 'taken-up', laptops: laptopsOf(copies), room }
}

async function readOpen(open: OpenedPlace) {
  return { copies: await open.list(), room: open.room() }
}

const laptopsOf = (copies: readonly Copy[]): string[] => [...new Set(copies.map(({ laptop }) => laptop))]

/** Its password is there for the time of `work` alone. */
async function withTrial<T>(host: PlaceHost, place: CopyPlace, password: string, work: () => Promise<T>): Promise<T> {
  writePassword(host.stateFolder, place.id, password)
  try {
    return await work()
  } finally {
    forgetPlace(host.stateFolder, place)
  }
}

export async function add(
  host: PlaceHost,
  { name, ...wanted }: WantedPlace & { readonly name: string },
  options: RunOptions,
): Promise<PlaceFacts> {
  if (readPlaces(host.stateFolder).some((one) => one.name === name)) throw copiesMessages.nameTaken({ name })
  const place = { ...(await recognise(host, wanted, options)), name }
  if (place.kind === 'store') writePassword(host.stateFolder, place.id, wanted.password ?? makePassword())
  try {
    if (place.kind === 'store') await openOrBegin(host, place, wanted, options)
    else await withPlace(host, place, options, readOpen)
  } catch (thrown) {
    forgetPlace(host.stateFolder, place)
    throw thrown
  }
  // From here on nobody else has the password of a store that was begun.
  keepPlace(host.stateFolder, place)
  await withPlace(host, place, options, (open) => rememberWhatIsThere(host, place, open))
  return factsOf(host, place)
}

async function openOrBegin(
  host: PlaceHost,
  place: Extract<CopyPlace, { kind: 'store' }>,
  { password }: WantedPlace,
  options: RunOptions,
): Promise<void> {
  const store = storeOf(host, place)
  const look = await lookAtStore(store, options)
  if (look === 'open') return
  if (look === 'wrong-password')
    throw password === undefined ? copiesMessages.storeThere({}) : toolsMessages.storePassword({})
  refuseForeign(place.repository)
  await beginStore(store, options)
}

/** What it would be. Throws AppError "invalid-input", "not-found" or "blocked" for what cannot be one. */
async function recognise(host: PlaceHost, { where, asStore }: WantedPlace, options: RunOptions): Promise<CopyPlace> {
  const common = { id: newPlaceId(), name: 'new', addedAt: new Date().toISOString(), policy: usualPolicy }
  const place = where.startsWith('/')
    ? await recogniseHere(host, where, asStore, options)
    : { kind: 'store' as const, repository: where }
  const known = readPlaces(host.stateFolder).find((one) =>
    one.kind === 'disk'
      ? place.kind === 'disk' && one.fsUuid === place.fsUuid
      : place.kind === 'store' && one.repository === place.repository,
  )
  if (known !== undefined) throw copiesMessages.placeTaken({ place: known.name })
  return { ...common, ...place }
}

/** Of the system, whatever is mounted there. */
const systemFolders = /^\/(?:proc|sys|dev|boot|etc|usr|run(?!\/media\/))\//

async function recogniseHere(
  { stateFolder }: PlaceHost,
  where: string,
  asStore: boolean,
  options: RunOptions,
): Promise<{ kind: 'disk'; fsUuid: string } | { kind: 'store'; repository: string }> {
  const folder = existsSync(where) ? where : path.dirname(where)
  if (!existsSync(folder)) throw copiesMessages.noFolder({ where })
  if (statSync(folder).isBlockDevice()) {
    const fsUuid = readBtrfsUuid(where)
    if (fsUuid === undefined) throw copiesMessages.noFileSystem({ where })
    await refuseOwn(stateFolder, fsUuid, where, options)
    return { kind: 'disk', fsUuid }
  }
  if (!statSync(folder).isDirectory() || systemFolders.test(`${realpathSync(folder)}/`))
    throw copiesMessages.badWhere({ where })
  const { uuid } = await findMount(folder, options)
  if (uuid === undefined && isOnBtrfs(folder)) throw copiesMessages.badWhere({ where })
  if (uuid !== undefined) await refuseOwn(stateFolder, uuid, where, options)
  // A folder that is named as such is meant as a folder; the top of a disk as the disk.
  const isTop = existsSync(where) && (await findMount(where, options)).target === path.resolve(where)
  if (!asStore && isTop && uuid !== undefined && isOnBtrfs(where)) return { kind: 'disk', fsUuid: uuid }
  return { kind: 'store', repository: path.resolve(where) }
}

async function refuseOwn(stateFolder: string, uuid: string, where: string, options: RunOptions): Promise<void> {
  const own = await Promise.all([stateFolder, '/home', '/'].map((place) => findMount(place, options)))
  if (own.some((mount) => mount.uuid === uuid)) throw copiesMessages.ownDisk({ where })
}

/** A store is begun in a folder that is empty, or not there yet. */
function refuseForeign(repository: string): void {
  if (!repository.startsWith('/') || !existsSync(repository)) return
  if (readdirSync(repository).length > 0) throw copiesMessages.foreignFolder({ where: repository })
}
