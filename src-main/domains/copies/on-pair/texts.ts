import { parseSftp } from '../../../contract/copies-calls.ts'
import type { PlaceFacts } from '../verbs.ts'

export const taskTitles = { bringBack: (place: string) => `Bring a copy back from ${place}` } as const

export function whereText({ place }: Pick<PlaceFacts, 'place'>): string {
  return place.kind === 'disk' ? 'btrfs disk' : place.repository
}

/** Only ages count there: nobody switches at a place, and what it holds is its own. */
export function keptText(sentence: string): string {
  return sentence.replace(/;.*$/, '.')
}

interface SheetFacts {
  readonly name: string
  readonly laptop: string
  readonly facts: PlaceFacts
  readonly password: string | undefined
}

/** What a person needs with both laptops gone: by pc-switcher, and by restic or btrfs alone. */
export function sheetText({ name, laptop, facts, password }: SheetFacts): string {
  const { place } = facts
  const laptops = [...new Set([laptop, ...facts.copies.map((copy) => copy.laptop)])].join(' and ')
  const head = [
    `Recovery sheet: ${name}`,
    '',
    `Copies of snapshots of ${laptops}. Keep this outside of both laptops.`,
    '',
  ]
  const body = place.kind === 'disk' ? diskLines(place.fsUuid) : storeLines(place.repository, password ?? '')
  const withUs = [
    '',
    'With pc-switcher, on any laptop with btrfs:',
    `  pc-switcher copies place add "${name}" ${place.kind === 'disk' ? '/dev/...' : quoted(place.repository)}`,
    `  pc-switcher copies list "${name}"`,
    `  pc-switcher copies restore "${name}" ID`,
  ]
  return [...head, ...body, ...withUs, ''].join('\n')
}

function storeLines(repository: string, password: string): readonly string[] {
  return [
    `Place:     ${repository}`,
    `Password:  ${password}`,
    '',
    'Without pc-switcher, as root on any Linux with restic:',
    `  export RESTIC_REPOSITORY=${quoted(resticForm(repository))}`,
    ...(parseSftp(repository) === undefined
      ? []
      : ['  (restic signs in there as ssh does: have the password of that account, or a key of it)']),
    '  export RESTIC_PASSWORD     (type the password above with: read RESTIC_PASSWORD)',
    '  restic snapshots --tag pc-switcher-part',
    '  restic restore ID --target /mnt/back',
    'Files of a subvolume are then in /mnt/back/run/pc-switcher/copies/tree/home, system and so on.',
  ]
}

/** An absolute folder begins with a slash of its own there. */
function resticForm(repository: string): string {
  const sftp = parseSftp(repository)
  return sftp === undefined ? repository : repository.slice(0, -sftp.folder.length) + `/${sftp.folder}`
}

function diskLines(uuid: string): readonly string[] {
  return [
    `Disk:      btrfs, UUID ${uuid}`,
    '',
    'Without pc-switcher, as root on any Linux with btrfs:',
    `  mount UUID=${uuid} /mnt`,
    '  ls /mnt/pc-switcher-copies/LAPTOP',
    '  cp -a --reflink=auto /mnt/pc-switcher-copies/LAPTOP/ID/home/. /home/',
    'or, to have it as a subvolume again:',
    '  btrfs send /mnt/pc-switcher-copies/LAPTOP/ID/home | btrfs receive /somewhere/on/btrfs',
  ]
}

/** As a shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
