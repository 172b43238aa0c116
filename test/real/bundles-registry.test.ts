/** Bundles in a registry: read by others too, proven by bringing all of it back, and nothing of what a registry sends reaches beyond them. */
import { createHash, randomBytes } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { releaseLock, takeLock } from '../../src-main/commons/ledger/on-machine/lock-file.ts'
import type { BundleId } from '../../src-main/contract/bundles-calls.ts'
import type { MoveWork } from '../../src-main/domains/bundles/on-machine/arrive.ts'
import {
  getFromPlace,
  putAtPlace,
  removeAtPlace,
  type BundlePlaceRequest,
} from '../../src-main/domains/bundles/on-machine/at-place.ts'
import { findBundle, readBundles } from '../../src-main/domains/bundles/on-machine/bundle-folders.ts'
import { makeBundle } from '../../src-main/domains/bundles/on-machine/make-bundle.ts'
import { removeBundle } from '../../src-main/domains/bundles/on-machine/make-and-remove.ts'
import { bringBack, putAway } from '../../src-main/domains/bundles/on-machine/put-away.ts'
import { add as addPlace } from '../../src-main/domains/copies/on-machine/add-place.ts'
import { findPlace, readPlaces } from '../../src-main/commons/places/on-machine/places-file.ts'
import { registryOf } from '../../src-main/commons/places/on-machine/registry/open-registry.ts'
import { blobOf, putManifest, tagOf } from '../../src-main/domains/bundles/on-machine/registry-artifacts.ts'
import { pushBlob } from '../../src-main/commons/places/on-machine/registry/registry-requests.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'
import { bundlesAt } from './kept-places.ts'
import { startRegistryServer, type RegistryServer } from './registry-server.ts'

const quiet: MoveWork = { onSent: () => undefined, onRead: () => undefined }
const name = 'Registry'
const operationId = 'bundle-test'

let laptop: LoopBtrfs
let folder: string
let server: RegistryServer
let source: string
let request: BundlePlaceRequest

const stateFolder = () => request.host.stateFolder
const idOf = (version: string): BundleId => ({ name: 'my_work', version })
const make = (version: string) =>
  makeBundle(
    { stateFolder: stateFolder(), person: { name: 'nobody', uid: 65_534, gid: 65_534, home: source } },
    { id: idOf(version), paths: [source] },
    { onBytes: () => undefined },
  )
const put = (version = '1') => putAtPlace(request, idOf(version), quiet)
const get = (version?: string) =>
  getFromPlace(request, version === undefined ? { name: 'my_work' } : idOf(version), quiet)
const treeOf = (version: string) => findBundle(stateFolder(), idOf(version)).place
const subvolumes = () => sh('btrfs', 'subvolume', 'list', '-o', stateFolder()).trim().split('\n').filter(Boolean).length
const differences = (one: string, other: string) =>
  sh('rsync', '-niacHAXS', '--modify-window=-1', '--delete', `${one}/`, `${other}/`)
const where = () => `oci://127.0.0.1:${server.port}/alice/bundles`
const add = (more: object = {}) =>
  addPlace(request.host, { name, where: where(), asStore: false, login: server.login, ca: server.ca, ...more }, {})
const registry = () => {
  const place = findPlace(stateFolder(), name)
  if (place.kind !== 'registry') throw new Error(place.kind)
  return registryOf(request.host, place)
}

beforeEach(async () => {
  laptop = makeLoopBtrfs()
  for (const one of ['@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, one))
  const state = laptop.mount('@state', 'state')
  source = path.join(laptop.mount('@home', 'home'), 'work')
  folder = mkdtempSync(path.join(tmpdir(), 'bundles-registry-'))
  request = { host: { stateFolder: state, runFolder: folder }, place: name }
  sh('chmod', '755', laptop.folder)
  fill()
  server = await startRegistryServer(path.join(folder, 'server'))
}, 60_000)
afterEach(async () => {
  await server.stop()
  laptop.remove()
  rmSync(folder, { recursive: true })
})

/** Everything that a file can have. */
function fill(): void {
  mkdirSync(path.join(source, 'in ner/empty'), { recursive: true })
  for (let number = 0; number < 60; number += 1)
    writeFileSync(path.join(source, `in ner/file ${number}\n`), randomBytes(1 + number * 7919))
  writeFileSync(path.join(source, 'large'), randomBytes(20_000_000))
  sh(
    'sh',
    '-c',
    `cd "$1" && ln large 'in ner/second name' && ln -s /nowhere link && ln -s ../../up 'in ner/up' && mkfifo -m 640 fifo`,
    'sh',
    source,
  )
  sh(
    'sh',
    '-c',
    `cd "$1" && truncate -s 5M hole && setfattr -n user.tag -v red 'in ner' && setfacl -m u:4321:r hole`,
    'sh',
    source,
  )
  sh(
    'sh',
    '-c',
    `cd "$1" && echo x > able && echo y > -dash && chown -Rh 65534:65534 . && setcap cap_net_raw+ep able`,
    'sh',
    source,
  )
  sh('touch', '-d', '2001-02-03 04:05:06.123456789', path.join(source, 'in ner/empty'), path.join(source, 'in ner'))
}

describe('a bundle in a registry', () => {
  it('comes back the same after it is gone here, is read by tar alone, and a later version sends what changed', async () => {
    await add()
    await make('1')
    const copy = path.join(folder, 'copy')
    sh('cp', '-a', '--reflink=never', treeOf('1'), copy)
    expect(await put()).toMatchObject({
      how: 'whole',
      facts: { elsewhere: { places: { [name]: expect.any(String) as unknown } } },
    })
    expect(await put()).toMatchObject({ how: 'there' })
    const sentAll = server.seen.asked.filter((one) => one.startsWith('PUT') && one.includes('/blobs/')).length

    appendFileSync(path.join(source, 'in ner/file 7\n'), 'more')
    await make('2')
    server.seen.asked = []
    await put('2')
    const sent = server.seen.asked.filter((one) => one.startsWith('PUT') && one.includes('/blobs/')).length
    expect([sentAll > 4, sent]).toEqual([true, 4])
    expect((await bundlesAt(request)).map(({ head }) => head.bundle.version)).toEqual(['2', '1'])
    for (const version of ['1', '2']) await removeBundle(stateFolder(), idOf(version))
    expect(await get()).toMatchObject({ how: 'whole', facts: { head: { bundle: idOf('2') } } })
    await get('1')
    expect(differences(path.join(copy, 'files'), path.join(treeOf('1'), 'files'))).toBe('')
    expect(differences(source, path.join(treeOf('2'), 'files/work'))).toBe('')
    expect(sh('btrfs', 'property', 'get', treeOf('1'), 'ro').trim()).toBe('ro=true')
    expect(statSync(path.join(treeOf('1'), 'files/work/hole')).blocks).toBe(0)

    const alone = path.join(folder, 'alone')
    mkdirSync(alone)
    const manifest = await registry().ask(
      {
        method: 'GET',
        path: `manifests/${tagOf(idOf('1'))}`,
        headers: { accept: 'application/vnd.oci.image.manifest.v1+json' },
      },
      {},
    )
    const { layers } = JSON.parse(manifest.kind === 'answered' ? manifest.text : '') as {
      layers: { digest: string; mediaType: string }[]
    }
    for (const { digest } of layers.filter(({ mediaType }) => mediaType.endsWith('tar+gzip'))) {
      const sum = digest.replace('sha256:', '')
      const blob = path.join(server.kept, 'docker/registry/v2/blobs/sha256', sum.slice(0, 2), sum, 'data')
      sh('tar', '-xzpf', blob, '--xattrs', '--xattrs-include=*', '--same-owner', '--numeric-owner', '-C', alone)
    }
    expect(differences(path.join(copy, 'files'), path.join(alone, 'files')).replace(/^\.d.*\n/gm, '')).toBe('')
  })

  it('is put away because of it, and brought back; is deleted there, and counts for nothing here from then on', async () => {
    await add()
    await make('1')
    await put()
    const of = { kind: 'work' as const, laptop: { name: 'p17', label: 'P17' } }
    const options = { signal: new AbortController().signal, blocksSwitch: () => undefined }
    await takeLock(stateFolder(), { id: operationId, of, startedBy: 'p17' }, options)
    const away = () => putAway(request, { operationId, bundle: idOf('1') }, {})
    expect((await away()).staysOn).toMatchObject([{ name, isConnected: true }])
    expect(subvolumes()).toBe(0)
    server.fail(() => 'cut')
    expect(await bringBack(request, idOf('1'), () => quiet)).toMatchObject({ how: 'nowhere' })
    server.fail(undefined)
    expect(await bringBack(request, idOf('1'), () => quiet)).toMatchObject({ how: 'fetched', from: name })
    // Reached, and it does not show the bundle with all that belongs to it: that proves nothing.
    const gets = server.seen.asked.flatMap((one) => /^GET (.*blobs.*)/.exec(one)?.[1] ?? [])
    // The last one is the head.
    const layer = gets.findLast((one) => one !== gets.at(-1))
    const gone = { problem: { id: 'bundles.notProvenElsewhere' } }
    for (const [how, error] of [
      [410, { problem: { id: 'bundles.notReadNow' } }],
      ['cut', { problem: { id: 'bundles.notReadNow' } }],
      [404, gone],
    ] as const) {
      server.fail(({ url }) => ((how === 404 ? url === layer : true) ? how : undefined))
      await expect(away(), String(how)).rejects.toMatchObject(error)
      server.fail(undefined)
      await put()
    }
    await away()
    server.fail(() => 'cut')
    expect(await bringBack(request, idOf('1'), () => quiet)).toEqual({
      how: 'nowhere',
      damaged: [],
      notReached: [name],
    })
    server.fail(undefined)
    expect(await bringBack(request, idOf('1'), () => quiet)).toMatchObject({ how: 'fetched', from: name })
    expect(differences(source, path.join(treeOf('1'), 'files/work'))).toBe('')
    await removeAtPlace(request, findBundle(stateFolder(), idOf('1')).head, quiet)
    expect(await bundlesAt(request)).toEqual([])
    await expect(away()).rejects.toMatchObject({ problem: { id: 'bundles.notProvenElsewhere' } })
    await releaseLock(stateFolder(), operationId, options.signal)
  })

  it('needs its login, by a password or a token of its realm, which is in no command line and goes to nobody else', async () => {
    const refused = { problem: { id: 'places.registryLogin' } }
    await expect(add({ login: undefined })).rejects.toMatchObject(refused)
    await expect(add({ login: { ...server.login, token: 'other' } })).rejects.toMatchObject(refused)
    await expect(add({ ca: undefined })).rejects.toMatchObject({ problem: { id: 'places.notTrusted' } })
    await expect(add({ where: 'oci://127.0.0.1:1/alice' })).rejects.toMatchObject({
      problem: { id: 'places.registrySilent' },
    })
    await expect(add({ where: 'oci+http://192.0.2.1/alice' })).rejects.toMatchObject({
      problem: { id: 'places.badWhere' },
    })
    const plain = { where: 'oci+http://127.0.0.1:5000/alice' }
    await expect(add(plain)).rejects.toMatchObject({ problem: { id: 'places.registryPlain' } })
    expect(readPlaces(stateFolder())).toEqual([])
    await add()
    await expect(add()).rejects.toMatchObject({ problem: { id: 'places.nameTaken' } })
    server.signIn('token')
    await make('1')
    await put()
    await removeBundle(stateFolder(), idOf('1'))
    // As many of the world do it: contents are elsewhere, and whoever has the link gets them.
    const other = await startRegistryServer(path.join(folder, 'other'), server)
    try {
      let headers: string | undefined = 'nothing was asked'
      other.fail((asked) => {
        headers = asked.headers.authorization
        return 404
      })
      server.fail(({ method, url }) =>
        method === 'GET' && /blobs\/sha256/.test(url ?? '')
          ? { location: `https://127.0.0.1:${other.port}/contents` }
          : undefined,
      )
      await expect(get('1')).rejects.toMatchObject({ code: expect.any(String) as unknown })
      expect(headers).toBeUndefined()
      // Who is led there is nobody's guest: it could name a realm of its own.
      const realm = `https://127.0.0.1:${other.port}/token`
      other.fail(() => ({ realm }))
      other.seen.asked = []
      await expect(get('1')).rejects.toMatchObject({ code: 'blocked' })
      expect(other.seen.asked.filter((one) => one.includes('/token'))).toEqual([])
      server.fail(({ url }) =>
        /blobs\/sha256/.test(url ?? '') ? { location: 'http://127.0.0.1/contents' } : undefined,
      )
      await expect(get('1')).rejects.toMatchObject({ problem: { id: 'places.registrySilent' } })
    } finally {
      await other.stop()
    }
    server.fail(undefined)
    await get('1')
    expect([...server.seen.commands].filter((one) => one.includes(server.login.token))).toEqual([])
    expect(JSON.stringify(readBundles(stateFolder()))).not.toContain(server.login.token)
    expect(statSync(path.join(stateFolder(), 'places.json')).mode & 0o777).toBe(0o600)
  })

  it('leaves nothing here or there that counts when the registry fails, forgets a layer or gives another one', async () => {
    await add()
    await make('1')
    const faults = [
      { of: /^POST/, how: 403, id: 'places.registryRefuses' },
      { of: /^POST/, how: 429, id: 'places.registryFails' },
      { of: /^PUT .*blobs/, how: 413, id: 'places.registryTooLarge' },
      { of: /^PUT .*blobs/, how: 500, id: 'places.registryFails' },
      { of: /^PUT .*manifests/, how: 'cut', id: 'places.registrySilent' },
    ] as const
    for (const { of, how, id } of faults) {
      server.fail(({ method, url }) => (of.test(`${method} ${url}`) ? how : undefined))
      await expect(put(), String(of)).rejects.toMatchObject({ problem: { id } })
      server.fail(undefined)
      expect(await bundlesAt(request)).toEqual([])
      expect(findBundle(stateFolder(), idOf('1')).elsewhere).toBeUndefined()
    }
    await put()
    await removeBundle(stateFolder(), idOf('1'))
    const blobs = server.seen.asked.filter((one) => /^GET .*blobs\/sha256/.test(one)).map((one) => one.split(' ')[1])
    const layer = blobs.at(-1)
    const wrong = [404, 'cut', { text: 'another' }, { text: 'x'.repeat(40_000_000) }] as const
    for (const how of wrong) {
      server.fail(({ url }) => (url === layer ? how : undefined))
      await expect(get('1'), JSON.stringify(how).slice(0, 50)).rejects.toMatchObject({
        code: how === 'cut' || (typeof how === 'object' && how.text.length > 100) ? 'unreachable' : 'not-verified',
      })
      expect([readBundles(stateFolder()), subvolumes()]).toEqual([[], 0])
    }
    for (const text of ['{', '[]', '{"schemaVersion":2}', 'x'.repeat(9_000_000)]) {
      server.fail(({ url }) => (/manifests/.test(url ?? '') ? { text } : undefined))
      await expect(get('1')).rejects.toMatchObject({ code: text.length > 100 ? 'unreachable' : 'not-verified' })
    }
    server.fail(({ url }) => (/tags/.test(url ?? '') ? { text: '<html>' } : undefined))
    await expect(get()).rejects.toMatchObject({ problem: { id: 'places.noRegistryThere' } })
    server.fail(undefined)
    await get('1')
  })

  it('is kept where a registry takes only types that it knows, and lists without an end are ended', async () => {
    await add()
    await make('1')
    let tries = 0
    server.fail(({ method, url }) =>
      method === 'PUT' && /manifests/.test(url ?? '') && (tries += 1) === 1 ? 400 : undefined,
    )
    await put()
    expect(tries).toBe(2)
    server.fail(undefined)
    expect(await bundlesAt(request)).toHaveLength(1)
    await removeBundle(stateFolder(), idOf('1'))
    await get('1')
    let page = 0
    server.fail(({ url }) =>
      /tags/.test(url ?? '')
        ? { text: JSON.stringify({ tags: [`a_${(page += 1)}`] }), next: `tags/list?n=${page}` }
        : undefined,
    )
    await expect(bundlesAt(request)).rejects.toMatchObject({ problem: { id: 'places.noRegistryThere' } })
    expect(page).toBeLessThan(1000)
  })

  it('is told as damaged where its description is lost, beside the others, and can be deleted there', async () => {
    await add()
    for (const version of ['1', '2']) {
      await make(version)
      await put(version)
    }
    const description = readFileSync(path.join(treeOf('2'), 'bundle.json'))
    const digest = createHash('sha256').update(description).digest('hex')
    for (const version of ['1', '2']) await removeBundle(stateFolder(), idOf(version))
    const told = async () =>
      (await bundlesAt(request)).map(({ head, proven }) => [head.bundle.version, proven?.isRight])
    for (const how of [404, { text: 'another' }] as const) {
      server.fail(({ url }) => (url?.endsWith(digest) ? how : undefined))
      expect(await told()).toEqual([
        ['2', false],
        ['1', undefined],
      ])
    }
    // The registry itself cannot read it, now or ever.
    server.fail(({ url }) => (url?.includes(`manifests/${tagOf(idOf('2'))}`) ? 500 : undefined))
    expect(await told()).toEqual([
      ['1', undefined],
      ['2', false],
    ])
    const fails = { problem: { id: 'places.registryFails' } }
    await expect(get()).rejects.toMatchObject(fails)
    const lost = (await bundlesAt(request)).at(-1)
    if (lost !== undefined) await expect(removeAtPlace(request, lost.head, quiet)).rejects.toMatchObject(fails)
    server.fail(({ url }) => (url?.endsWith(digest) ? 404 : undefined))
    expect((await get()).facts.head.bundle).toEqual(idOf('1'))
    await expect(get('2')).rejects.toMatchObject({ code: 'not-verified' })
    const [damaged] = await bundlesAt(request)
    if (damaged !== undefined) await removeAtPlace(request, damaged.head, quiet)
    expect(await told()).toEqual([['1', undefined]])
    // By another tag, with which the whole one would be deleted too.
    const type = 'application/vnd.oci.image.manifest.v1+json'
    const of = (version: string) => `manifests/${tagOf(idOf(version))}`
    const manifest = await registry().ask({ method: 'GET', path: of('1'), headers: { accept: type } }, {})
    const body = manifest.kind === 'answered' ? manifest.text : ''
    await registry().ask({ method: 'PUT', path: of('3'), headers: { 'content-type': type }, body }, {})
    expect(await told()).toEqual([['1', undefined]])
    server.fail(({ url }) => (url?.includes(tagOf(idOf('1'))) ? { text: '{"schemaVersion":2}' } : undefined))
    expect(await told()).toEqual([])
  })

  it('is not taken for another one that got its name, and stays where nobody may delete', async () => {
    await add()
    await make('1')
    await put()
    const { head } = findBundle(stateFolder(), idOf('1'))
    await removeBundle(stateFolder(), idOf('1'))
    writeFileSync(path.join(source, 'able'), 'other')
    await make('1')
    await expect(put()).rejects.toMatchObject({ problem: { id: 'bundles.otherThere' } })
    await expect(get('1')).rejects.toMatchObject({ problem: { id: 'bundles.otherThere' } })
    await removeAtPlace(request, findBundle(stateFolder(), idOf('1')).head, quiet)
    expect(await bundlesAt(request)).toHaveLength(1)
    server.fail(({ method }) => (method === 'DELETE' ? 405 : undefined))
    await expect(removeAtPlace(request, head, quiet)).rejects.toMatchObject({
      problem: { id: 'places.registryKeeps' },
    })
    await expect(getFromPlace(request, { name: 'none' }, quiet)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a registry that sends what was never bundled', () => {
  /** An archive as GNU tar would never make one, and as a list that fits it. */
  const hostile: Readonly<Record<string, string>> = {
    'a file through a link of before': `ln -s "$1" files/out; tar -rf t files/out; rm files/out; mkdir files/out; echo bad > files/out/bad; tar -rf t files/out/bad`,
    'a file through a link of an earlier layer': `ln -s "$1" files/out; tar -rf t files/out; rm files/out; mkdir files/out; echo bad > files/out/bad; tar -cf u files/out/bad`,
    'a file through a link that leads up': `ln -s ../../../../../../../../../../../../..$1 files/out; tar -rf t files/out; rm files/out; mkdir files/out; echo bad > files/out/bad; tar -rf t files/out/bad`,
    'a path that leads up': `echo bad > bad; tar -rPf t --transform "s,^bad,files/../../../../../../../../../../../../..$1/bad," bad`,
    'an absolute path': `echo bad > bad; tar -rPf t --transform "s,^bad,$1/bad," bad`,
    'a link to a file of somebody else': `echo x > files/x; ln files/x files/y; tar -rPf t --transform "s,^files/x,$1/keep,Rh" files/x files/y`,
    'a device': `mknod files/null c 1 3; tar -rf t files/null`,
    'its folder as a link': `rm -r files; ln -s "$1" files; tar -rf t files; rm files; mkdir files; echo bad > files/bad; tar -rf t files/bad`,
    'a file of holes without an end': `truncate -s 8T files/hole; tar -Srf t files/hole; rm files/hole`,
    'more than it says': `head -c 30000000 /dev/zero > files/more; tar -rf t files/more`,
    'no archive': `echo no > t`,
  }

  it.each(Object.keys(hostile))('as %s, changes nothing elsewhere and keeps nothing', async (what) => {
    await add()
    mkdirSync(path.join(folder, 'small'))
    const victim = path.join(folder, 'victim')
    mkdirSync(victim)
    writeFileSync(path.join(victim, 'keep'), 'mine')
    rmSync(source, { recursive: true })
    mkdirSync(source)
    writeFileSync(path.join(source, 'note'), 'x')
    sh('chown', '-R', '65534:65534', source)
    const { head, place } = await make('1')
    const work = path.join(folder, 'small')
    sh(
      'sh',
      '-ec',
      `cd "$2"; mkdir files; tar -cf t --files-from /dev/null; ${hostile[what]}; gzip -n t; if test -e u; then gzip -n u; fi`,
      'sh',
      victim,
      work,
    )
    const blob = async (kind: 'head' | 'entries' | 'files', file: string) => {
      const contents = readFileSync(file)
      const own = blobOf(kind, `sha256:${createHash('sha256').update(contents).digest('hex')}`, contents.length)
      await pushBlob(registry(), name, { file, blob: own }, { onBytes: () => undefined })
      return own
    }
    const [config, entries, bad] = [
      await blob('head', path.join(place, 'bundle.json')),
      await blob('entries', path.join(place, 'entries.jsonl')),
      await blob('files', path.join(work, 't.gz')),
    ]
    const more = existsSync(path.join(work, 'u.gz')) ? [await blob('files', path.join(work, 'u.gz'))] : []
    await putManifest(registry(), name, { head, entries, files: [bad, ...more], config }, {})
    await removeBundle(stateFolder(), idOf('1'))
    const before = sh('find', victim, '-printf', '%p %i %m %U %T@ %n %s\n')
    await expect(get('1')).rejects.toMatchObject({ code: 'not-verified' })
    expect(sh('find', victim, '-printf', '%p %i %m %U %T@ %n %s\n')).toBe(before)
    expect([readBundles(stateFolder()), subvolumes()]).toEqual([[], 0])
    expect(readdirSync(stateFolder()).toSorted()).toEqual([
      'bundles',
      'changes.guard',
      'copies',
      'places.json',
      'secrets',
    ])
  })
})
