import { parseSftp } from '../../../contract/copies-calls.ts'
import { parseS3, s3Repository, type S3Address, type S3Keys } from '../../../contract/s3-address.ts'
import { keepsAll, keepsCopies, type CopyPlace, type StorePlace } from '../../../commons/places/schemas.ts'
import { countOf } from '../../../kernel/units.ts'
import type { PlaceFacts } from '../verbs.ts'

export const taskTitles = { bringBack: (place: string) => `Bring a copy back from ${place}` } as const

export function whereText({ place }: Pick<PlaceFacts, 'place'>): string {
  if (place.kind === 'registry') return place.where
  return place.kind === 'disk' ? 'btrfs disk' : place.repository
}

/** Only ages count there: nobody switches at a place, and what it holds is its own. */
export function keptText(place: PlaceFacts['place']): string {
  if (!keepsCopies(place)) return ''
  if (keepsAll(place)) return 'All: nothing may be deleted there'
  const { allForDays, dailyForDays, weeklyForWeeks, monthlyForMonths } = place.policy
  const spans = [
    ...(dailyForDays > allForDays ? [`${dailyForDays} daily`] : []),
    ...(weeklyForWeeks > 0 ? [`${weeklyForWeeks} weekly`] : []),
    ...(monthlyForMonths > 0 ? [`${monthlyForMonths} monthly`] : []),
  ]
  return [...(allForDays > 0 ? [`All of ${countOf(allForDays, 'day')}`] : []), ...spans].join(', ')
}

interface SheetFacts {
  readonly name: string
  readonly laptop: string
  readonly facts: Pick<PlaceFacts, 'copies'> & { readonly place: CopyPlace }
  readonly password: string | undefined
  /** Of a bucket. */
  readonly keys: S3Keys | undefined
  readonly ca: string | undefined
}

/** What a person needs with both laptops gone: by pc-switcher, and by restic or btrfs alone. */
export function sheetText({ name, laptop, facts, password, keys, ca }: SheetFacts): string {
  const { place } = facts
  const laptops = [...new Set([laptop, ...facts.copies.map((copy) => copy.laptop)])].join(' and ')
  const head = [
    `Recovery sheet: ${name}`,
    '',
    `Copies of snapshots of ${laptops}. Keep this outside of both laptops.`,
    '',
  ]
  const body = place.kind === 'disk' ? diskLines(place.fsUuid) : storeLines({ place, password, keys, ca })
  const isCertified = ca !== undefined
  const withUs = [
    '',
    'With pc-switcher, on any laptop with btrfs (the first line where it is not paired):',
    '  pc-switcher pair --alone',
    `  pc-switcher copies place add "${name}" ${place.kind === 'disk' ? '/dev/...' : quoted(place.repository)}${isCertified ? ' --ca ca.pem' : ''}`,
    `  pc-switcher copies list "${name}"`,
    `  pc-switcher copies restore "${name}" ID`,
    '  pc-switcher snapshots rollback NEW-ID --at-next-start --yes',
    'The last one puts /home back as it was, at the next restart. Single files are on the page Snapshots.',
  ]
  return [...head, ...body, ...withUs, ...(isCertified ? certificateLines(ca) : []), ''].join('\n')
}

type StoreFacts = Pick<SheetFacts, 'password' | 'keys' | 'ca'> & {
  readonly place: StorePlace
}

function storeLines({ place: { repository }, password = '', keys, ca }: StoreFacts): readonly string[] {
  const s3 = parseS3(repository)
  if (s3 !== undefined) return bucketLines(s3, { repository, password, keys, ca })
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
    ...restoreLines(''),
  ]
}

function restoreLines(words: string): readonly string[] {
  return [
    `  restic ${words}snapshots --tag pc-switcher-part`,
    `  restic ${words}restore ID --target /mnt/back`,
    'Files of a subvolume are then in /mnt/back/run/pc-switcher/copies/tree/home, system and so on.',
  ]
}

interface BucketFacts extends Pick<SheetFacts, 'keys' | 'ca'> {
  readonly repository: string
  readonly password: string
}

/** With the keys: an account where new ones are made may itself be reached from the lost laptops alone. */
function bucketLines(s3: S3Address, { repository, password, keys, ca }: BucketFacts): readonly string[] {
  return [
    `Place:       ${repository}`,
    `Access key:  ${keys?.access ?? 'lost on this laptop'}`,
    `Secret key:  ${keys?.secret ?? 'lost on this laptop'}`,
    `Password:    ${password}`,
    'Whoever has this can read the copies, and delete what the keys may delete. Keys that are replaced later are not on it: print it again.',
    '',
    'Without pc-switcher, as root on any Linux with restic:',
    `  export RESTIC_REPOSITORY=${quoted(s3Repository(s3))}`,
    '  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY RESTIC_PASSWORD     (type each above with: read -r NAME)',
    ...(s3.region === undefined ? [] : [`  export AWS_DEFAULT_REGION=${s3.region}`]),
    ...restoreLines(ca === undefined ? '' : '--cacert ca.pem '),
  ]
}

/** They are no secret. A copy needs none of it to be safe: restic encrypts it, and the secret key is never sent. */
function certificateLines(ca: string): readonly string[] {
  return [
    '',
    'ca.pem is a file with the lines below. Nobody types them from paper: with --insecure-tls in place of --cacert ca.pem restic goes',
    'without them, and what it reads is still proven by the password.',
    ...ca.trim().split('\n'),
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
    '  btrfs send /mnt/pc-switcher-copies/LAPTOP/ID/home | btrfs receive --chroot /somewhere/on/btrfs',
  ]
}

/** As a shell reads it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
