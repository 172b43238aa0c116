/** Where root keeps what it fetches of packages: lists beside apt's own, and files. */
import { chmod, mkdir, stat } from 'node:fs/promises'

/** Not below the state folder, which the user _apt, as whom apt fetches, cannot read. */
export const cacheFolder = '/var/cache/pc-switcher/apt'
export const freshMs = 60 * 60 * 1000

export async function makeReadable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755)
}

/** apt gives its lists the server's times. The folder's own time is that of the last update. */
export async function ageMs(place: string): Promise<number> {
  const status = await stat(place).catch(() => undefined)
  return status === undefined ? Infinity : Date.now() - status.mtimeMs
}
