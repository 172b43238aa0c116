/** Which sets go to a place, which copies go from it, what a store leaves out, and passwords. */
import { describe, expect, it } from 'vitest'
import type { Description } from '../../../src-main/commons/snapshot-sets/schemas.ts'
import { parseSftp, type CopyView, type PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { parseS3, s3Repository, withS3Server } from '../../../src-main/contract/s3-address.ts'
import {
  copiesByLaptop,
  nextCopyText,
  nobodysText,
  placeState,
  verifiedText,
} from '../../../src-main/contract/copies-words.ts'
import { inPieces } from '../../../src-main/domains/copies/on-machine/in-pieces.ts'
import { dueSets } from '../../../src-main/domains/copies/due-sets.ts'
import { copiesToRemove } from '../../../src-main/domains/copies/kept-copies.ts'
import { leaveOutOf } from '../../../src-main/domains/copies/left-out.ts'
import { makePassword } from '../../../src-main/commons/places/on-machine/make-password.ts'
import { recognisePlace } from '../../../src-main/commons/places/on-machine/recognise-place.ts'
import { resticAddress } from '../../../src-main/commons/places/on-machine/store/server.ts'
import { copyKey, type Copy } from '../../../src-main/domains/copies/schemas.ts'
import { signS3 } from '../../../src-main/tools/s3/s3.ts'
import { parseSftpAnswer } from '../../../src-main/tools/ssh/sftp.ts'

const setAt = (at: string): Description => ({
  ...{ version: 1, state: 'finished', reason: 'scheduled', switchId: 's', appVersion: '0.1.0', nestedLeftOut: 0 },
  ...{ id: at, at, snapshots: [] },
})
const copyOf = (set: Description): Copy => ({
  ...{ version: 1, laptop: 'p17', copiedAt: set.at, set, parts: {}, bytes: 0, isWhole: true },
})
const days = [
  '2026-11-18T10:00:00.000Z',
  '2026-11-19T10:00:00.000Z',
  '2026-11-19T18:00:00.000Z',
  '2026-11-20T09:00:00.000Z',
]
const sets = days.map(setAt)
const [first, second, third, newest] = sets
const copiesOf = (some: readonly (Description | undefined)[]) => some.flatMap((set) => (set ? [copyOf(set)] : []))
const keysOf = (some: readonly (Description | undefined)[]) => new Set(copiesOf(some).map(copyKey))
const due = (copied: readonly (Description | undefined)[], bad: readonly (Description | undefined)[] = []) =>
  dueSets({ sets, copies: copiesOf(copied), damaged: keysOf(bad), newest: newest ?? setAt('') }).map(({ id }) => id)

describe('what is copied', () => {
  it('is the newest set alone where nothing is there yet', () => {
    expect(due([])).toEqual([newest?.id])
  })

  it('is the newest of each day since the last copy, oldest first', () => {
    expect(due([first])).toEqual([third?.id, newest?.id])
    expect(due([third])).toEqual([newest?.id])
    expect(due([newest])).toEqual([])
  })

  it('is not held up by a copy that a wrong clock has dated into the future', () => {
    expect(due([second, setAt('2031-01-01T00:00:00.000Z')])).toEqual([third?.id, newest?.id])
  })

  it('is also another set of a day whose copy is damaged, and never the same one, whose name is taken', () => {
    expect(due([first, second], [second])).toEqual([third?.id, newest?.id])
    expect(due([first, third], [third])).toEqual([second?.id, newest?.id])
    expect(due([third, newest], [newest])).toEqual([])
  })
})

describe('what a place keeps', () => {
  const policy = {
    ...{ allForDays: 0, dailyForDays: 1, weeklyForWeeks: 0, monthlyForMonths: 0 },
    ...{ leastSwitches: 1, mostDiskShare: 1 },
  }
  const gone = (pinned: readonly string[], now: string, damaged: readonly (Description | undefined)[] = []) => {
    const kept = { policy, pinned: new Set(pinned), damaged: keysOf(damaged) }
    return copiesToRemove(sets.map(copyOf), kept, new Date(now)).map(({ set }) => set.id)
  }

  it('is never without the newest, however old that is', () => {
    expect(gone([], '2030-01-01T00:00:00.000Z')).toEqual(days.slice(0, 3))
  })

  it('is what is pinned on the laptop too', () => {
    expect(gone([days[0] ?? ''], '2030-01-01T00:00:00.000Z')).toEqual(days.slice(1, 3))
  })

  it('is the newest that is not damaged, too', () => {
    expect(gone([], '2030-01-01T00:00:00.000Z', [newest])).toEqual(days.slice(0, 2))
    expect(gone([], '2030-01-01T00:00:00.000Z', [newest, third])).toEqual([days[0], days[2]])
    expect(gone([], '2030-01-01T00:00:00.000Z', [first])).toEqual(days.slice(0, 3))
  })

  it('is a whole one of a day of which another one is damaged, which goes when its own time is over', () => {
    const daily = { ...policy, dailyForDays: 30 }
    const kept = (damaged: readonly (Description | undefined)[], now = '2026-11-25T00:00:00.000Z') => {
      const by = { policy: daily, pinned: new Set<string>(), damaged: keysOf(damaged) }
      const going = copiesToRemove(sets.map(copyOf), by, new Date(now)).map(({ set }) => set.id)
      return days.filter((day) => !going.includes(day))
    }
    expect(kept([])).toEqual([days[0], days[1], days[3]])
    expect(kept([second])).toEqual(days)
    expect(kept([second], '2030-01-01T00:00:00.000Z')).toEqual([days[3]])
  })

  it('is a whole one where the disk cannot tell what another one is', () => {
    const [one, other] = [first, second].map((set) => copyOf(set ?? setAt('')))
    const copies = [...(one ? [one] : []), ...(other ? [{ ...other, isUnreadable: true as const }] : [])]
    const kept = { policy, pinned: new Set<string>(), damaged: new Set<string>() }
    expect(copiesToRemove(copies, kept, new Date('2030-01-01T00:00:00.000Z'))).toEqual([])
  })
})

it('a store leaves out what programs make again, wherever its subvolume is mounted', () => {
  expect(leaveOutOf('/home')).toEqual(['*/.cache/*', '*/.local/share/Trash/*'])
  expect(leaveOutOf('/home/alice')).toEqual(['.cache/*', '.local/share/Trash/*'])
  expect(leaveOutOf('/')).toContain('var/cache/*')
  expect(leaveOutOf('/srv/films')).toEqual([])
})

it('a password is eight words that can be read from paper, another one each time', () => {
  const made = Array.from({ length: 100 }, makePassword)
  for (const password of made)
    expect(password).toMatch(/^(?:[bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz](?:-|$)){8}$/)
  expect(new Set(made).size).toBe(100)
})

describe('what is said of a place', () => {
  const nowMs = Date.parse('2026-11-20T12:00:00.000Z')
  const view = (laptop: string, at: string, more: Partial<CopyView> = {}): CopyView => ({
    ...{ laptop, at, id: at, copiedAt: at, bytes: 0, isWhole: true, isDamaged: false },
    whose: laptop === 'p17' ? 'own' : 'other',
    ...{ description: '', subvolumes: [], ...more },
  })
  const said = (...copies: readonly CopyView[]) => saidOf({}, ...copies)
  const placeOf = (more: Partial<PlaceView>, copies: readonly CopyView[]): PlaceView => ({
    ...{ laptop: 'p17', name: 'NAS', kind: 'disk', where: '/mnt', presence: 'there', copies: [...copies] },
    ...{ sheet: 'not-needed', kept: '', ...more },
  })
  const saidOf = (more: Partial<PlaceView>, ...copies: readonly CopyView[]) => {
    const { tone, text } = placeState(placeOf(more, copies), (host) => host.toUpperCase(), nowMs)
    return `${tone}: ${text.replaceAll(/ (?:today|[A-Z][a-z]{2} \d+ [A-Z][a-z]{2}), \d\d:\d\d/g, '')}`
  }
  const today = '2026-11-20T09:00:00.000Z'

  it('is never that all is copied where only the other laptop has copies there', () => {
    expect(said()).toBe('warn: Nothing of P17 copied yet')
    expect(said(view('xps', today))).toBe('warn: Nothing of P17 copied yet')
  })

  it('counts the copies of the laptop that copies there', () => {
    const old = '2026-11-10T09:00:00.000Z'
    expect(said(view('xps', old), view('p17', today))).toBe('good: Copied')
    expect(said(view('xps', today), view('p17', old))).toBe('warn: No copy of P17 since')
    expect(said(view('p17', today, { isWhole: false }))).toMatch(/^warn: Copied.*could not be read$/)
    expect(said(view('p17', today), view('xps', today, { isDamaged: true }))).toMatch(/^bad: 1 copy is damaged/)
  })

  it('goes by whose copies are, not by the name that they have there', () => {
    const nobodys = view('p17', today, { whose: 'nobody' })
    expect(said(nobodys)).toBe('warn: Nothing of P17 copied yet')
    expect(said(nobodys, view('p17-0123', today, { whose: 'own' }))).toBe('good: Copied')
  })

  it('is how many copies of each laptop are there, and since when; of nobody none', () => {
    const labelOf = (host: string) => host.toUpperCase()
    const copies = [view('p17', today), view('p17', '2026-11-10T09:00:00.000Z'), view('xps', today)]
    const lines = copiesByLaptop(placeOf({}, [...copies, view('old', today, { whose: 'nobody' })]), labelOf, nowMs)
    expect(lines).toEqual(['P17: 2, since Tue 10 Nov', 'XPS: 1, since today'])
    expect(copiesByLaptop(placeOf({}, []), labelOf, nowMs)).toEqual(['P17: none'])
  })

  it('is what was read of it, and when', () => {
    const verified = { at: today, part: 1, of: 1 }
    const at = (more: Partial<PlaceView>, ...copies: readonly CopyView[]) =>
      verifiedText(placeOf({ verified, ...more }, copies), nowMs).replace(/\d\d:\d\d/, 'HH:MM')
    expect(at({}, view('p17', today, { verifiedAt: today }))).toBe('Today, HH:MM, all of it')
    expect(at({}, view('p17', today, { verifiedAt: today }), view('xps', today))).toBe('Today, HH:MM, 1 of 2')
    const part = { kind: 'store', verified: { at: '2026-09-10T09:00:00.000Z', part: 3, of: 4 } } as const
    expect(at(part, view('p17', today))).toBe('Thu 10 Sept, HH:MM, part 3 of 4. Too long ago')
    expect(at({})).toBe('')
  })

  it('is that the next copy waits for a disk that is not connected', () => {
    const schedule = { every: 'daily', at: '21:00' } as const
    const next = (more: Partial<PlaceView>) => nextCopyText(placeOf(more, []), schedule, nowMs)
    expect(next({})).toBe('Daily, next tonight 21:00')
    expect(next({ presence: 'not-there' })).toBe('Daily, when it is connected')
    expect(next({ kind: 'registry' })).toBe('')
    expect(nextCopyText(placeOf({ presence: 'not-there' }, []), { every: 'off' }, nowMs)).toBe('Off')
  })

  it('names copies that belong to no laptop, with what they took and how they are deleted', () => {
    const nobodys = ['1', '2'].map((id) => view('p17', today, { id, bytes: 6e9, whose: 'nobody' }))
    expect(nobodysText(placeOf({}, [...nobodys, view('p17-0123', today, { whose: 'own' })]))).toEqual([
      '2 copies of p17 (12.0 GB when made) belong to no known laptop, so they stay for ever. To delete one, delete what is in pc-switcher-copies/p17/ID on the disk: its subvolumes with "btrfs subvolume delete", then its folder.',
    ])
    expect(nobodysText(placeOf({ kind: 'store' }, nobodys))).toEqual([
      '2 copies of p17 (12.0 GB when made) belong to no known laptop, so they stay for ever. To delete them, find them with "restic snapshots --host p17", as on the recovery sheet, then use "restic forget" and "restic prune".',
    ])
    expect(nobodysText(placeOf({}, [view('p17', today), view('xps', today)]))).toEqual([])
  })

  it('is that a store is damaged, though nobody knows which copies are', () => {
    expect(saidOf({ damagedSince: today }, view('p17', today))).toMatch(/^bad: Damaged, found/)
  })
})

describe('an address of a server', () => {
  it.each([
    ['sftp://alice@nas/srv/copies', { account: 'alice', address: 'nas', port: 22, folder: '/srv/copies' }],
    [
      'sftp://alice@nas.local:2222//srv//copies',
      { account: 'alice', address: 'nas.local', port: 2222, folder: '/srv/copies' },
    ],
    ['sftp://alice@[fe80::1]:22/Für später', { account: 'alice', address: 'fe80::1', port: 22, folder: '/Für später' }],
  ])('%s', (where, parsed) => {
    expect(parseSftp(where)).toEqual(parsed)
  })

  it.each([
    'sftp://nas/srv',
    'sftp://alice@nas',
    'sftp://-oProxyCommand=x@nas/srv',
    'sftp://alice@-oProxyCommand=x/srv',
    'sftp://alice@nas:0/srv',
    'sftp://alice@nas:70000/srv',
    'sftp://alice@nas/srv\nHost other',
    'sftp://alice@nas/sr"v',
    'sftp://alice@nas/srv*',
    'sftp://alice@nas/50%25',
    'sftp://alice@na s/srv',
  ])('is not %j', (where) => {
    expect(parseSftp(where)).toBeUndefined()
  })

  it('is given to restic with a slash more, for that is an absolute folder there', () => {
    expect(resticAddress('sftp://alice@nas/srv/copies')).toBe('sftp://alice@nas:22//srv/copies')
    expect(resticAddress('sftp://alice@[fe80::1]:2222/srv')).toBe('sftp://alice@[fe80::1]:2222//srv')
    expect(resticAddress('/mnt/nas')).toBe('/mnt/nas')
  })
})

describe('what sftp tells', () => {
  const df =
    'sftp> -df "/srv"\n        Size         Used        Avail       (root)    %Capacity\n     1000000       400000       600000       600000          40%\n'
  const listed = (...lines: readonly string[]) =>
    `${df}sftp> -ls -1a "/srv"\n${lines.map((line) => `${line}\n`).join('')}sftp> pwd\nRemote working directory: /\n`
  const room = { totalBytes: 1_024_000_000, freeBytes: 614_400_000 }

  it('is how much room there is, and what is in the folder, whether the server lists "." or not', () => {
    const names = ['config', 'data']
    expect(parseSftpAnswer(listed('/srv/.', '/srv/..', '/srv/config', '/srv/data'), '')).toEqual({ names, room })
    expect(parseSftpAnswer(listed('/srv/config', '/srv/data'), '')).toEqual({ names, room })
  })

  it('is nothing of a folder that is not there, and unknown of one that cannot be read', () => {
    expect(parseSftpAnswer(listed(), 'Can\'t ls: "/srv" not found\n').names).toEqual([])
    expect(parseSftpAnswer(listed(), 'remote readdir("/srv/"): Permission denied\n').names).toBeUndefined()
    expect(parseSftpAnswer('sftp> pwd\nRemote working directory: /\n', '').room).toBeUndefined()
  })
})

describe('an address of a bucket', () => {
  it.each([
    ['s3://s3.eu-central-1.amazonaws.com/laptops', 's3:https://s3.eu-central-1.amazonaws.com/laptops', ''],
    ['s3://NAS.local:9000/laptops/p17/', 's3:https://nas.local:9000/laptops/p17', 'p17'],
    ['s3://nas:443/laptops/Für später?region=eu-1', 's3:https://nas/laptops/Für später', 'Für später'],
    ['s3+http://127.0.0.1:9000/laptops', 's3:http://127.0.0.1:9000/laptops', ''],
    ['s3://[::1]:9000/laptops', 's3:https://[::1]:9000/laptops', ''],
  ])('%s', (where, repository, folder) => {
    const s3 = parseS3(where)
    expect(s3 === undefined ? undefined : [s3Repository(s3), s3.folder]).toEqual([repository, folder])
    expect(resticAddress(where)).toBe(repository)
  })

  it.each([
    's3://nas.local',
    's3://nas.local/',
    's3://nas.local/ab',
    's3+http://nas.local/laptops',
    's3://key:secret@nas.local/laptops',
    's3://-o/laptops',
    's3://nas/laptops/a/..?region=x',
    's3://nas/laptops/.',
    's3://[....]/laptops',
    's3://nas:0/laptops',
    's3://nas:70000/laptops',
    's3://nas/laptops/50%25',
    's3://nas/laptops/a\nb',
    's3://nas/laptops?region=a&x=y',
    's3://nas/laptops#part',
  ])('is not %j', (where) => {
    expect(parseS3(where)).toBeUndefined()
  })
})

describe('how far several pieces are', () => {
  const current = { id: 'copies.job', data: {} }
  const shares = (weights: readonly number[], told: readonly (readonly [number, number, number?])[]) => {
    const seen: { done: number; total?: number }[] = []
    const piece = inPieces(weights, ({ done, total }) => seen.push(total === undefined ? { done } : { done, total }))
    for (const [index, done, total] of told) piece(index)({ done, current, ...(total === undefined ? {} : { total }) })
    return seen
  }

  it('is told over all of them by how large they are, and never goes back', () => {
    const seen = shares(
      [100, 300],
      [
        [0, 50, 100],
        [0, 100, 100],
        [1, 0, 300],
        [1, 30, 60],
        [1, 60, 300],
        [1, 300, 300],
      ],
    )
    expect(seen.map(({ done, total = 1 }) => Math.round((100 * done) / total))).toEqual([13, 25, 25, 63, 63, 100])
    expect(seen[0]?.total).toBe(400)
  })

  it('adds up where no piece knows its total, and stays where what follows counts for nothing', () => {
    expect(
      shares(
        [1, 1],
        [
          [0, 5],
          [0, 9],
          [1, 0],
          [1, 4],
        ],
      ).map(({ done }) => done),
    ).toEqual([5, 9, 9, 13])
    expect(
      shares(
        [1, 0],
        [
          [0, 10, 10],
          [1, 3],
        ],
      ),
    ).toEqual([
      { done: 10, total: 10 },
      { done: 10, total: 10 },
    ])
  })
})

it('a device that is not there is said not to be, and how those that are can be seen', async () => {
  const wanted = { where: '/dev/no-such-disk1', asStore: false }
  await expect(recognisePlace({ stateFolder: '/nowhere' }, wanted, {})).rejects.toMatchObject({
    problem: { id: 'places.noDevice' },
    message: 'There is no device /dev/no-such-disk1.',
  })
})

it.each([
  ['s3://laptops/p17', 's3://s3.amazonaws.com/laptops/p17'],
  ['s3://laptops', 's3://s3.amazonaws.com/laptops'],
  ['s3://laptops/p17?region=eu-central-1', 's3://s3.eu-central-1.amazonaws.com/laptops/p17'],
  ['s3://nas.local/laptops', 's3://nas.local/laptops'],
  ['s3://nas:9000/laptops', 's3://nas:9000/laptops'],
  ['/mnt/nas', '/mnt/nas'],
])('%s, without a server, is a bucket at Amazon', (typed, where) => {
  expect(withS3Server(typed)).toBe(where)
  expect(where.startsWith('s3:') && parseS3(where) === undefined).toBe(false)
})

it('a request to a bucket is signed as the documentation of S3 has it in its examples', () => {
  const keys = { access: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
  const at = new Date('2013-05-24T00:00:00.000Z')
  const asked = { method: 'GET', path: '/', search: 'max-keys=2&prefix=J', host: 'examplebucket.s3.amazonaws.com' }
  const { authorization } = signS3({ ...asked, body: '', region: 'us-east-1', keys, at })
  expect(authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  )
})
