/** What stands at an address, in a folder or on a device, and whether it can be a place. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { repositorySchema } from '../../../contract/copies-calls.ts'
import { parseOci } from '../../../contract/oci-address.ts'
import type { RetentionPolicy } from '../../../contract/snapshot-calls.ts'
import { readBtrfsUuid } from '../../../tools/btrfs/btrfs-devices.ts'
import { isOnBtrfs } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { findMount } from '../../../tools/mounts/findmnt.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { badWhere } from '../bad-where.ts'
import { placesMessages } from '../messages.ts'
import type { KeptPlace } from '../schemas.ts'
import type { PlaceHost } from './place-host.ts'
import { newPlaceId, readPlaces } from './places-file.ts'
import { resticAddress } from './store/server.ts'

const usualPolicy: RetentionPolicy = {
  ...{ allForDays: 2, dailyForDays: 14, weeklyForWeeks: 8, monthlyForMonths: 12 },
  ...{ leastSwitches: 1, mostDiskShare: 1 },
}

/** What it would be. Throws AppError "invalid-input", "not-found" or "blocked" for what cannot be one. */
export async function recognisePlace(
  { stateFolder }: Pick<PlaceHost, 'stateFolder'>,
  { where, asStore }: { readonly where: string; readonly asStore: boolean },
  options: RunOptions,
): Promise<KeptPlace> {
  // As long as it has no name it is told by where it is.
  const common = { id: newPlaceId(), name: where, addedAt: new Date().toISOString() }
  if (parseOci(where) !== undefined) {
    const known = readPlaces(stateFolder).find((one) => one.kind === 'registry' && one.where === where)
    if (known !== undefined) throw placesMessages.placeTaken({ place: known.name })
    return { ...common, kind: 'registry', where }
  }
  if (!repositorySchema.safeParse(where).success) throw badWhere(where)
  const place = where.startsWith('/')
    ? await recogniseHere(stateFolder, where, asStore, options)
    : { kind: 'store' as const, repository: where.replace(/(?<=[^:/])\/+/g, '/') }
  const known = readPlaces(stateFolder).find((one) =>
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
  stateFolder: string,
  where: string,
  asStore: boolean,
  options: RunOptions,
): Promise<{ kind: 'disk'; fsUuid: string } | { kind: 'store'; repository: string }> {
  if (where.startsWith('/dev/') && !existsSync(where)) throw placesMessages.noDevice({ where })
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
