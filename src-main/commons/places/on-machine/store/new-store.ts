/** A store that is to be a place: its server is met, its folder is looked into, and it is begun where there is none. */
import { existsSync, readdirSync } from 'node:fs'
import { parseSftp } from '../../../../contract/copies-calls.ts'
import { toolsMessages } from '../../../../tools/messages.ts'
import { isFrom16 } from '../../../../tools/restic/bring-back.ts'
import { beginStore, lookAtStore, type StoreLook } from '../../../../tools/restic/restic.ts'
import { titles } from '../../../../tools/titles/messages.ts'
import { placesMessages } from '../../messages.ts'
import type { StorePlace } from '../../schemas.ts'
import type { Opening } from '../open-place.ts'
import { listBucket, tryBucket } from './bucket.ts'
import { storeOf } from './open-store.ts'
import { agreeToServer, askServer, lineOfKey, readServerKeys, shownKey, type ServerAnswer } from './server.ts'

/** With what is said of its server for a look. */
export async function lookAtNewStore(store: Opening<StorePlace>) {
  const { host, at, options } = store
  const closed = { isOpen: false, isEncrypted: true, notes: [] }
  const server = await meetServer(store, undefined)
  const shown = server === undefined ? closed : { ...closed, server: { hostKey: server.hostKey, line: server.line } }
  if (server?.answer.kind === 'not-let-in') return { ...shown, state: 'needs-key' as const }
  const look = await lookInside(store, server)
  const notes = [
    ...((await tryBucket(host, at, options)).keepsAll ? [placesMessages.keepsAll({})] : []),
    ...((await isFrom16(options)) ? [] : [placesMessages.linksOfText({})]),
  ]
  const states = { none: 'new', 'wrong-password': 'needs-password', open: 'taken-up' } as const
  return { ...shown, notes, state: states[look], isOpen: look === 'open' }
}

/** Opened with its password, or begun. `hostKey`: the one of its server that the person agreed to. */
export async function beginNewStore(
  store: Opening<StorePlace>,
  { password, hostKey }: { readonly password?: string | undefined; readonly hostKey?: string | undefined },
): Promise<StorePlace> {
  const { host, at, options } = store
  const look = await lookInside(store, await enterServer(store, hostKey))
  if (look === 'wrong-password')
    throw password === undefined ? placesMessages.storeThere({}) : toolsMessages.storePassword({})
  const { keepsAll } = await tryBucket(host, at, options)
  if (look === 'none') await beginStore(storeOf(host, at), options)
  return keepsAll ? { ...at, keepsAll } : at
}

interface MetServer {
  readonly hostKey: string
  readonly line: string
  readonly answer: ServerAnswer
}

/** Undefined for a store that is on no server. `agreed`: the fingerprint of its host key; without it the one that it shows, for a look. */
async function meetServer(
  { host, at: { id, repository }, options }: Opening<StorePlace>,
  agreed: string | undefined,
): Promise<MetServer | undefined> {
  const sftp = parseSftp(repository)
  if (sftp === undefined) return undefined
  const blobs = await readServerKeys(sftp, options)
  const hostKey = agreed ?? shownKey(blobs)
  await agreeToServer(host, id, { sftp, blobs, agreed: hostKey }, options)
  return { hostKey, line: await lineOfKey(host, options), answer: await askServer(host, id, sftp, options) }
}

/** AppError "invalid-input" with the host key where the person has not agreed to one. */
async function enterServer(store: Opening<StorePlace>, agreed: string | undefined): Promise<MetServer | undefined> {
  const sftp = parseSftp(store.at.repository)
  if (sftp !== undefined && agreed === undefined)
    throw placesMessages.notAgreed({ hostKey: shownKey(await readServerKeys(sftp, store.options)) })
  const server = await meetServer(store, agreed)
  if (sftp !== undefined && server?.answer.kind === 'not-let-in')
    throw placesMessages.notLetIn({ address: sftp.address, line: server.line })
  return server
}

/** AppError "blocked" where there is something, and no store. */
async function lookInside(
  { host, at: place, options }: Opening<StorePlace>,
  server: MetServer | undefined,
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

/** A store is begun in a folder that is empty, or not there yet. */
function namesIn(repository: string, server: MetServer | undefined): readonly string[] {
  if (server?.answer.kind === 'let-in') {
    const { names } = server.answer.folder
    if (names === undefined) throw placesMessages.unlistedFolder({ where: repository })
    return names
  }
  return existsSync(repository) ? readdirSync(repository) : []
}
