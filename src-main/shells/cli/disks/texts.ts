/** Disks in lines of text. */
import type { Disk, UnreadableDisk } from '../../../contract/disks-calls.ts'
import {
  damagedName,
  deviceErrorsText,
  diskName,
  diskTroubles,
  profilesText,
  quotasText,
  roomOf,
  scrubText,
  unreadableText,
  wholeText,
} from '../../../contract/disk-words.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { formatBytes, formatPartOf } from '../../../kernel/units.ts'
import { toned, type Line } from '../colours.ts'
import { tableLines } from '../fit-lines.ts'
import { localTime } from '../local-time.ts'

export function diskLines(disk: Disk): readonly Line[] {
  const { laptop, totalBytes, freeBytes } = disk
  const head = `${laptop}  ${diskName(disk)}  ${formatPartOf(freeBytes, totalBytes)} free. ${checked(disk)}`
  return [head, ...troubleLines(disk)]
}

export const unreadableLine = (disk: UnreadableDisk): Line => toned('warn', `${disk.laptop}  ${unreadableText(disk)}`)

export function factLines(disk: Disk): readonly Line[] {
  const { laptop, id, label, places, devices, totalBytes, freeBytes } = disk
  const room = roomOf(disk)
  const used = (usedBytes: number, freeBytes: number) => formatPartOf(usedBytes, usedBytes + freeBytes)
  return [
    `${diskName(disk)} on ${laptop}`,
    ...tableLines([
      ['  UUID', id],
      ...(label === '' ? [] : [['  Label', label]]),
      ['  Mounted at', places.join(', ')],
      ['  Free', formatPartOf(freeBytes, totalBytes)],
      ['  Data', used(room.dataUsedBytes, room.dataFreeBytes)],
      ['  Metadata', used(room.metadataUsedBytes, room.metadataFreeBytes)],
      ['  Unallocated', formatBytes(room.unallocatedBytes)],
      ['  Stored as', profilesText(disk)],
      ...devices.map((one) => [
        `  ${one.path ?? 'Missing'}`,
        `${formatBytes(one.totalBytes)}, ${deviceErrorsText(one)}`,
      ]),
      ['  Checksums', checked(disk)],
      ['  Quotas', quotasText(disk)],
    ]),
    ...troubleLines(disk),
    ...(disk.damage?.files ?? []).flatMap(damageLines),
  ]
}

function damageLines(file: NonNullable<Disk['damage']>['files'][number]): readonly string[] {
  const { whole } = file
  const told = wholeText(file, whole === undefined ? '' : localTime(whole.at))
  const line = `  ${damagedName(file, textFromBytePath)}: ${told}`
  if (whole === undefined) return [line]
  return [
    line,
    `    Bring it back: pc-switcher snapshots restore ${whole.setId} ${damagedName(file, textFromBytePath)}`,
  ]
}

const troubleLines = (disk: Disk): readonly Line[] => diskTroubles(disk).map((trouble) => toned('warn', `  ${trouble}`))

const checked = ({ scrub }: Disk): string =>
  scrubText(scrub, scrub?.startedAt === undefined ? '' : localTime(scrub.startedAt))

export const noDisk = (name: string): ErrorText => ({
  message: `No mounted btrfs file system is called "${name}".`,
  hint: '"pc-switcher disks list" names them. Type where it is mounted, its label, or the beginning of its UUID.',
})
