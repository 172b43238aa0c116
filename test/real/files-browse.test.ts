/** Looking into real snapshots on a real btrfs: folders, files, versions, names. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findInSets } from '../../src-main/domains/files/on-machine/search/find-in-sets.ts'
import { readFolder } from '../../src-main/domains/files/on-machine/browse/list-folder.ts'
import { lookAt } from '../../src-main/domains/files/on-machine/answers.ts'
import { readVersions } from '../../src-main/domains/files/on-machine/browse/versions.ts'
import type { Tree } from '../../src-main/commons/snapshot-sets/schemas.ts'
import { toAppError } from '../../src-main/kernel/app-error.ts'
import { bytePathFromText } from '../../src-main/kernel/byte-path.ts'
import { makePracticePlace, person } from './files-place.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace())
let alice: string
beforeAll(() => {
  alice = path.join(place.home, 'alice')
})
beforeEach(() => {
  place.emptyFolder()
  const snapshots = path.join(place.places.stateFolder, 'snapshots')
  for (const id of existsSync(snapshots) ? readdirSync(snapshots) : [])
    place.bash(
      `shopt -s nullglob; btrfs -q subvolume delete "${id}"/nested/* "${id}"/{home,system}; rm -r "${id}"`,
      snapshots,
    )
})

const now: Tree = { kind: 'now', subvolume: 'home' }
const then = (setId: string, subvolume = 'home'): Tree => ({ kind: 'snapshot', setId, subvolume })
const list = (tree: Tree, folder: string, offset = 0, limit = 500) =>
  readFolder(place.places, person, { tree, path: folder, offset, limit }, {})
const look = (...sides: readonly (readonly [Tree, string])[]) =>
  lookAt(
    place.places,
    person,
    sides.map(([tree, file]) => ({ tree, path: file })),
    {},
  )
const versions = (file: string, folder = 'home') => readVersions(place.places, folder, file, {})
const find = (
  name: string,
  more: { readonly limit?: number; readonly budgetMs?: number; readonly folder?: string } = {},
) => findInSets(place.places, person, { subvolume: 'home', name, limit: 100, budgetMs: 60_000, ...more }, place.options)
const write = (name: string, text: string): void => writeFileSync(path.join(alice, name), text)

describe('looking into a folder', () => {
  it('lists folders first and then by name, page by page, whatever the names', async () => {
    place.bash(
      `mkdir b10 b9; for n in Zebra apple $'latin1-\\xe9' $'line\\nbreak' -rf 日本; do echo x > "$n"; done; ln -s apple link; mkfifo pipe; chmod 640 apple`,
    )
    const id = await place.take()
    place.bash('rm -r ./* ; echo x > later')
    const { total, entries } = await list(then(id), 'alice')
    expect(total).toBe(10)
    expect(entries.slice(0, 2).map(({ name }) => name)).toEqual(['b9', 'b10'])
    expect(entries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['latin1-\xe9', 'line\nbreak', '-rf', bytePathFromText('日本')]),
    )
    expect(entries.find(({ name }) => name === 'apple')?.facts).toMatchObject({
      type: 'file',
      bytes: 2,
      mode: '0640',
      owner: 'root:root',
    })
    expect(entries.find(({ name }) => name === 'link')).toMatchObject({ facts: { type: 'link' }, linkTarget: 'apple' })
    expect(entries.find(({ name }) => name === 'pipe')?.facts.type).toBe('other')
    const page = await list(then(id), 'alice', 2, 3)
    expect(page.entries).toEqual(entries.slice(2, 5))
    expect((await list(now, 'alice')).entries.map(({ name }) => name)).toEqual(['later'])
    expect((await list(then(id), '')).entries.map(({ name }) => name)).toEqual(['alice'])
  })

  it('pages through a folder of twenty thousand files without asking about more than are shown', async () => {
    place.bash('mkdir many many/folder; cd many; seq -f "file %g" 20000 | xargs -d "\\n" touch')
    const id = await place.take()
    const seen: string[] = []
    for (let offset = 0; offset <= 20_000; offset += 2_000) {
      const { total, entries } = await list(then(id), 'alice/many', offset, 2_000)
      expect(total).toBe(20_001)
      seen.push(...entries.map(({ name }) => name))
    }
    expect(seen).toEqual(['folder', ...Array.from({ length: 20_000 }, (_, index) => `file ${index + 1}`)])
    expect((await list(then(id), 'alice/many', 15_000, 1)).entries).toMatchObject([
      { name: 'file 15000', facts: { type: 'file' } },
    ])
    const { found, complete } = await find('file 1999?')
    expect([found.length, complete]).toEqual([10, true])
  })

  it('leads from the place of a nested subvolume to its own snapshot', async () => {
    place.bash('btrfs -q subvolume create vol; btrfs -q subvolume create vol/inner; echo x > vol/in; mkdir plain')
    const id = await place.take()
    const vol = (await list(then(id), 'alice')).entries.find(({ name }) => name === 'vol')
    expect((await list(then(id), 'alice')).entries.find(({ name }) => name === 'plain')?.subvolume).toBeUndefined()
    expect(vol?.subvolume).toMatch(/^nested\/\d+$/)
    const inside = await list(then(id, vol?.subvolume), '')
    expect(inside.entries.map(({ name }) => name)).toEqual(['inner', 'in'])
    expect((await list(then(id, inside.entries[0]?.subvolume), '')).total).toBe(0)
    expect((await list({ kind: 'now', subvolume: vol?.subvolume ?? '' }, '')).total).toBe(2)
    place.bash('btrfs -q subvolume delete vol/inner vol')
  })

  it('does not follow links out of a snapshot, and says when there is nothing', async () => {
    symlinkSync(place.system, path.join(alice, 'out'))
    const id = await place.take()
    for (const tree of [then(id), now])
      for (const folder of ['alice/out', 'alice/out/etc', 'alice/none'])
        expect(await list(tree, folder).catch(toAppError)).toMatchObject({ code: 'not-found' })
    expect(await list(then('20200101T000000000Z-x'), '').catch(toAppError)).toMatchObject({ code: 'not-found' })
  })

  it('does not show names in folders that the person may not look into', async () => {
    place.bash(
      'mkdir -m 700 closed; chown 0:0 closed; echo x > closed/secret; mkdir -m 750 shared; chown 0:0 shared; setfacl -m u:nobody:rx shared; echo x > shared/seen',
    )
    const id = await place.take()
    expect(await list(then(id), 'alice/closed').catch(toAppError)).toMatchObject({ code: 'blocked' })
    expect((await list(then(id), 'alice/shared')).entries.map(({ name }) => name)).toEqual(['seen'])
  })
})

describe('looking at a file', () => {
  it('shows text, tells binary and large files by their sum, links by their target', async () => {
    place.bash(
      `printf 'then\\n' > letter; printf 'a\\0b' > binary; head -c 1000001 /dev/zero | tr '\\0' x > large; ln -s /etc/shadow link`,
    )
    const id = await place.take()
    write('letter', 'now\n')
    expect(await look([then(id), 'alice/letter'], [now, 'alice/letter'])).toMatchObject([
      { kind: 'text', text: 'then\n', bytes: 5 },
      { kind: 'text', text: 'now\n' },
    ])
    expect(await look([then(id), 'alice/binary'])).toMatchObject([
      { kind: 'opaque', bytes: 3, sha256: place.bash('sha256sum < binary').slice(0, 64) },
    ])
    expect(await look([then(id), 'alice/large'])).toMatchObject([
      { kind: 'opaque', bytes: 1_000_001, sha256: place.bash('sha256sum < large').slice(0, 64) },
    ])
    expect(await look([then(id), 'alice/link'], [now, 'alice/none'])).toEqual([
      { kind: 'link', target: '/etc/shadow' },
      { kind: 'absent' },
    ])
  })

  it('shows contents only to whom they might show themselves, folders on the way and ACLs included', async () => {
    place.bash(`
      echo secret > mine; chown 0:0 mine; chmod 600 mine
      echo secret > allowed; chown 0:0 allowed; chmod 600 allowed; setfacl -m u:nobody:r allowed
      echo secret > group; chown 0:${person.gid} group; chmod 640 group
      mkdir -m 711 way; echo open > way/file; mkdir -m 700 shut; chown 0:0 shut way; echo open > shut/file; chmod 644 shut/file
      echo secret > denied; chown 0:0 denied; chmod 644 denied; setfacl -m u:nobody:- denied`)
    const id = await place.take()
    place.bash('echo other > mine')
    const kinds = async (tree: Tree) =>
      (
        await Promise.all(
          ['mine', 'allowed', 'group', 'way/file', 'shut/file', 'denied'].map((file) => look([tree, `alice/${file}`])),
        )
      ).map(([side]) => side?.kind)
    const expected = ['opaque', 'text', 'text', 'text', 'opaque', 'opaque']
    expect([await kinds(then(id)), await kinds(now)]).toEqual([expected, expected])
    const [one, other] = await look([then(id), 'alice/mine'], [now, 'alice/mine'])
    const [same, again] = await look([then(id), 'alice/mine'], [then(id), 'alice/mine'])
    expect(one).toMatchObject({ kind: 'opaque', note: { id: 'looking.notReadable', data: {} } })
    const sum = (side: typeof one): string => (side?.kind === 'opaque' ? side.sha256 : 'none')
    expect(sum(one)).not.toBe(place.bash("printf 'secret\\n' | sha256sum").slice(0, 64))
    expect([sum(one) === sum(other), sum(same) === sum(again)]).toEqual([false, true])
  })

  it('does not wait for a FIFO, and looks at names that are not text', async () => {
    place.bash(`mkfifo pipe; echo odd > $'odd\\xff\\nname'`)
    const id = await place.take()
    expect(await look([now, 'alice/pipe']).catch(toAppError)).toMatchObject({ code: 'invalid-input' })
    expect(await look([then(id), 'alice/odd\xff\nname'])).toMatchObject([{ kind: 'text', text: 'odd\n' }])
  })
})

describe('versions of a file', () => {
  it('are one for equal neighbours, newest first, with the times when it was not there', async () => {
    const none = await place.take()
    write('letter', 'one')
    const one = [await place.take(), await place.take()]
    rmSync(path.join(alice, 'letter'))
    const gone = await place.take()
    write('letter', 'two')
    const two = await place.take()
    const found = await versions('alice/letter')
    expect(found.map(({ id, alsoIn, facts }) => [id, alsoIn, facts?.bytes])).toEqual([
      ['now', [two], 3],
      [gone, [], undefined],
      [one[1], [one[0]], 3],
    ])
    expect(found.flatMap(({ id, alsoIn }) => [id, ...alsoIn])).not.toContain(none)
    expect(await versions('alice/never')).toEqual([])
  })

  it('are the same for a copy with the same contents, and another for one that only looks the same', async () => {
    place.bash('echo one > a; echo one > b; touch -d 2020-01-01 a b')
    const first = await place.take()
    place.bash('cp -p a c; mv c a; printf "two\\n" > b; touch -d 2020-01-01 b')
    const second = await place.take()
    expect((await versions('alice/a')).map(({ id, alsoIn }) => [id, ...alsoIn])).toEqual([['now', second, first]])
    expect((await versions('alice/b')).map(({ id, alsoIn }) => [id, ...alsoIn])).toEqual([['now', second], [first]])
    place.bash('chmod 600 a')
    expect(await versions('alice/a')).toHaveLength(2)
  })

  it('of a folder are each their own: what is in it was not compared', async () => {
    place.bash('mkdir letters; echo one > letters/one')
    const before = await place.take()
    rmSync(path.join(alice, 'letters/one'))
    const after = await place.take()
    expect((await versions('alice/letters')).map(({ id, alsoIn }) => [id, alsoIn])).toEqual([
      ['now', []],
      [after, []],
      [before, []],
    ])
  })

  it('does not look through links', async () => {
    mkdirSync(path.join(alice, 'd'))
    write('d/x', 'x')
    const id = await place.take()
    renameSync(path.join(alice, 'd'), path.join(alice, 'e'))
    symlinkSync('e', path.join(alice, 'd'))
    expect((await versions('alice/d/x')).map((version) => [version.id, version.facts === undefined])).toEqual([
      ['now', true],
      [id, false],
    ])
  })
})

describe('searching names', () => {
  const paths = async (name: string, more = {}) =>
    (await find(name, more)).found.map((one) => [one.path, one.newest, one.there])

  it('finds each name once, in the newest tree that has it', async () => {
    place.bash('mkdir -p d/deep; echo x > d/Report-1; echo x > d/deep/report-2; echo x > d/both-report')
    const first = await place.take()
    place.bash('rm -r d/deep; rm d/Report-1')
    const second = await place.take()
    place.bash('echo x > d/report-3')
    expect(await paths('REPORT')).toEqual([
      ['alice/d/both-report', 'now', true],
      ['alice/d/report-3', 'now', true],
      ['alice/d/Report-1', first, false],
      ['alice/d/deep/report-2', first, false],
    ])
    expect(await paths('report-?')).toHaveLength(3)
    expect(await paths('*-1')).toEqual([['alice/d/Report-1', first, false]])
    expect(await paths('deep')).toEqual([['alice/d/deep', first, false]])
    expect(second).not.toBe(first)
  })

  it('finds the same when asked again from memory, after sets have come and gone, and after folders were moved', async () => {
    place.bash('mkdir -p a/b; echo x > a/b/needle-1; echo x > a/needle-2')
    const first = await place.take()
    place.bash('mv a/b c; rm c/needle-1; echo x > c/needle-3')
    const second = await place.take()
    place.bash('rm -r c a; echo x > needle-4')
    const third = await place.take()
    const expected = [
      ['alice/needle-4', 'now', true],
      ['alice/a/needle-2', second, false],
      ['alice/c/needle-3', second, false],
      ['alice/a/b/needle-1', first, false],
    ]
    expect(await paths('needle')).toEqual(expected)
    expect(await paths('needle')).toEqual(expected)
    expect(readdirSync(path.join(place.places.stateFolder, 'snapshot-names/home')).sort()).toEqual(
      [`${first}.json.gz`, 'head.json.gz', `${second}.json.gz`].sort(),
    )
    place.bash(
      `btrfs -q subvolume delete ${third}/home ${third}/system ${second}/home ${second}/system; rm -r ${third} ${second}`,
      path.join(place.places.stateFolder, 'snapshots'),
    )
    expect(await paths('needle')).toEqual([
      ['alice/needle-4', 'now', true],
      ['alice/a/b/needle-1', first, false],
      ['alice/a/needle-2', first, false],
    ])
  })

  it('tells a file from a folder of the same name at another time', async () => {
    place.bash('mkdir thing; echo x > thing/inside')
    await place.take()
    place.bash('rm -r thing; echo x > thing')
    const { found } = await find('thing')
    expect(found.map(({ type, there }) => [type, there])).toEqual([['file', true]])
    expect((await find('inside')).found).toHaveLength(1)
  })

  it('says when there are more than wanted, and when its time was over', async () => {
    place.bash('for i in 1 2 3 4; do echo x > "n-$i"; done')
    await place.take()
    expect(await find('n-', { limit: 3 })).toMatchObject({ complete: false, found: [{}, {}, {}] })
    expect((await find('n-', { limit: 3 })).found).toHaveLength(3)
    expect(await find('n-', { limit: 4 })).toMatchObject({ complete: true })
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await find('n-', { budgetMs: 0 })).toMatchObject({ complete: false })
  })

  it('finds also where nothing can be remembered', async () => {
    const memory = path.join(place.places.stateFolder, 'snapshot-names')
    rmSync(memory, { recursive: true, force: true })
    writeFileSync(memory, 'in the way')
    place.bash('echo x > forgotten-1')
    await place.take()
    try {
      expect((await find('forgotten')).found).toHaveLength(1)
    } finally {
      rmSync(memory)
    }
  })

  it('looks into nested subvolumes too, gone or not', async () => {
    place.bash(
      'btrfs -q subvolume create vol; echo x > vol/hidden-1; btrfs -q subvolume create gone; echo x > gone/hidden-2',
    )
    const id = await place.take()
    place.bash('btrfs -q subvolume delete gone; echo x > hidden-3')
    const { found } = await find('hidden-')
    expect(found.map(({ path: one, newest, there }) => [one, newest, there])).toEqual([
      ['alice/hidden-3', 'now', true],
      ['hidden-1', 'now', true],
      ['hidden-2', id, false],
    ])
    expect(found[1]?.subvolume).toMatch(/^nested\//)
    place.bash('btrfs -q subvolume delete vol')
  })

  it('ignores how a letter is written, and does not show what the person may not know of', async () => {
    place.bash(
      `echo x > $'Caf\\u00e9'; echo x > $'cafe\\u0301-2'; mkdir -m 700 shut; echo x > shut/cafe-3; chown 0:0 shut`,
    )
    await place.take()
    expect((await find('CAFÉ')).found).toHaveLength(2)
    expect((await find('cafe-3')).found).toEqual([])
  })
})
