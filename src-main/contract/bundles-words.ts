/** What is said of a bundle, on the page and on the command line. */
import { formatTime } from '../kernel/format-time.ts'
import { countOf, formatBytes } from '../kernel/units.ts'
import type { BundleSize, BundleStays, BundleView } from './bundles-calls.ts'

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
  { verifiedAt, isDamaged, isAway }: Pick<BundleView, 'verifiedAt' | 'isDamaged' | 'isAway'>,
  nowMs: number,
): string {
  if (isAway && !isDamaged) return 'Put away: its files are not on this laptop'
  if (isDamaged) return 'Damaged: some files are not what was bundled'
  return verifiedAt === undefined ? 'Never verified' : `Verified ${formatTime(verifiedAt, nowMs)}`
}

type Elsewhere = Pick<BundleView, 'elsewhere' | 'isAway' | 'awayOn' | 'damagedOn'>

/** "Also on Backup disk (verified today, 08:10)"; "Kept on" of one that is put away; empty where it is on none. */
export function elsewhereText(
  { elsewhere, isAway, awayOn, damagedOn }: Elsewhere,
  nowMs: number,
  labelOf: (laptop: string) => string = (laptop) => laptop,
): string {
  const places = [...elsewhere, ...(isAway ? awayOn.map(({ laptop, at }) => ({ place: labelOf(laptop), at })) : [])]
  const told = places.map(({ place, at }) => `${place} (verified ${formatTime(at, nowMs)})`)
  return [
    ...(told.length === 0 ? [] : [`${isAway ? 'Kept' : 'Also'} on ${told.join(', ')}`]),
    ...(damagedOn.length === 0 ? [] : [`Damaged or gone on ${damagedOn.join(', ')}`]),
  ].join('. ')
}

/** The words for one whose files are asked for. */
export const putAwayWords = (bundle: string) => ({
  message: `${bundle} is put away: its files are not on this laptop.`,
  hint: `"pc-switcher bundle bring-back ${bundle}" fetches them.`,
})

/** Where it stays, as proven. "Backup disk (verified today, 08:10; not connected now, so this is from the record)". */
export const staysText = ({ name, at, isConnected }: BundleStays, nowMs: number): string =>
  `${name} (verified ${formatTime(at, nowMs)}${isConnected ? '' : '; not connected now, so by the record of that'})`

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
