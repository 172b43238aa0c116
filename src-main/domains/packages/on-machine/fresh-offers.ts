import { chmod, mkdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readOffers } from '../../../tools/apt/apt-cache.ts'
import { refreshPackageLists } from '../../../tools/apt/apt-get.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { keyOf, type PackageVersion } from '../model.ts'
import { chooseVersions, type Choice } from './choose-versions.ts'

/** Not below the state folder, which the user _apt, as whom apt fetches, cannot read. */
export const cacheFolder = '/var/cache/pc-switcher/apt'
/** Lists that are fetched for plans. */
export const listsBeside = join(cacheFolder, 'lists')
export const freshMs = 60 * 60 * 1000

export interface Offers {
  readonly choice: Choice
  /** In which apt knows these versions. */
  readonly view: AptView
}

/**
 * Which of the wanted versions are available. If the package lists are old and lack something, newer ones are fetched
 * into a separate folder, at most once an hour, so that planning changes nothing of apt's. Without a connection the old
 * ones are used.
 */
export async function findOffers(
  wanted: readonly PackageVersion[],
  nativeArch: string,
  options: RunOptions,
): Promise<Offers> {
  const choose = async (view: AptView) => (await findOffersIn(view, wanted, nativeArch, options)).choice
  const own: AptView = { kind: 'own' }
  const choice = await choose(own)
  if (choice.unavailable.length === 0 || (await ageMs('/var/lib/apt/lists')) < freshMs) return { choice, view: own }
  const beside: AptView = { kind: 'beside', folder: cacheFolder }
  if (!(await refresh(beside, options))) return { choice, view: own }
  const better = await choose(beside)
  return better.unavailable.length < choice.unavailable.length
    ? { choice: better, view: beside }
    : { choice, view: own }
}

export async function findOffersIn(
  view: AptView,
  wanted: readonly PackageVersion[],
  nativeArch: string,
  options: RunOptions,
): Promise<Offers> {
  return { choice: chooseVersions(wanted, await readOffers(wanted.map(keyOf), view, options), nativeArch), view }
}

async function refresh(view: AptView, options: RunOptions): Promise<boolean> {
  const stamp = join(cacheFolder, 'refreshed')
  if ((await ageMs(stamp)) < freshMs) return true
  for (const folder of ['..', '.', 'lists']) await makeReadable(join(cacheFolder, folder))
  const { kind } = await refreshPackageLists(view, options)
  if (kind !== 'refreshed') return false
  await writeFile(stamp, '')
  await utimes(stamp, new Date(), new Date())
  return true
}

export async function makeReadable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755)
}

/** apt gives its lists the server's times. The folder's own time is that of the last update. */
export async function ageMs(path: string): Promise<number> {
  const status = await stat(path).catch(() => undefined)
  return status === undefined ? Infinity : Date.now() - status.mtimeMs
}
