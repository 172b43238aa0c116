/** What is said of a btrfs file system: every client takes it from here. Pure. */
import type { BytePath } from '../kernel/byte-path.ts'
import { assertNever } from '../kernel/assert-never.ts'
import { countOf, formatBytes } from '../kernel/units.ts'
import { groupBy } from '../kernel/group-by.ts'
import type { Disk, DiskDamage, DiskFacts, DiskPart, UnreadableDisk } from './disks-calls.ts'

type Profile = DiskFacts['chunks'][number]['profile']

const profiles: Readonly<Record<Profile, { readonly text: string; readonly copies: number }>> = {
  single: { text: 'one copy', copies: 1 },
  dup: { text: 'two copies on one device (DUP)', copies: 2 },
  raid0: { text: 'one copy, spread over all devices (RAID0)', copies: 1 },
  raid1: { text: 'two copies on different devices (RAID1)', copies: 2 },
  raid1c3: { text: 'three copies on different devices (RAID1C3)', copies: 3 },
  raid1c4: { text: 'four copies on different devices (RAID1C4)', copies: 4 },
  raid10: { text: 'two copies, spread over all devices (RAID10)', copies: 2 },
  raid5: { text: 'spread over all devices, of which one may fail (RAID5)', copies: 1 },
  raid6: { text: 'spread over all devices, of which two may fail (RAID6)', copies: 1 },
}

const kinds = { data: 'Data', metadata: 'Metadata', mixed: 'Data and metadata', system: 'System' } as const

/** "Data: one copy. Metadata: two copies on one device (DUP)." What the file system needs for itself is stored as metadata is. */
export function profilesText({ chunks }: Pick<Disk, 'chunks'>): string {
  const told = chunks.filter(({ kind }) => kind !== 'system')
  return told.map(({ kind, profile }) => `${kinds[kind]}: ${profiles[profile].text}.`).join(' ')
}

/** "backup", or where it is mounted. */
export function diskName({ label, places }: Pick<Disk, 'label' | 'places'>): string {
  return label === '' ? (places[0] ?? '') : label
}

export interface DiskRoom {
  readonly dataUsedBytes: number
  /** Set aside for data, and not written yet. */
  readonly dataFreeBytes: number
  readonly metadataUsedBytes: number
  readonly metadataFreeBytes: number
  readonly unallocatedBytes: number
}

/** Of the devices: with all copies. */
export function roomOf({ chunks, unallocatedBytes }: Pick<Disk, 'chunks' | 'unallocatedBytes'>): DiskRoom {
  const sum = (isData: boolean, bytes: (one: Disk['chunks'][number]) => number) =>
    chunks
      .filter(({ kind }) => (kind === 'data' || kind === 'mixed') === isData)
      .reduce((all, one) => all + bytes(one) * profiles[one.profile].copies, 0)
  const used = (one: Disk['chunks'][number]) => one.usedBytes
  const free = (one: Disk['chunks'][number]) => one.totalBytes - one.usedBytes
  return {
    dataUsedBytes: sum(true, used),
    dataFreeBytes: sum(true, free),
    metadataUsedBytes: sum(false, used),
    metadataFreeBytes: sum(false, free),
    unallocatedBytes,
  }
}

const unknown = 'Not known: it cannot be read.'

/** `when`: as the client writes times, "today, 07:12". */
export function scrubText(scrub: Disk['scrub'], when: string): string {
  if (scrub === undefined) return unknown
  const { kind, bytes, errors, corrected, uncorrectable } = scrub
  switch (kind) {
    case 'never':
      return 'Not checked yet.'
    case 'running':
      return `Being checked. ${formatBytes(bytes)} have been read.`
    case 'aborted':
    case 'interrupted':
      return `Stopped before the end, ${when}. The next check continues from there.`
    case 'finished':
      if (errors === 0) return `Checked ${when}: no errors.`
      if (uncorrectable > 0) return `Checked ${when}: ${countOf(uncorrectable, 'damaged block')} without a good copy.`
      return `Checked ${when}: ${countOf(corrected, 'damaged block')}, repaired from another copy.`
    default:
      return assertNever(kind)
  }
}

const giB = 2 ** 30
const leastShare = 0.05

/** Where so little is left, new metadata may find no room although data has plenty. */
export const wantedUnallocated = ({ totalBytes }: Pick<Disk, 'totalBytes'>): number =>
  Math.min(2 * giB, totalBytes * leastShare)

export type BalanceUse =
  { readonly kind: 'useful' | 'full'; readonly gainBytes: number } | { readonly kind: 'enough' | 'read-only' }

/** Whether giving back what is set aside for data would help. `gainBytes`: of it, what is not used. */
export function balanceUse(disk: Pick<Disk, 'chunks' | 'unallocatedBytes' | 'totalBytes' | 'isReadOnly'>): BalanceUse {
  if (disk.isReadOnly) return { kind: 'read-only' }
  if (disk.unallocatedBytes >= wantedUnallocated(disk)) return { kind: 'enough' }
  const gainBytes = roomOf(disk).dataFreeBytes
  return { kind: gainBytes < disk.totalBytes * leastShare ? 'full' : 'useful', gainBytes }
}

function unallocatedTrouble(disk: Disk): readonly string[] {
  const use = balanceUse(disk)
  if (!('gainBytes' in use)) return []
  const left = `Only ${formatBytes(disk.unallocatedBytes)} are not allocated, so it may refuse to write`
  if (use.kind === 'full') return [`${left}. Delete files and the snapshots that hold them.`]
  return [`${left}, although ${formatBytes(use.gainBytes)} that are reserved for data are unused. Balance it.`]
}

/** Whether it is unknown, and not just absent. */
export const isUnread = ({ unread = [] }: Pick<Disk, 'unread'>, part: DiskPart): boolean =>
  unread.some((one) => one.part === part)

const parts: Readonly<Record<DiskPart, string>> = {
  quotas: 'quotas',
  scrub: 'last check',
  damage: 'damaged files',
  seen: 'errors that were seen',
}

/** EIO and EUCLEAN: the device does not give what was written, or the file system is damaged. */
const failing = /Input\/output error|\bEIO\b|Structure needs cleaning|\bEUCLEAN\b/

/** One reason is told once. */
function unreadTroubles({ unread = [] }: Disk): readonly string[] {
  return [...groupBy(unread, ({ why = '' }) => why)].map(([why, some]) => {
    const names = some.map(({ part }) => parts[part]).join(' and ')
    const reason = why === '' ? '' : `: ${why}`
    return `Its ${names} cannot be read${reason}.${failing.test(why) ? ' Copy what is on it while that is possible.' : ''}`
  })
}

/** What a person should do something about, the worst first; each a sentence or two. */
export function diskTroubles(disk: Disk): readonly string[] {
  const missing = disk.devices.filter(({ path }) => path === undefined).length
  const counted = disk.devices.flatMap(({ path, newErrors }) =>
    newErrors === 0
      ? []
      : [`${countOf(newErrors, 'new error')} on ${path ?? 'a missing device'}. The disk may be failing.`],
  )
  const { files, unnamed } = disk.damage ?? { files: [], unnamed: 0 }
  const damaged = [
    ...(files.length === 0 ? [] : [`${countOf(files.length, 'damaged file')} without a good copy on the disk.`]),
    ...(unnamed === 0
      ? []
      : [
          `${countOf(unnamed, 'damaged block')} of which no file is known. Check the disk again after bringing back the files.`,
        ]),
  ]
  return [
    ...unreadTroubles(disk),
    ...(missing === 0
      ? []
      : [
          missing === 1
            ? '1 device is missing. Attach it, or replace it soon.'
            : `${missing} devices are missing. Attach them, or replace them soon.`,
        ]),
    ...damaged,
    ...counted,
    ...unallocatedTrouble(disk),
    ...(disk.isReadOnly ? ['It is mounted read-only: nothing can be saved on it.'] : []),
  ]
}

/** Of one that tells nothing: where it is mounted, and what the system says. */
export function unreadableText({ places, error: { message, details = '' } }: UnreadableDisk): string {
  const [why = ''] = details.split('\n')
  return `${places[0] ?? ''} cannot be read: ${why === '' ? message.replace(/\.$/, '') : why}. "sudo dmesg" may say why.`
}

type DamagedFile = DiskDamage['files'][number]

/** "/home/alice/letter", or its number where its name is not known. `shown`: as the client decodes bytes. */
export function damagedName({ path, subvolumeId, inode }: DamagedFile, shown: (path: BytePath) => string): string {
  return path === '' ? `inode ${inode} of subvolume ${subvolumeId}` : shown(path)
}

/** What has a whole one. `when`: as the client writes times. */
export function wholeText({ whole }: DamagedFile, when: string): string {
  if (whole === undefined) return 'No snapshot on this laptop has a whole one. The other laptop may.'
  return whole.isSame ? `Whole in the snapshot of ${when}.` : `An earlier version is whole in the snapshot of ${when}.`
}

const counters = {
  write: 'writing',
  read: 'reading',
  flush: 'flushing',
  corruption: 'damaged blocks',
  generation: 'outdated blocks',
}

/** "/dev/sda1: 3 reading, 1 damaged blocks"; "no errors" where it counted none. */
export function deviceErrorsText({ errors }: Disk['devices'][number]): string {
  const some = Object.entries(counters).flatMap(([name, words]) => {
    const count = Object.entries(errors).find(([counter]) => counter === name)?.[1] ?? 0
    return count === 0 ? [] : [`${count} ${words}`]
  })
  return some.length === 0 ? 'no errors' : some.join(', ')
}

/** Why deleting may be slow, and what is limited. */
export function quotasText(disk: Pick<Disk, 'quotas' | 'unread'>): string {
  const { quotas } = disk
  if (isUnread(disk, 'quotas')) return unknown
  if (quotas === undefined) return 'Off.'
  const limits = quotas.limits.map(({ group, freeBytes }) => `${group} has ${formatBytes(freeBytes)} left`).join(', ')
  const slow = quotas.isSimple ? '' : ' If deleting snapshots takes long, this is probably why.'
  return `On.${slow} ${limits === '' ? 'Nothing is limited.' : `Limits: ${limits}.`}`
}
