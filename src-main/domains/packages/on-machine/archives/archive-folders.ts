/** Where the files of packages are between their download and their installation. Root alone writes there. */
import { chown, mkdir, rm, chmod, stat } from 'node:fs/promises'
import path from 'node:path'
import type { TransferArea } from '../../../../commons/transfers/transfer-area.ts'
import { accountNumbers } from '../../../../tools/accounts/getent.ts'
import type { RunOptions } from '../../../../tools/run.ts'

/** Not below the state folder, which the user _apt, as whom apt fetches, cannot read. */
export const cacheFolder = '/var/cache/pc-switcher/apt'

export const freshMs = 60 * 60 * 1000

/** Where root keeps what it fetches of packages: lists beside apt's own, and files. */
export async function makeReadable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755)
}

/** apt gives its lists the server's times. The folder's own time is that of the last update. */
export async function ageMs(place: string): Promise<number> {
  const status = await stat(place).catch(() => undefined)
  return status === undefined ? Infinity : Date.now() - status.mtimeMs
}

/** What apt installs from; never its own, which others fill. It downloads below it, as a user of its own. */
export const archivesFolder = path.join(cacheFolder, 'archives')

const folder = '/var/lib/pc-switcher/root/packages'

/** Plain files alone: no links, no folders, and nothing of what they are on the laptop that sends. */
export const archiveTransfers: TransferArea = {
  id: 'packages',
  sendFolder: `${folder}/outgoing`,
  receiveFolder: `${folder}/incoming`,
  manner: { options: ['--times', '--dirs'], allowed: ['times', 'dirs'] },
}

export async function makeArchivesFolder(): Promise<void> {
  for (const each of [path.dirname(cacheFolder), cacheFolder, archivesFolder]) await makeReadable(each)
}

/** What is installed is of no more use. */
export async function clearArchives(): Promise<void> {
  for (const each of [archivesFolder, archiveTransfers.receiveFolder]) await rm(each, { recursive: true, force: true })
}

const oldMs = 7 * 24 * 60 * 60 * 1000

/** Of a switch that nobody resumes. */
export async function removeOldArchives(): Promise<void> {
  const age = await ageMs(archivesFolder)
  if (age > oldMs && age < Infinity) await clearArchives()
}

/** Leaves room for what the other laptop sends. */
export async function clearReceived(): Promise<void> {
  await rm(archiveTransfers.receiveFolder, { recursive: true, force: true })
  await mkdir(archiveTransfers.receiveFolder, { recursive: true, mode: 0o700 })
}

const aptUser = '_apt'
const fetchFolder = path.join(cacheFolder, 'fetched')

/** One that apt's own user may write into, so that it need not fetch as root. Nothing in it is to be trusted. */
export async function withFetchFolder(work: (folder: string) => Promise<void>, options: RunOptions): Promise<void> {
  await rm(fetchFolder, { recursive: true, force: true })
  for (const each of [path.dirname(cacheFolder), cacheFolder]) await makeReadable(each)
  await mkdir(fetchFolder, { mode: 0o700 })
  const { [aptUser]: uid } = await accountNumbers('passwd', [aptUser], options)
  if (uid !== undefined) await chown(fetchFolder, uid, 0)
  try {
    await work(fetchFolder)
  } finally {
    await rm(fetchFolder, { recursive: true, force: true })
  }
}
