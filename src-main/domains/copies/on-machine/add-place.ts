/** Looks at a new place without changing anything there, and adds it. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseSftp, repositorySchema } from '../../../contract/copies-calls.ts'
import type { RetentionPolicy } from '../../../contract/snapshot-calls.ts'
import { isOnBtrfs } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { findMount } from '../../../tools/mounts/findmnt.ts'
import { readBtrfsUuid } from '../../../tools/btrfs/btrfs-devices.ts'
import { beginStore, keepsEveryLink, lookAtStore, type StoreLook } from '../../../tools/restic/restic.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { titles } from '../../../tools/titles/messages.ts'
import { toolsMessages } from '../../../tools/messages.ts'
import type { Output } from '../../../contract/define.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { badWhere } from '../../../commons/places/bad-where.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { registryOf, writeRegistry } from '../../../commons/places/on-machine/registry/open-registry.ts'
import { listTags, tryRegistry } from '../../../commons/places/on-machine/registry/registry-requests.ts'
import { beginTrial, endTrial, writePassword } from '../../../commons/places/on-machine/place-secrets.ts'
import type { KeptPlace, RegistryPlace, StorePlace } from '../../../commons/places/schemas.ts'
import { parseOci } from '../../../contract/oci-address.ts'
import type { Copy } from '../schemas.ts'
import type { inspectPlace, PlaceFacts, WantedPlace } from '../verbs.ts'
import { listBucket, tryBucket, writeBucket } from '../../../commons/places/on-machine/store/bucket.ts'
import { factsOf, lookInto } from './look-at-places.ts'
import { makePassword } from './make-password.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import type { OpenedPlace } from './open-place.ts'
import { rememberPlace } from './place-memory.ts'
import { withPlace } from './with-place.ts'
import { hasBundles, withDiskTop } from '../../../commons/places/on-machine/disk/open-disk.ts'
import { forgetPlace, keepPlace, newPlaceId, readPlaces } from '../../../commons/places/on-machine/places-file.ts'
import {
  agreeToServer,
  askServer,
  lineOfKey,
  readServerKeys,
  resticAddress,
  shownKey,
  type ServerAnswer,
} from '../../../commons/places/on-machine/store/server.ts'
import { storeOf } from '../../../commons/places/on-machine/store/open-store.ts'

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
    const isNew =
      copies.length === 0 && !(await withDiskTop(host, place, options, (top) => Promise.resolve(hasBundles(top))))
    const state = isNew ? 'new' : 'taken-up'
    return {
      kind: 'disk',
      state,
      laptops,
      ...(room === undefined ? {} : { room }),
      isEncrypted: false,
      notes: [placesMessages.notEncrypted({})],
    }
  }
  return withTrial(host, place, wanted, () =>
    place.kind === 'store' ? inspectStore(host, place, options) : inspectRegistry(host, place, options),
  )
}

async function inspectRegistry(
  host: PlaceHost,
  place: RegistryPlace,
  options: RunOptions,
): Promise<Output<typeof inspectPlace>> {
  const registry = registryOf(host, place)
  await tryRegistry(registry, place.where, options)
  const state = (await listTags(registry, place.where, options)).length === 0 ? 'new' : 'taken-up'
  return { kind: 'registry', state, isEncrypted: false, laptops: [], notes: [] }
}

async function inspectStore(
  host: PlaceHost,
  place: StorePlace,
  options: RunOptions,
): Promise<Output<typeof inspectPlace>> {
  const empty = { kind: 'store' as const, isEncrypted: true, laptops: [], notes: [] }
  const server = await meetServer(host, place, undefined, options)
  const store = server === undefined ? empty : { ...empty, server: { hostKey: server.hostKey, line: server.line } }
  if (server?.answer.kind === 'not-let-in') return { ...store, state: 'needs-key' }
  const look = await lookInside(host, place, server, options)
  const notes = [
    ...((await tryBucket(host, place, options)).keepsAll ? [placesMessages.keepsAll({})] : []),
    ...((await keepsEveryLink(options)) ? [] : [placesMessages.linksOfText({})]),
  ]
  if (look === 'none') return { ...store, notes, state: 'new' }
  if (look === 'wrong-password') return { ...store, notes, state: 'needs-password' }
  const { copies, room } = await withPlace(host, place, options, readOpen)
  return { ...store, notes, state: 'taken-up', laptops: laptopsOf(copies), ...(room === undefined ? {} : { room }) }
}

interface MetServer {
  readonly hostKey: string
  readonly line: string
  readonly answer: ServerAnswer
}

/** Undefined for a store that is on no server. `agreed`: the fingerprint of its host key; without it the one that it shows, for a look. */
async function meetServer(
  host: PlaceHost,
  { id, repository }: StorePlace,
  agreed: string | undefined,
  options: RunOptions,
): Promise<MetServer | undefined> {
  const sftp = parseSftp(repository)
  if (sftp === undefined) return undefined
  const blobs = await readServerKeys(sftp, options)
  const hostKey = agreed ?? shownKey(blobs)
  await agreeToServer(host, id, { sftp, blobs, agreed: hostKey }, options)
  return { hostKey, line: await lineOfKey(host, options), answer: await askServer(host, id, sftp, options) }
}

/** AppError "invalid-input" with the host key where the person has not agreed to one. */
async function enterServer(
  host: PlaceHost,
  place: StorePlace,
  agreed: string | undefined,
  options: RunOptions,
): Promise<MetServer | undefined> {
  const sftp = parseSftp(place.repository)
  if (sftp !== undefined && agreed === undefined)
    throw placesMessages.notAgreed({ hostKey: shownKey(await readServerKeys(sftp, options)) })
  const server = await meetServer(host, place, agreed, options)
  if (sftp !== undefined && server?.answer.kind === 'not-let-in')
    throw placesMessages.notLetIn({ address: sftp.address, line: server.line })
  return server
}

async function readOpen(open: OpenedPlace) {
  return { copies: await open.list(), room: open.room() }
}

const laptopsOf = (copies: readonly Copy[]): string[] => [...new Set(copies.map(({ laptop }) => laptop))]

/** Its password and keys are there for the time of `work` alone. */
async function withTrial<T>(
  host: PlaceHost,
  place: StorePlace | RegistryPlace,
  wanted: WantedPlace,
  work: () => Promise<T>,
): Promise<T> {
  try {
    writeSecrets(host, place, wanted, noPassword)
    return await work()
  } finally {
    forgetPlace(host.stateFolder, place)
  }
}

/** `other`: the password of a store where none was given. */
function writeSecrets(
  host: PlaceHost,
  place: StorePlace | RegistryPlace,
  { password, keys, login, ca }: WantedPlace,
  other: string,
): void {
  beginTrial(host.stateFolder, place.id)
  if (place.kind === 'registry') {
    writeRegistry(host, place, { login, ca })
    return
  }
  writePassword(host.stateFolder, place.id, password ?? other)
  writeBucket(host, place.id, { keys, ca })
}

export async function add(
  host: PlaceHost,
  { name, hostKey, ...wanted }: WantedPlace & { readonly name: string; readonly hostKey?: string | undefined },
  options: RunOptions,
): Promise<PlaceFacts> {
  if (readPlaces(host.stateFolder).some((one) => one.name === name)) throw placesMessages.nameTaken({ name })
  let place: KeptPlace = { ...(await recognise(host, wanted, options)), name }
  try {
    if (place.kind === 'store') {
      writeSecrets(host, place, wanted, makePassword())
      const server = await enterServer(host, place, hostKey, options)
      const keepsAll = await openOrBegin(host, place, { ...wanted, server }, options)
      if (keepsAll) place = { ...place, keepsAll }
    } else if (place.kind === 'registry') {
      writeSecrets(host, place, wanted, noPassword)
      await tryRegistry(registryOf(host, place), name, options)
    } else await withPlace(host, place, options, readOpen)
  } catch (thrown) {
    forgetPlace(host.stateFolder, place)
    throw thrown
  }
  // From here on nobody else has the password of a store that was begun.
  place = keepUnderFreeName(host.stateFolder, place)
  endTrial(host.stateFolder, place.id)
  // Who types the password has it.
  if (wanted.password !== undefined) rememberPlace(host.stateFolder, place.id, { sheetAt: new Date().toISOString() })
  // It is added, whatever comes of that.
  await lookInto(host, place, options).catch(() => options.signal?.throwIfAborted())
  return factsOf(host, place)
}

/** Somebody else may have given another one its name meanwhile. */
function keepUnderFreeName(stateFolder: string, place: KeptPlace): KeptPlace {
  try {
    keepPlace(stateFolder, place)
    return place
  } catch (thrown) {
    if (toAppError(thrown).problem?.id !== placesMessages.nameTaken.id) throw thrown
    const named = { ...place, name: `${place.name.slice(0, 30)} ${place.id.slice(0, 8)}` }
    keepPlace(stateFolder, named)
    return named
  }
}

/** Whether nothing may be deleted there. */
async function openOrBegin(
  host: PlaceHost,
  place: StorePlace,
  { password, server }: WantedPlace & { readonly server: MetServer | undefined },
  options: RunOptions,
): Promise<boolean> {
  const look = await lookInside(host, place, server, options)
  if (look === 'wrong-password')
    throw password === undefined ? placesMessages.storeThere({}) : toolsMessages.storePassword({})
  const { keepsAll } = await tryBucket(host, place, options)
  if (look === 'none') await beginStore(storeOf(host, place), options)
  return keepsAll
}

/** AppError "blocked" where there is something, and no store. */
async function lookInside(
  host: PlaceHost,
  place: StorePlace,
  server: MetServer | undefined,
  options: RunOptions,
): Promise<StoreLook> {
  const listed = await listBucket(host, place, options)
  // For restic a bucket that cannot be read has no store either.
  const look = listed?.includes('config') === false ? 'none' : await lookAtStore(storeOf(host, place), options)
  if (look !== 'none') return look
  if (listed?.includes('config') === true) throw toolsMessages.storeFailed({ title: titles.readStore({}) })
  if ((listed ?? namesIn(place.repository, server)).length > 0)
    throw placesMessages.foreignFolder({ where: place.repository })
  return look
}

/** What it would be. Throws AppError "invalid-input", "not-found" or "blocked" for what cannot be one. */
async function recognise(host: PlaceHost, { where, asStore }: WantedPlace, options: RunOptions): Promise<KeptPlace> {
  const common = { id: newPlaceId(), name: 'new', addedAt: new Date().toISOString() }
  if (parseOci(where) !== undefined) {
    const known = readPlaces(host.stateFolder).find((one) => one.kind === 'registry' && one.where === where)
    if (known !== undefined) throw placesMessages.placeTaken({ place: known.name })
    return { ...common, kind: 'registry', where }
  }
  if (!repositorySchema.safeParse(where).success) throw badWhere(where)
  const place = where.startsWith('/')
    ? await recogniseHere(host, where, asStore, options)
    : { kind: 'store' as const, repository: where.replace(/(?<=[^:/])\/+/g, '/') }
  const known = readPlaces(host.stateFolder).find((one) =>
    one.kind === 'disk'
      ? place.kind === 'disk' && one.fsUuid === place.fsUuid
      : one.kind === 'store' &&
        place.kind === 'store' &&
        resticAddress(one.repository) === resticAddress(place.repository),
  )
  if (known !== undefined) throw placesMessages.placeTaken({ place: known.name })
  return { ...common, policy: usualPolicy, ...place }
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
  if (!existsSync(folder)) throw placesMessages.noFolder({ where })
  if (statSync(folder).isBlockDevice()) {
    const fsUuid = readBtrfsUuid(where)
    if (fsUuid === undefined) throw placesMessages.noFileSystem({ where })
    await refuseOwn(stateFolder, fsUuid, where, options)
    return { kind: 'disk', fsUuid }
  }
  if (!statSync(folder).isDirectory() || systemFolders.test(`${realpathSync(folder)}/`)) throw badWhere(where)
  const { uuid } = await findMount(folder, options)
  if (uuid === undefined && isOnBtrfs(folder)) throw badWhere(where)
  if (uuid !== undefined) await refuseOwn(stateFolder, uuid, where, options)
  // A folder that is named as such is meant as a folder; the top of a disk as the disk.
  const isTop = existsSync(where) && (await findMount(where, options)).target === path.resolve(where)
  if (!asStore && isTop && uuid !== undefined && isOnBtrfs(where)) return { kind: 'disk', fsUuid: uuid }
  return { kind: 'store', repository: path.resolve(where) }
}

async function refuseOwn(stateFolder: string, uuid: string, where: string, options: RunOptions): Promise<void> {
  const own = await Promise.all([stateFolder, '/home', '/'].map((place) => findMount(place, options)))
  if (own.some((mount) => mount.uuid === uuid)) throw placesMessages.ownDisk({ where })
}

/** A store is begun in a folder that is empty, or not there yet. */
function namesIn(repository: string, server: MetServer | undefined): readonly string[] {
  if (server?.answer.kind === 'let-in') {
    const { names } = server.answer.folder
    if (names === undefined) throw placesMessages.unlistedFolder({ where: repository })
    return names
  }
  return existsSync(repository) ? readdirSync(repository) : []
}
