/** A store of restic's: in a folder, on a server by SFTP, or in a bucket. */
import { statfsSync } from 'node:fs'
import path from 'node:path'
import { parseSftp } from '../../../../contract/copies-calls.ts'
import { toolsMessages } from '../../../../tools/messages.ts'
import type { Store } from '../../../../tools/restic/run-restic.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { placesMessages } from '../../messages.ts'
import type { StorePlace } from '../../schemas.ts'
import type { PlaceHost } from '../place-host.ts'
import { secretFile } from '../place-secrets.ts'
import { bucketFiles, listBucket } from './bucket.ts'
import { askServer, lineOfKey, resticAddress, serverConfig } from './server.ts'

export interface Room {
  readonly totalBytes: number
  readonly freeBytes: number
}

/** As df(1) shows it, of the file system that a folder is on. */
export function roomOf(folder: string): Room {
  const { blocks, bavail, bsize } = statfsSync(folder)
  return { totalBytes: blocks * bsize, freeBytes: bavail * bsize }
}

export function storeOf({ stateFolder }: Pick<PlaceHost, 'stateFolder'>, place: StorePlace): Store {
  return {
    repository: resticAddress(place.repository),
    sshConfig: serverConfig({ stateFolder }, place),
    bucket: bucketFiles({ stateFolder }, place),
    passwordFile: secretFile(stateFolder, place.id, 'password'),
    cacheFolder: path.join(stateFolder, 'restic-cache'),
  }
}

/**
 * Before restic is asked, so that a server that cannot be reached is told as such, and not in the words of restic. Answers with what
 * tells its room, where somebody does. AppErrors "unreachable", "blocked", "not-found".
 */
export async function reachStore(
  host: PlaceHost,
  place: StorePlace,
  options: RunOptions,
): Promise<() => Room | undefined> {
  const sftp = parseSftp(place.repository)
  if (sftp === undefined) {
    const names = await listBucket(host, place, options)
    if (names === undefined) return () => roomOf(place.repository)
    if (!names.includes('config')) throw toolsMessages.noStore({})
    return () => undefined
  }
  const answer = await askServer(host, place.id, sftp, options)
  if (answer.kind === 'not-let-in')
    throw placesMessages.notLetIn({ address: sftp.address, line: await lineOfKey(host, options) })
  return () => answer.folder.room
}
