/** What is said of a bundle, on the page and on the command line. */
import { formatTime } from '../kernel/format-time.ts'
import { countOf, formatBytes } from '../kernel/units.ts'
import type { BundleSize, BundleView } from './bundles-calls.ts'

export const bundleName = ({ name, version }: Pick<BundleView, 'name' | 'version'>): string => `${name}:${version}`

/** "1,204 files, 18.4 GB" */
export const contentsText = ({ files, bytes }: Pick<BundleView, 'files' | 'bytes'>): string =>
  `${countOf(files, 'file')}, ${formatBytes(bytes)}`

/** What deleting it would free, and what it has together with others. */
export const sizeText = ({ uniqueBytes, sharedBytes }: Pick<BundleSize, 'uniqueBytes' | 'sharedBytes'>): string =>
  `${formatBytes(uniqueBytes)} of its own, ${formatBytes(sharedBytes)} shared`

export const damagedBack = 'The bundle is damaged: some files may not be what was bundled.'

/** What was proven of it, by reading all of it. */
export function proofText(
  { verifiedAt, isDamaged }: Pick<BundleView, 'verifiedAt' | 'isDamaged'>,
  nowMs: number,
): string {
  if (isDamaged) return 'Damaged: some files are not what was bundled'
  return verifiedAt === undefined ? 'Never verified' : `Verified ${formatTime(verifiedAt, nowMs)}`
}

/** "Also on Backup disk (verified today, 08:10)"; empty where it is on none. */
export function elsewhereText({ elsewhere }: Pick<BundleView, 'elsewhere'>, nowMs: number): string {
  const told = elsewhere.map(({ place, at }) => `${place} (verified ${formatTime(at, nowMs)})`)
  return told.length === 0 ? '' : `Also on ${told.join(', ')}`
}

export const leftOutText = (count: number): string =>
  `Left out: ${countOf(count, 'socket, device, subvolume or mount', 'sockets, devices, subvolumes and mounts')}`

/** The same bundle, on whichever laptops it is. */
export interface BundleOnLaptops {
  readonly bundle: BundleView
  readonly on: readonly BundleView[]
}

/** In the order in which they were listed. Two of one name and version with other contents are two. */
export function byBundle(bundles: readonly BundleView[]): readonly BundleOnLaptops[] {
  const found = new Map<string, BundleView[]>()
  for (const bundle of bundles) {
    const key = `${bundleName(bundle)} ${bundle.digest}`
    found.set(key, [...(found.get(key) ?? []), bundle])
  }
  return [...found.values()].flatMap((on) => (on[0] === undefined ? [] : [{ bundle: on[0], on }]))
}
