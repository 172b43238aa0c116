/** Copies in a bucket, over TLS, with what goes wrong between a laptop and its server. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import { add, inspect } from '../../src-main/domains/copies/on-machine/add-place.ts'
import { bringBack } from '../../src-main/domains/copies/on-machine/bring-back.ts'
import { readBucket } from '../../src-main/commons/places/on-machine/store/bucket.ts'
import { lookInto } from '../../src-main/domains/copies/on-machine/look-at-places.ts'
import type { OpenedCopies, PlaceWork } from '../../src-main/domains/copies/on-machine/opened-copies.ts'
import { forgetPlace, readPlaces } from '../../src-main/commons/places/on-machine/places-file.ts'
import { readPassword } from '../../src-main/commons/places/on-machine/place-secrets.ts'
import { findCopyPlace, withCopies } from '../../src-main/domains/copies/on-machine/with-copies.ts'
import { sheetText } from '../../src-main/domains/copies/on-pair/texts.ts'
import { placesAgent } from '../../src-main/commons/places/agent.ts'
import { bucket, startBucketServer, type BucketServer } from './bucket-server.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'
import { run } from '../../src-main/tools/run.ts'
import { identifyThisProcess, nameOfProcess } from '../../src-main/tools/proc/process-identity.ts'
import { titles } from '../../src-main/tools/titles/messages.ts'

const quiet: PlaceWork = { report: () => undefined }
const name = 'Bucket'
/** Told of a restic before 0.16. */
const ofRestic = /^restic 0\.1[0-5]\./.test(sh('restic', 'version')) ? [{ id: 'places.linksOfText' }] : []

let laptop: LoopBtrfs
let server: BucketServer
let places: Places
let host: { readonly stateFolder: string; readonly runFolder: string }
let home: string

beforeEach(async () => {
  laptop = makeLoopBtrfs(1024)
  for (const one of ['@', '@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, one))
  const root = laptop.mount('@', 'root')
  mkdirSync(path.join(root, 'etc'))
  home = laptop.mount('@home', 'root/home')
  const stateFolder = laptop.mount('@state', 'root/state')
  places = { areas: { system: path.join(root, 'etc'), home }, stateFolder, swapFiles: [] }
  host = { stateFolder, runFolder: path.join(laptop.folder, 'run') }
  mkdirSync(path.join(home, 'alice'))
  writeFileSync(path.join(home, 'alice/letter'), 'Dear Bob')
  writeFileSync(path.join(home, 'alice/photo'), randomBytes(3_000_000))
  server = await startBucketServer(path.join(laptop.folder, 'server'))
}, 60_000)
afterEach(async () => {
  await server.stop()
  laptop.remove()
})

let taken = 0
const take = () =>
  takeSet(places, { switchId: `bucket-test-${(taken += 1)}`, reason: 'manual' }, { report: () => undefined })
const at = (folder = '/p17', of = bucket) => `s3://127.0.0.1:${server.port}/${of}${folder}`
const wanted = (more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ where: at(), asStore: false, keys: server.keys, ca: server.ca },
  ...more,
})
const addBucket = () => add(host, { ...wanted(), name }, {})
const within = <T>(work: (open: OpenedCopies) => Promise<T>): Promise<T> =>
  withCopies(host, findCopyPlace(host.stateFolder, name), {}, work)
const differences = (one: string, other: string) =>
  sh('rsync', '-niacHAXS', '--modify-window=-1', '--delete', `${one}/`, `${other}/`)
const homeOf = (id: string, stateFolder = host.stateFolder) => path.join(setFolder(stateFolder, id), 'home')
const secretsOf = () => readdirSync(path.join(host.stateFolder, 'secrets')).filter((one) => one !== 'ssh-key')
const problemOf = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  problem: { id: `places.${id}`, ...more },
})

it('keeps a set, which is verified and comes back, to a laptop that has the sheet alone too; no secret is told', async () => {
  expect(await inspect(host, wanted(), {})).toMatchObject({ kind: 'store', state: 'new', notes: ofRestic })
  expect(secretsOf()).toEqual([])
  const facts = await addBucket()
  expect(facts).toMatchObject({ presence: 'far', copies: [] })
  const set = await take()
  await within((open) => open.put(set, quiet))
  expect((await lookInto(host, facts.place, {})).copies.map((copy) => copy.set.id)).toEqual([set.id])
  const { proven } = await within((open) => open.prove({ part: 1, of: 1 }, quiet))
  expect(proven.map((copy) => copy.set.id)).toEqual([set.id])
  const { setId: back } = await bringBack(
    host,
    findCopyPlace(host.stateFolder, name),
    { setId: set.id, subvolumes: ['home'] },
    quiet,
  )
  expect(differences(homeOf(set.id), homeOf(back))).toBe('')

  const { id } = facts.place
  const password = readPassword(host.stateFolder, id) ?? ''
  for (const file of secretsOf().map((one) => path.join(host.stateFolder, 'secrets', one)))
    expect(statSync(file).mode & 0o777).toBe(0o600)
  const secrets = [server.keys.access, server.keys.secret, password]
  const commands = [...server.seen.commands].join('\n')
  expect(commands).toMatch(/restic/)
  const asked = server.seen.asked.join('\n')
  const answers = JSON.stringify([facts, await lookInto(host, facts.place, {})])
  for (const secret of secrets) for (const told of [commands, answers]) expect(told).not.toContain(secret)
  expect(asked).not.toContain(server.keys.secret)
  expect(sh('grep', '-rlF', server.keys.secret, host.stateFolder).trim()).toBe(
    path.join(host.stateFolder, 'secrets', `${id}.s3`),
  )

  // What the sheet says is enough, for us and for restic alone.
  const sheet = sheetText({
    name,
    laptop: 'p17',
    facts: { ...facts, place: findCopyPlace(host.stateFolder, name) },
    password,
    ...readSheetSecrets(id),
  })
  const other = { stateFolder: path.join(laptop.top, '@state/other'), runFolder: host.runFolder }
  mkdirSync(other.stateFolder)
  const read = (line: string) => new RegExp(`^${line}: +(\\S+)$`, 'm').exec(sheet)?.[1] ?? ''
  const fromSheet = {
    ...{ where: read('Place'), asStore: false, password: read('Password') },
    keys: { access: read('Access key'), secret: read('Secret key') },
    ca: sheet.slice(sheet.indexOf('-----BEGIN')),
  }
  expect(await inspect(other, { ...fromSheet, password: 'another' }, {})).toMatchObject({ state: 'needs-password' })
  expect(await inspect(other, fromSheet, {})).toMatchObject({ state: 'taken-up', laptops: [hostname()] })
  await add(other, { ...fromSheet, name }, {})
  const { setId: there } = await bringBack(
    other,
    findCopyPlace(other.stateFolder, name),
    { setId: set.id, subvolumes: ['home'] },
    quiet,
  )
  expect(differences(homeOf(set.id), homeOf(there, other.stateFolder))).toBe('')
  await restoreByHand(sheet, fromSheet)
  const tree = path.join(laptop.folder, 'back', host.runFolder, 'copies/tree/home')
  expect(differences(homeOf(set.id), tree)).toBe('')

  await within(async (open) => {
    await open.remove(await open.list(), quiet)
    await open.sweep(quiet)
    expect(await open.list()).toEqual([])
  })
  forgetPlace(host.stateFolder, findCopyPlace(host.stateFolder, name))
  expect(secretsOf()).toEqual([])
}, 180_000)

const readSheetSecrets = (id: string) => {
  const { keys, ca } = readBucket(host, id)
  return { keys, ca }
}

/** The lines of the sheet for restic alone. */
async function restoreByHand(
  sheet: string,
  { keys, ca, password }: { readonly keys: BucketServer['keys']; readonly ca: string; readonly password: string },
): Promise<void> {
  const [, repository = ''] = /RESTIC_REPOSITORY=(\S+)$/m.exec(sheet) ?? []
  const cwd = path.join(laptop.folder, 'by-hand')
  mkdirSync(cwd)
  writeFileSync(path.join(cwd, 'ca.pem'), ca)
  const env = {
    ...{ RESTIC_REPOSITORY: repository, RESTIC_PASSWORD: password, RESTIC_CACHE_DIR: path.join(cwd, 'cache') },
    ...{ AWS_ACCESS_KEY_ID: keys.access, AWS_SECRET_ACCESS_KEY: keys.secret },
  }
  const lines = sheet.split('\n').flatMap((line) => /^ {2}(restic .*)$/.exec(line)?.[1] ?? [])
  const ask = (line: string, ...more: readonly string[]) => {
    const [file = '', ...words] = line.split(' ')
    return run({ title: titles.readStore({}), argv: [file, ...words, ...more], env, cwd })
  }
  const { stdout } = await ask(lines[0] ?? '', '--json')
  for (const { short_id: id } of JSON.parse(stdout) as readonly { readonly short_id: string }[])
    await ask((lines[1] ?? '').replace('ID', id).replace('/mnt/back', path.join(laptop.folder, 'back')))
}

it('says what is wrong before anything is made there, and leaves no secret of what was not added', async () => {
  const refused = async (more: Readonly<Record<string, unknown>>, id: string, data = {}) => {
    await expect(inspect(host, wanted(more), {})).rejects.toMatchObject(problemOf(id, data))
    await expect(add(host, { ...wanted(more), name }, {})).rejects.toMatchObject(problemOf(id, data))
  }
  await refused({ keys: { ...server.keys, secret: 'another' } }, 'keysRefused')
  await refused({ keys: { ...server.keys, access: 'another' } }, 'keysRefused')
  await refused({ keys: undefined }, 'keysNeeded')
  await refused({ where: at('', 'nowhere') }, 'noBucket', { data: { address: '127.0.0.1', bucket: 'nowhere' } })
  await refused({ ca: undefined }, 'notTrusted', { data: { address: '127.0.0.1', why: 'unknown' } })
  await refused({ ca: 'no certificate' }, 'badCertificate')
  await refused({ where: at().replace('127.0.0.1', 'localhost') }, 'notTrusted', {
    data: { address: 'localhost', why: 'other-name' },
  })
  await refused({ where: 's3://127.0.0.1:1/laptops' }, 'noBucketServer')
  server.fail(({ url = '' }) => (url.includes('list-type') ? 403 : undefined))
  await refused({}, 'notAllowed', { data: { bucket, what: 'list' } })
  server.fail(({ method }) => (method === 'PUT' ? 403 : undefined))
  await refused({}, 'notAllowed', { data: { bucket, what: 'write' } })
  server.fail(() => 503)
  await expect(inspect(host, wanted(), {})).rejects.toMatchObject(problemOf('bucketFails'))
  server.fail(undefined)
  expect(server.seen.asked.filter((asked) => asked.includes('config'))).toEqual([])
  expect(secretsOf()).toEqual([])
  expect(readPlaces(host.stateFolder)).toEqual([])
}, 120_000)

it('does not take a store that cannot be read, or somebody’s files, for an empty bucket', async () => {
  await addBucket()
  const { place } = await lookInto(host, findCopyPlace(host.stateFolder, name), {})
  const password = readPassword(host.stateFolder, place.id) ?? ''
  const before = sh('find', path.join(laptop.folder, 'server/objects'), '-name', '*config*').trim()
  forgetPlace(host.stateFolder, place)
  server.fail(({ method, url = '' }) => (method !== 'PUT' && url.includes('/config') ? 403 : undefined))
  await expect(add(host, { ...wanted(), name, password }, {})).rejects.toMatchObject({ code: 'tool-failed' })
  server.fail(undefined)
  await expect(add(host, { ...wanted(), name }, {})).rejects.toMatchObject(problemOf('storeThere'))
  expect(sh('find', path.join(laptop.folder, 'server/objects'), '-name', '*config*').trim()).toBe(before)
  await expect(inspect(host, wanted({ where: at('') }), {})).rejects.toMatchObject(problemOf('foreignFolder'))
  expect(await add(host, { ...wanted(), name, password }, {})).toMatchObject({ copies: [] })
}, 120_000)

it('goes through errors of the server for a while, and is whole when it was killed in the middle and is run again', async () => {
  await addBucket()
  let failed = 0
  server.fail(() => ({ 1: 503, 4: 500, 9: 503 })[(failed += 1)])
  const first = await take()
  await within((open) => open.put(first, quiet))
  expect(failed).toBeGreaterThan(9)
  writeFileSync(path.join(home, 'alice/film'), randomBytes(20_000_000))
  const stop = new AbortController()
  server.fail(({ method, url = '' }) => {
    if (method !== 'PUT' || !url.includes('/data/')) return undefined
    if (!stop.signal.aborted)
      void server.kill().then(() => {
        setTimeout(() => stop.abort(), 500)
      })
    return 'cut'
  })
  const second = await take()
  const cut = within((open) => open.put(second, { ...quiet, signal: stop.signal }))
  await expect(cut).rejects.toMatchObject({ code: 'cancelled' })
  server.fail(undefined)
  const unreachable = lookInto(host, findCopyPlace(host.stateFolder, name), {})
  await expect(unreachable).rejects.toMatchObject(problemOf('noBucketServer'))
  await server.restart()
  const { copies } = await lookInto(host, findCopyPlace(host.stateFolder, name), {})
  expect(copies.map((copy) => copy.set.id)).toEqual([first.id])
  await within((open) => open.put(second, quiet))
  await within((open) => open.prove({ part: 1, of: 1 }, quiet))
  const { setId: back } = await bringBack(
    host,
    findCopyPlace(host.stateFolder, name),
    { setId: second.id, subvolumes: ['home'] },
    quiet,
  )
  expect(differences(homeOf(second.id), homeOf(back))).toBe('')
}, 240_000)

it('tells of keys that may not delete, and keeps everything there', async () => {
  server.fail(({ method }) => (method === 'DELETE' ? 403 : undefined))
  await expect(inspect(host, wanted(), {})).rejects.toMatchObject(problemOf('locksStay'))
  server.fail(({ method, url = '' }) => (method === 'DELETE' && !url.includes('/locks/') ? 403 : undefined))
  const found = await inspect(host, wanted(), {})
  expect(found).toMatchObject({ state: 'new', notes: [{ id: 'places.keepsAll' }, ...ofRestic] })
  expect((await addBucket()).place).toMatchObject({ keepsAll: true })
  const set = await take()
  await within((open) => open.put(set, quiet))
  await within((open) => open.prove({ part: 1, of: 1 }, quiet))
  expect((await lookInto(host, findCopyPlace(host.stateFolder, name), {})).copies).toHaveLength(1)
}, 120_000)

it('leaves no keys of a place that was looked at by an agent that was killed', async () => {
  await addBucket()
  const { id } = findCopyPlace(host.stateFolder, name)
  const secrets = path.join(host.stateFolder, 'secrets')
  const self = identifyThisProcess()
  const tried = (one: string, owner: string) => {
    for (const [file, text] of [
      ['', 'password'],
      ['.s3', 'keys'],
      ['.tried', owner],
    ] as const)
      writeFileSync(path.join(secrets, `${one}${file}`), text)
  }
  const gone = Number(sh('bash', '-c', 'echo $$').trim())
  tried('00000000000000aa', nameOfProcess({ ...self, pid: gone }))
  tried('00000000000000bb', nameOfProcess(self))
  writeFileSync(path.join(secrets, '00000000000000cc'), 'of an earlier version')
  writeFileSync(path.join(secrets, 'ssh-key'), 'key')
  await placesAgent.atStart?.(host as never, undefined as never)
  expect(readdirSync(secrets).toSorted()).toEqual(
    [
      id,
      `${id}.ca`,
      `${id}.s3`,
      '00000000000000bb',
      '00000000000000bb.s3',
      '00000000000000bb.tried',
      'ssh-key',
    ].toSorted(),
  )
  const file = path.join(host.stateFolder, 'places.json')
  writeFileSync(file, 'damaged')
  await expect(placesAgent.atStart?.(host as never, undefined as never)).rejects.toMatchObject({
    code: 'state-unreadable',
  })
  expect(existsSync(path.join(secrets, id))).toBe(true)
  rmSync(file)
}, 60_000)
