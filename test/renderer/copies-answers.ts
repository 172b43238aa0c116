/** Places for copies of both laptops: what `copies.list` told of practice laptops, with other names and amounts. */
import { calls } from '../../src-main/contract/calls.ts'
import type { CopyView, FoundPlace, PlaceView } from '../../src-main/contract/copies-calls.ts'
import type { JobRun } from '../../src-main/contract/jobs-calls.ts'
import type { Output } from '../../src-main/contract/define.ts'
import { p17, xps } from './laptops.ts'
import type { World } from './memory-binding.ts'
import { AppError } from '../../src-main/kernel/app-error.ts'

const copy = (laptop: string, id: string, at: string, bytes: number): CopyView => ({
  ...{ id, laptop, at, copiedAt: at, bytes, isWhole: true, isDamaged: false, description: 'Automatic' },
  whose: laptop === p17.name ? 'own' : 'other',
  subvolumes: [
    { subvolume: 'system', title: 'System', path: '/' },
    { subvolume: 'home', title: 'Home files', path: '/home' },
  ],
})

const kept = 'All of 2 days, 14 daily, 8 weekly, 12 monthly'
const nas: PlaceView = {
  ...{ laptop: p17.name, name: 'NAS', kind: 'store', where: '/mnt/nas/copies', presence: 'there' },
  seenAt: '2026-11-20T06:10:00.000Z',
  copies: [
    copy(p17.name, '20261120T061000000Z-1a2b3c', '2026-11-20T06:10:00.000Z', 1.2e9),
    copy(xps.name, '20261119T211000000Z-9f8e7d', '2026-11-19T21:10:00.000Z', 0.4e9),
  ],
  verified: { at: '2026-11-18T02:00:00.000Z', part: 3, of: 4 },
  ...{ sheet: 'confirmed', kept },
}
const disk: PlaceView = {
  ...{ laptop: p17.name, name: 'Backup disk', kind: 'disk', where: 'btrfs disk', presence: 'not-there' },
  seenAt: '2026-11-01T21:10:00.000Z',
  copies: [copy(p17.name, '20261101T211000000Z-4d5e6f', '2026-11-01T21:10:00.000Z', 310e9)],
  room: { totalBytes: 1000e9, freeBytes: 640e9 },
  ...{ sheet: 'not-needed', kept },
}

const registry: PlaceView = {
  ...{ laptop: p17.name, name: 'Team', kind: 'registry', where: 'oci://ghcr.io/alice/bundles', presence: 'far' },
  ...{ copies: [], sheet: 'not-needed', kept: '' },
}

type Answer = Output<(typeof calls)['copiesList']>

export const goodCopies: Answer = { places: [nas], missing: [] }
export const openCopies: Answer = { places: [{ ...nas, sheet: 'to-do' }, disk, registry], missing: [] }
/** With its disk connected. */
export const connectedCopies: Answer = { places: [{ ...disk, presence: 'there' }, registry], missing: [] }
export const noCopies: Answer = { places: [], missing: [] }

const run: JobRun = {
  ...{
    runId: '20261120T074500000Z-5a6b7c',
    startedAt: '2026-11-20T07:45:00.000Z',
    startedBy: 'hand',
    isRecorded: true,
  },
  state: { kind: 'running', progress: { done: 1.1e9, total: 4.4e9, unit: 'bytes', current: 'Copying /home' } },
}

const begun = { kind: 'running', at: run.startedAt, what: 'copy' } as const

/** A first copy, one that failed, and one that has its turn later. */
export const workingCopies: Answer = {
  places: [
    { ...disk, name: 'Cellar', presence: 'there', copies: [], work: begun },
    {
      ...{ ...nas, name: 'Office', where: 'sftp://alice@nas.local/srv/copies', presence: 'far' },
      work: {
        ...{ kind: 'failed', at: '2026-11-19T21:00:00.000Z', what: 'copy' },
        error: {
          code: 'unreachable',
          message: 'nas.local does not answer.',
          hint: 'Check the address and the network, then try again.',
        },
      },
    },
    nas,
  ],
  missing: [],
}

const sheet = `Recovery sheet: NAS

Place:     /mnt/nas/copies
Password:  lusab-babad-gutih-tugad-lusab-babad-gutih-tugad
`

const server = {
  hostKey: 'SHA256:qlJu9fzm4KuPwi3Vx0xKb2ODvfUcAI0MVvfHgpygM8Q',
  line: 'restrict,command="internal-sftp" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAvKoPrVocRzdgOj31rmMmBA9b4oOer5mLqiiQOLZRIN pc-switcher@p17',
}

const keepsAll =
  'These keys may delete nothing there but locks, so copies only add up. Who has the keys can still overwrite them, unless the bucket keeps earlier versions.'

const attached: Output<typeof calls.copiesAttached>['disks'] = [
  {
    ...{
      laptop: p17.name,
      device: '/dev/sdb1',
      name: 'Samsung T7',
      sizeBytes: 1000e9,
      freeBytes: 812e9,
      fsType: 'ext4',
    },
    use: { kind: 'folder', where: '/media/alice/T7/pc-switcher' },
  },
  {
    ...{ laptop: p17.name, device: '/dev/sdc', name: 'Elements', sizeBytes: 2000e9, fsType: 'btrfs' },
    use: { kind: 'disk', where: '/dev/sdc' },
  },
  {
    ...{ laptop: xps.name, device: '/dev/sda1', name: 'Vault', sizeBytes: 500e9, fsType: 'crypto_LUKS' },
    use: { kind: 'cannot', why: 'locked' },
  },
]

/** Copied to as a person does it on the page. */
export function copiesAnswers(listed: Answer = goodCopies, runs = false): World['answers'] {
  let isRunning = runs
  let looks = 0
  let places = listed.places
  return {
    'copies.list': () => ({ ...listed, places }),
    'copies.run': (input) => {
      isRunning = true
      const { laptop, place } = calls.copiesRun.input.parse(input)
      const isIt = (one: PlaceView) => one.name === place && one.laptop === laptop
      places = places.map((one) => (isIt(one) ? { ...one, work: begun } : one))
      return { run }
    },
    'jobs.list': () => ({
      jobs: [
        {
          ...{ laptop: p17.name, name: 'copies', title: 'Copies', schedule: { every: 'daily', at: '21:00' } },
          ...(isRunning ? { last: run } : {}),
        },
      ],
      missing: [],
    }),
    'copies.attached': () => ({ disks: attached, missing: [] }),
    'copies.inspect': (input) => {
      const { where, keys, login, ca } = calls.copiesInspect.input.parse(input)
      const store: FoundPlace = { kind: 'store', state: 'new', laptops: [], isEncrypted: true, notes: [] }
      if (where.startsWith('s3:')) {
        const isOpened = keys?.access === 'AKIAEXAMPLE' && keys.secret === 'secret-of-the-bucket' && ca !== undefined
        return { ...store, notes: isOpened ? [keepsAll] : ['The keys did not arrive.'] }
      }
      if (where.startsWith('oci:')) {
        const isOpened = login?.user === 'alice' && login.token === 'secret'
        return { ...store, kind: 'registry', isEncrypted: false, notes: isOpened ? [] : ['The login did not arrive.'] }
      }
      if (!where.startsWith('sftp:')) return store
      looks += 1
      // The line is there when it is looked again.
      return { ...store, server, state: looks === 1 ? 'needs-key' : 'new' }
    },
    'copies.add': (input) => {
      const { name, where } = calls.copiesAdd.input.parse(input)
      const added: PlaceView = where.startsWith('oci:')
        ? { ...registry, name, where }
        : { ...{ laptop: p17.name, name, kind: 'store', where, presence: 'there', copies: [], sheet: 'to-do', kept } }
      places = [...places, added]
      return added
    },
    'copies.forget': (input) => {
      const { place, laptop, force } = calls.copiesForget.input.parse(input)
      const isIt = (one: PlaceView) => one.name === place && one.laptop === laptop
      if (!force && places.some((one) => isIt(one) && one.sheet === 'to-do'))
        throw new AppError({ code: 'needs-answers', message: `The password of ${place} would be gone.` })
      places = places.filter((one) => !isIt(one))
      return {}
    },
    // Of the other laptop's it is damaged there.
    'copies.bring-back': (input) => ({
      ...{ laptop: p17.name, id: '20261120T061000000Z-7c7c7c' },
      ...(calls.copiesBringBack.input.parse(input).of === xps.name ? { from: disk.name, damaged: [nas.name] } : {}),
    }),
    'copies.sheet': () => ({ text: sheet }),
    'copies.confirm-sheet': () => {
      places = places.map((place) => ({ ...place, sheet: 'confirmed' as const }))
      return nas
    },
  }
}
