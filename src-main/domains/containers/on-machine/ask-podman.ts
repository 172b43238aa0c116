/** What the person's podman says of what it has. One that does not answer, or fails, is never read as one that has none. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { AppError, toAppError } from '../../../kernel/app-error.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { readRoomFor } from '../../../tools/mounts/room.ts'
import {
  hasSession,
  isPodmanInstalled,
  listVolumes,
  volumesFolder,
  volumeUsers,
  type ListedVolume,
} from '../../../tools/podman/podman.ts'
import { lookAtTrees, type TreeLook } from '../../../tools/podman/volume-tree.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { containersMessages } from '../messages.ts'
import { volumeNameSchema, type CannotCarry, type ContainerImage, type Podman, type Volume } from '../verbs.ts'
import { readImages } from './ask-images.ts'
import { volumesLastEqual } from './volume-memory.ts'

/** Its lists take a second on a slow laptop; what takes this long hangs. */
const patienceMs = 20_000
const saidAtMost = 300

type Host = Pick<HostContext, 'person' | 'stateFolder'>
type Unasked = Exclude<Podman, { readonly kind: 'asked' }>

export async function askPodman(host: Host, options: RunOptions): Promise<Podman> {
  const [found, listed] = await Promise.all([readEngine(host, options), askImages(host, options)])
  if (!('volumes' in found)) return found
  if (!('images' in listed)) return listed
  const { volumes, folder } = found
  const isOutside = !isBelowHome(folder, host)
  return {
    kind: 'asked',
    images: listed.images.map((one) => (isOutside ? { ...one, cannot: 'outside' } : one)),
    volumes: volumes.filter((one) => one.isNamed).map((one) => one.volume),
    anonymous: volumes.filter((one) => !one.isNamed).length,
    room: await readRoomFor(folder, options),
    lastEqual: volumesLastEqual.read(host.stateFolder),
  }
}

interface Found {
  readonly volume: Volume
  readonly folder: string
  /** By whoever made it. */
  readonly isNamed: boolean
}

export interface PodmanEngine {
  /** In which podman makes volumes. */
  readonly folder: string
  readonly volumes: readonly Found[]
}

/** For what is to be done with them: AppError "blocked" where podman cannot be asked. */
export async function needPodman(host: Host, options: RunOptions): Promise<PodmanEngine> {
  const found = await readEngine(host, options)
  if ('volumes' in found) return found
  throw notAsked(found)
}

/** As `needPodman`. */
export async function needImages(host: Host, options: RunOptions): Promise<readonly ContainerImage[]> {
  const found = await askImages(host, options)
  if ('images' in found) return found.images
  throw notAsked(found)
}

function notAsked(found: Unasked): AppError {
  return containersMessages.notAsked({ why: found.kind }, { details: found.kind === 'broken' ? found.said : undefined })
}

/** The volumes, and where podman makes them. */
export function readEngine({ person }: Host, options: RunOptions): Promise<PodmanEngine | Unasked> {
  const unused: PodmanEngine = { folder: path.join(person.home, usualStore, 'volumes'), volumes: [] }
  return ask(person, { unused, read: (patient) => readAll(person, patient) }, options)
}

function askImages(
  { person }: Host,
  options: RunOptions,
): Promise<{ readonly images: readonly ContainerImage[] } | Unasked> {
  const read = async (patient: RunOptions) => ({ images: await readImages(person, patient) })
  return ask(person, { unused: { images: [] }, read }, options)
}

interface Asking<T> {
  /** The answer for who never used podman: nobody is asked then. */
  readonly unused: T
  readonly read: (options: RunOptions) => Promise<T>
}

async function ask<T>(
  person: Host['person'],
  { unused, read }: Asking<T>,
  { signal }: RunOptions,
): Promise<T | Unasked> {
  if (!isPodmanInstalled()) return { kind: 'none' }
  if (!hasSession(person)) return { kind: 'no-session' }
  if (!hasStore(person.home)) return unused
  const late = AbortSignal.timeout(patienceMs)
  try {
    return await read({ signal: signal === undefined ? late : AbortSignal.any([signal, late]) })
  } catch (thrown) {
    if (signal?.aborted === true || !(thrown instanceof AppError)) throw thrown
    return late.aborted ? { kind: 'silent' } : { kind: 'broken', said: saidBy(thrown) }
  }
}

/** Where a program of podman's failed, what it said; throws all else again, as a disk that is full, which ends the step. */
export function saidOfTool(thrown: unknown): string {
  if (!(thrown instanceof AppError) || thrown.code !== 'tool-failed') throw thrown
  return saidBy(thrown)
}

/** Why one image is left as it is: also that there is no room for it, since podman needs some that no plan can know. */
export function whyRefused(thrown: unknown): { readonly said: string; readonly isWithoutRoom: boolean } {
  const isWithoutRoom = thrown instanceof AppError && thrown.code === 'disk-full'
  return { said: isWithoutRoom ? saidBy(thrown) : saidOfTool(thrown), isWithoutRoom }
}

function saidBy(thrown: unknown): string {
  const { details, message } = toAppError(thrown)
  return (details ?? message).trim().slice(-saidAtMost)
}

const usualStore = '.local/share/containers/storage'

/** podman makes one when it is asked, and leaves a process of its own behind: nothing is started for who never used it. */
function hasStore(home: string): boolean {
  const settings = ['/etc/containers/storage.conf', path.join(home, '.config/containers/storage.conf')]
  return [path.join(home, usualStore), ...settings].some((place) => existsSync(place))
}

async function readAll(person: Host['person'], options: RunOptions): Promise<PodmanEngine> {
  const [listed, users] = await Promise.all([listVolumes(person, options), volumeUsers(person, options)])
  // That question takes podman longer than all others together.
  const folder = folderOf(listed) ?? (await volumesFolder(person, options))
  const isOutside = !isBelowHome(folder, { person })
  const told = listed.map((one) => ({ ...one, cannot: whyNot(one, isOutside ? undefined : folder) }))
  const looks = await lookAtTrees(
    person,
    told.flatMap((one) => (one.cannot === undefined ? [one.folder] : [])),
    options,
  )
  return { folder, volumes: told.map((one) => describe(one, looks.get(one.folder), users.get(one.name) ?? [])) }
}

function isBelowHome(folder: string, { person }: Pick<Host, 'person'>): boolean {
  return `${folder}/`.startsWith(`${person.home}/`)
}

/** In which podman makes volumes, as those of its own kind show; undefined where there is none. */
function folderOf(listed: readonly ListedVolume[]): string | undefined {
  const own = listed.find(({ name, driver, folder }) => driver === 'local' && folder.endsWith(`/${name}/_data`))
  return own === undefined ? undefined : path.dirname(path.dirname(own.folder))
}

/** `folder`: in which volumes are below the home; undefined where they are elsewhere, and a rollback of /home would not bring them back. */
function whyNot(
  { name, driver, options, folder: own }: ListedVolume,
  folder: string | undefined,
): CannotCarry | undefined {
  if (driver !== 'local') return 'driver'
  if (Object.keys(options).length > 0) return 'place'
  return folder === undefined || own !== path.join(folder, name, '_data') ? 'outside' : undefined
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
