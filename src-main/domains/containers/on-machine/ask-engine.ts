/** What an engine says of what it has. One that does not answer, or fails, is never read as one that has none. */
import path from 'node:path'
import { AppError, toAppError } from '../../../kernel/app-error.ts'
import { readRoomFor } from '../../../tools/mounts/room.ts'
import type { ListedImage, ListedVolume } from '../../../tools/containers/engine.ts'
import { lookAtTrees, type TreeLook } from '../../../tools/containers/volume-tree.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { containersMessages } from '../messages.ts'
import {
  imageNameSchema,
  volumeNameSchema,
  type CannotCarry,
  type ContainerImage,
  type Contents,
  type Volume,
} from '../verbs.ts'
import type { EngineHost } from './engines.ts'
import { lastEqualOf } from './volume-memory.ts'

/** Its lists take a second on a slow laptop; what takes this long hangs. */
const patienceMs = 20_000
const saidAtMost = 300

type Unasked = Exclude<Contents, { readonly kind: 'asked' }>

export async function askEngine(host: EngineHost, options: RunOptions): Promise<Contents> {
  const [found, listed] = await Promise.all([readEngine(host, options), askImages(host, options)])
  if (!('volumes' in found)) return found
  if (!('images' in listed)) return listed
  const { volumes, folder } = found
  const isOutside = !host.isBroughtBack(folder)
  return {
    kind: 'asked',
    images: listed.images.map((one) => (isOutside ? { ...one, cannot: 'outside' } : one)),
    volumes: volumes.filter((one) => one.isNamed).map((one) => one.volume),
    anonymous: volumes.filter((one) => !one.isNamed).length,
    room: await readRoomFor(folder, options),
    lastEqual: lastEqualOf[host.id].read(host.stateFolder),
  }
}

interface Found {
  readonly volume: Volume
  readonly folder: string
  /** By whoever made it. */
  readonly isNamed: boolean
}

export interface EngineVolumes {
  /** In which the engine makes volumes. */
  readonly folder: string
  readonly volumes: readonly Found[]
}

/** For what is to be done with them: AppError "blocked" where the engine cannot be asked. */
export async function needVolumes(host: EngineHost, options: RunOptions): Promise<EngineVolumes> {
  const found = await readEngine(host, options)
  if ('volumes' in found) return found
  throw notAsked(host, found)
}

/** As `needVolumes`. */
export async function needImages(host: EngineHost, options: RunOptions): Promise<readonly ContainerImage[]> {
  const found = await askImages(host, options)
  if ('images' in found) return found.images
  throw notAsked(host, found)
}

function notAsked({ id }: EngineHost, found: Unasked): AppError {
  const details = found.kind === 'broken' ? found.said : undefined
  return containersMessages.notAsked({ engine: id, why: found.kind }, { details })
}

/** The volumes, and where the engine makes them. */
export function readEngine(host: EngineHost, options: RunOptions): Promise<EngineVolumes | Unasked> {
  const unused: EngineVolumes = { folder: host.usualFolder, volumes: [] }
  return ask(host, { unused, read: (patient) => readAll(host, patient) }, options)
}

function askImages(
  host: EngineHost,
  options: RunOptions,
): Promise<{ readonly images: readonly ContainerImage[] } | Unasked> {
  const read = async (patient: RunOptions) => ({
    images: (await host.engine.listImages(patient)).map(describeImage),
  })
  return ask(host, { unused: { images: [] }, read }, options)
}

function describeImage({ id, names, isPulled, bytes, createdAt, layers }: ListedImage): ContainerImage {
  return {
    ...{ id, bytes, createdAt, layers: [...(layers ?? [])], isPulled },
    names: names.filter((name) => imageNameSchema.safeParse(name).success),
    ...(layers === undefined ? { cannot: 'unreadable' as const } : {}),
  }
}

interface Asking<T> {
  /** The answer for who never used the engine: nobody is asked then. */
  readonly unused: T
  readonly read: (options: RunOptions) => Promise<T>
}

async function ask<T>(host: EngineHost, { unused, read }: Asking<T>, { signal }: RunOptions): Promise<T | Unasked> {
  const why = host.whyNotAsked()
  if (why !== undefined) return why.kind === 'unused' ? unused : why
  const late = AbortSignal.timeout(patienceMs)
  try {
    return await read({ signal: signal === undefined ? late : AbortSignal.any([signal, late]) })
  } catch (thrown) {
    if (signal?.aborted === true || !(thrown instanceof AppError)) throw thrown
    return late.aborted ? { kind: 'silent' } : { kind: 'broken', said: saidBy(thrown) }
  }
}

/** Where a program of the engine's failed, what it said; throws all else again, as a disk that is full, which ends the step. */
export function saidOfTool(thrown: unknown): string {
  if (!(thrown instanceof AppError) || thrown.code !== 'tool-failed') throw thrown
  return saidBy(thrown)
}

/** Why one image is left as it is: also that there is no room for it, since the engine needs some that no plan can know. */
export function whyRefused(thrown: unknown): { readonly said: string; readonly isWithoutRoom: boolean } {
  const isWithoutRoom = thrown instanceof AppError && thrown.code === 'disk-full'
  return { said: isWithoutRoom ? saidBy(thrown) : saidOfTool(thrown), isWithoutRoom }
}

function saidBy(thrown: unknown): string {
  const { details, message } = toAppError(thrown)
  return (details ?? message).trim().slice(-saidAtMost)
}

async function readAll({ engine, isBroughtBack }: EngineHost, options: RunOptions): Promise<EngineVolumes> {
  const [listed, users] = await Promise.all([engine.listVolumes(options), engine.volumeUsers(options)])
  // That question takes an engine longer than all others together.
  const folder = folderOf(listed) ?? (await engine.volumesFolder(options))
  const whole = isBroughtBack(folder) ? (isRemapped(folder) ? 'remapped' : undefined) : 'outside'
  const told = listed.map((one) => ({ ...one, cannot: whyNot(one, folder) ?? whole }))
  const looks = await lookAtTrees(
    engine.inside,
    told.flatMap((one) => (one.cannot === undefined ? [one.folder] : [])),
    options,
  )
  return { folder, volumes: told.map((one) => describe(one, looks.get(one.folder), users.get(one.name) ?? [])) }
}

/** dockerd(8) with "userns-remap" keeps everything in a folder that is named after the first owner and group. */
function isRemapped(folder: string): boolean {
  return /^\d+\.\d+$/.test(path.basename(path.dirname(folder)))
}

/** In which the engine makes volumes, as those of its own kind show; undefined where there is none. */
function folderOf(listed: readonly ListedVolume[]): string | undefined {
  const own = listed.find(({ name, driver, folder }) => driver === 'local' && folder.endsWith(`/${name}/_data`))
  return own === undefined ? undefined : path.dirname(path.dirname(own.folder))
}

function whyNot({ name, driver, options, folder: own }: ListedVolume, folder: string): CannotCarry | undefined {
  if (driver !== 'local') return 'driver'
  if (Object.keys(options).length > 0) return 'place'
  return own === path.join(folder, name, '_data') ? undefined : 'outside'
}

type Told = ListedVolume & { readonly cannot: CannotCarry | undefined }

function describe(one: Told, look: TreeLook | undefined, usedBy: readonly string[]): Found {
  const { name, labels, folder, cannot } = one
  const { bytes, files, changedAt, stamp } = look ?? nothing
  return {
    folder,
    isNamed: !one.isAnonymous && !/^[0-9a-f]{64}$/.test(name) && volumeNameSchema.safeParse(name).success,
    volume: {
      ...{ name, bytes, files, changedAt, stamp, labels: { ...labels }, usedBy: [...usedBy] },
      ...(cannot === undefined && look !== undefined ? {} : { cannot: cannot ?? 'unreadable' }),
    },
  }
}

const nothing: TreeLook = { bytes: 0, files: 0, changedAt: new Date(0).toISOString(), stamp: 'none' }
