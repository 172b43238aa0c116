/** Looking into a copy where it is, and taking files out of it, on a btrfs disk and in a store of restic's. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeptTree } from '../../src-main/commons/capability/kept-trees.ts'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import { add } from '../../src-main/domains/copies/on-machine/add-place.ts'
import { withCopiedTree } from '../../src-main/domains/copies/on-machine/copied-tree.ts'
import { findCopyPlace, withCopies } from '../../src-main/domains/copies/on-machine/with-copies.ts'
import { readKeptFolder } from '../../src-main/domains/files/on-machine/browse/list-folder.ts'
import { dropPlanned, fetchChosen } from '../../src-main/domains/files/on-machine/restore/fetched.ts'
import { inspectRestore, restoreHere } from '../../src-main/domains/files/on-machine/restore/restore.ts'
import type { RestorePlace } from '../../src-main/domains/files/restore-schemas.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

const quiet = { report: () => undefined }
const root = { name: 'root', uid: 0, gid: 0, home: '/root' }
const nobody = { name: 'nobody', uid: 65534, gid: 65534, home: '/nonexistent' }

let laptop: LoopBtrfs
let usb: LoopBtrfs
let places: Places
let host: { readonly stateFolder: string; readonly runFolder: string }
let home: string

beforeEach(() => {
  laptop = makeLoopBtrfs()
  usb = makeLoopBtrfs()
  for (const name of ['@', '@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, name))
  const system = laptop.mount('@', 'root')
  mkdirSync(path.join(system, 'etc'))
  home = laptop.mount('@home', 'root/home')
  const stateFolder = laptop.mount('@state', 'root/state')
  places = { areas: { system: path.join(system, 'etc'), home }, stateFolder, swapFiles: [] }
  host = { stateFolder, runFolder: path.join(laptop.folder, 'run') }
  mkdirSync(path.join(home, 'alice'))
})
afterEach(() => {
  laptop.remove()
  usb.remove()
})

const bash = (script: string): string =>
  execFileSync('bash', ['--norc', '-euc', script], { cwd: path.join(home, 'alice'), encoding: 'utf8' })
const store = () => path.join(usb.top, 'store')
const kinds = [
  {
    kind: 'a btrfs disk',
    addPlace: () =>
      add(host, { name: 'Disk', where: sh('findmnt', '-no', 'SOURCE', usb.top).trim(), asStore: false }, {}),
  },
  { kind: 'a store', addPlace: () => add(host, { name: 'Disk', where: store(), asStore: true }, {}) },
] as const

let count = 0
async function copyNow(addPlace: () => Promise<unknown>): Promise<KeptTree> {
  await addPlace()
  count += 1
  const set = await takeSet(places, { switchId: `looking-${count}`, reason: 'manual' }, quiet)
  await withCopies(host, findCopyPlace(host.stateFolder, 'Disk'), {}, (open) => open.put(set, quiet))
  return { place: 'Disk', setId: set.id, subvolume: 'home' }
}

const list = (tree: KeptTree, folder: string, person = root) =>
  withCopiedTree(host, tree, {}, (open) => readKeptFolder(open, person, { path: folder, offset: 0, limit: 100 }))

/** Plans, and does it at once. */
async function restore(tree: KeptTree, paths: readonly string[], place: RestorePlace = 'original') {
  count += 1
  const fetched = `fetch-${count}`
  const { choice, notes } = await fetchChosen(host, withCopiedTree, { fetched, tree, paths, place }, quiet)
  const inspection = await inspectRestore(places, { choice, place }, {})
  const request = { operationId: `restore-${count}`, choice, place, digest: inspection.digest }
  const restored = await restoreHere(places, request, quiet)
  await dropPlanned(host, fetched)
  return { notes, inspection, restored }
}
const fetchedLeft = (): readonly string[] => {
  const folder = path.join(host.stateFolder, 'fetched')
  return existsSync(folder) ? readdirSync(folder) : []
}
const differences = (one: string, other: string) =>
  sh('rsync', '-niacHAXS', '--modify-window=-1', '--delete', `${one}/`, `${other}/`)

describe.each(kinds)('a copy on $kind', ({ kind, addPlace }) => {
  it('is looked into where it is, with names of any bytes, by the rights of whoever asks', async () => {
    bash(String.raw`mkdir -p d/sub private; chmod 700 private; chmod 755 .
      for name in $'line\nbreak' $'latin1-\xe9' '*?[x]' 'back\slash' 'quote"s' 日本; do echo "$name" > "d/$name"; done
      ln -s /nowhere d/link; mkfifo d/fifo; cp /bin/true d/set-id; chmod 4755 d/set-id; chown 5:6 d/sub
      find d -exec touch -hd '2020-01-01 01:02:03.123456789Z' {} +`)
    const tree = await copyNow(addPlace)
    const { total, entries } = await list(tree, 'alice/d', nobody)
    expect(total).toBe(10)
    expect(entries.map(({ name }) => name)).toEqual([
      ...['sub', '*?[x]', 'back\\slash', 'fifo', 'latin1-\u00e9', 'line\nbreak', 'link', 'quote"s', 'set-id'],
      Buffer.from('日本').toString('latin1'),
    ])
    const facts = Object.fromEntries(entries.map((entry) => [entry.name, entry]))
    expect(facts.sub?.facts).toMatchObject({ type: 'folder', owner: bash('stat -c %U:%G d/sub').trim() })
    expect(facts['set-id']).toMatchObject({ facts: { type: 'file', mode: '4755', bytes: statSync('/bin/true').size } })
    expect(facts.link).toMatchObject({ linkTarget: '/nowhere', facts: { type: 'link' } })
    expect(facts.fifo?.facts).toMatchObject({ type: 'other', changedAt: '2020-01-01T01:02:03.123Z' })

    await expect(list(tree, 'alice/private', nobody)).rejects.toMatchObject({ code: 'blocked' })
    await expect(list(tree, 'alice/nothing')).rejects.toMatchObject({ code: 'not-found' })
    expect(await list(tree, 'alice/private')).toEqual({ total: 0, entries: [] })
  })

  it('gives files and folders back as they were, in their places and beside them', async () => {
    bash(String.raw`mkdir -p d/sub; for name in $'line\nbreak' $'latin1-\xe9' '*?[x]' 'back\slash'; do echo "$name" > "d/sub/$name"; done
      ln -s /nowhere d/link; mkfifo -m 600 d/fifo; echo one > d/hard-1; ln d/hard-1 d/sub/hard-2
      cp /bin/true d/set-id; chown 0:0 d/set-id; chmod 4755 d/set-id; cp /bin/true d/capable; setcap cap_net_raw+ep d/capable
      truncate -s 20M d/sparse; echo end >> d/sparse; echo x > d/attributed; setfattr -n user.note -v red d/attributed
      setfacl -m u:33:r d/attributed; chown 5:6 d/sub; chmod 750 d/sub; echo other > other; chown 7:8 .; chmod 711 .
      find d -depth -exec touch -hd '2020-01-01 01:02:03.123456789' {} +; cp -a d /tmp/copies-looking-$$; echo /tmp/copies-looking-$$ > before`)
    const before = readFileSync(path.join(home, 'alice/before'), 'utf8').trim()
    try {
      const tree = await copyNow(addPlace)
      bash('rm -rf d; echo newer > other')
      const { restored, inspection, notes } = await restore(tree, ['alice/d', 'alice/other'])
      expect(notes).toEqual([])
      expect(inspection).toMatchObject({ instant: false, overwrittenCount: 1 })
      expect(restored.left).toEqual([])
      expect(differences(before, path.join(home, 'alice/d'))).toBe('')
      expect(readFileSync(path.join(home, 'alice/other'), 'utf8')).toBe('other\n')
      if (kind !== 'a store') expect(statSync(path.join(home, 'alice/d/sparse')).blocks).toBeLessThan(1000)

      bash('echo newest > other')
      await restore(tree, ['alice/other'], 'beside')
      expect(readFileSync(path.join(home, 'alice/other'), 'utf8')).toBe('newest\n')
      expect(readdirSync(path.join(home, 'alice')).filter((name) => name.startsWith('other (from'))).toHaveLength(1)

      rmSync(path.join(home, 'alice'), { recursive: true })
      await restore(tree, ['alice/d/sub'])
      expect(statSync(path.join(home, 'alice'))).toMatchObject({ uid: 7, gid: 8, mode: 0o40711 })
      expect(differences(path.join(before, 'sub'), path.join(home, 'alice/d/sub'))).toBe('')
      expect(fetchedLeft()).toEqual([])
    } finally {
      rmSync(before, { recursive: true, force: true })
    }
  })

  it('says what is not in it, and leaves nothing behind', async () => {
    bash('echo x > letter')
    const tree = await copyNow(addPlace)
    await expect(restore(tree, ['alice/lettre'])).rejects.toMatchObject({ code: 'not-found' })
    await expect(list({ ...tree, subvolume: 'extra/srv' }, '')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(list({ ...tree, place: 'Nowhere' }, '')).rejects.toMatchObject({ code: 'not-found' })
    expect(fetchedLeft()).toEqual([])
  })

  it('brings a database with what belongs to it', async () => {
    bash(
      `python3 -c 'import os, sqlite3; one = sqlite3.connect("notes.sqlite"); one.execute("pragma journal_mode=wal"); one.execute("create table t (x)"); one.execute("insert into t values (1)"); one.commit(); os._exit(0)'`,
    )
    expect(existsSync(path.join(home, 'alice/notes.sqlite-wal'))).toBe(true)
    const tree = await copyNow(addPlace)
    bash('rm notes.sqlite*')
    await restore(tree, ['alice/notes.sqlite'])
    expect(
      bash(`python3 -c 'import sqlite3; print(sqlite3.connect("notes.sqlite").execute("select x from t").fetchall())'`),
    ).toBe('[(1,)]\n')
  })
})

describe('a disk image in a store', () => {
  it('comes with what it builds on, and not alone where others may build on it', async () => {
    bash(`mkdir vm bases; qemu-img create -q -f qcow2 bases/base.qcow2 1M; cd vm
      qemu-img create -q -f qcow2 -b ../bases/base.qcow2 -F qcow2 work.qcow2`)
    const tree = await copyNow(kinds[1].addPlace)
    bash('rm -r vm bases')
    await restore(tree, ['alice/vm/work.qcow2'])
    expect(bash('ls vm bases')).toBe('bases:\nbase.qcow2\n\nvm:\nwork.qcow2\n')
    bash('cp vm/work.qcow2 vm/other.qcow2')
    const more = await copyNow(() => Promise.resolve())
    bash('rm vm/work.qcow2')
    await expect(restore(more, ['alice/vm/work.qcow2'])).rejects.toMatchObject({ code: 'blocked' })
    await restore(more, ['alice/vm'])
    expect(bash('ls vm')).toBe('other.qcow2\nwork.qcow2\n')
  })
})

describe('a copy in a store that is damaged', () => {
  it('gives nothing of what is damaged in it, and everything else', async () => {
    bash('head -c 3M /dev/urandom > photo; ln photo zlink; echo Dear > letter')
    const tree = await copyNow(kinds[1].addPlace)
    const packs = sh('find', path.join(store(), 'data'), '-type', 'f', '-size', '+2000k').trim().split('\n')
    for (const pack of packs) {
      const bytes = readFileSync(pack)
      bytes.writeUInt8(bytes.readUInt8(1_000_000) ^ 0xff, 1_000_000)
      execFileSync('chmod', ['u+w', pack])
      writeFileSync(pack, bytes)
    }
    bash('rm photo letter zlink')
    await expect(restore(tree, ['alice/zlink', 'alice/letter'])).rejects.toMatchObject({ code: 'not-verified' })
    expect(readdirSync(path.join(home, 'alice'))).toEqual([])
    await restore(tree, ['alice/letter'])
    expect(readdirSync(path.join(home, 'alice'))).toEqual(['letter'])
    expect(fetchedLeft()).toEqual([])
  })
})

describe('what somebody else wrote', () => {
  /** As the other laptop has it there. */
  const disown = (): void => {
    const file = sh('find', usb.top, '-name', 'copy.json').trim()
    const copy = JSON.parse(readFileSync(file, 'utf8')) as { owner: string }
    writeFileSync(file, JSON.stringify({ ...copy, owner: 'somebody-else' }))
  }

  it('follows no link on a disk to what root alone may read', async () => {
    bash('mkdir secret; echo key > secret/id_rsa; ln -s "$PWD/secret" way; echo x > letter')
    const tree = await copyNow(kinds[0].addPlace)
    await expect(restore(tree, ['alice/way/id_rsa'])).rejects.toMatchObject({ code: 'not-found' })
    expect(fetchedLeft()).toEqual([])
  })

  it('keeps private files and devices of another laptop out, and its system', async () => {
    bash(
      'mkdir -p .ssh d; echo key > .ssh/id_ed25519; echo x > .ssh/known_hosts; mknod d/disk b 7 200; echo y > d/letter',
    )
    const tree = await copyNow(kinds[0].addPlace)
    disown()
    bash('rm -r .ssh d')
    const { notes } = await restore(tree, ['alice/.ssh', 'alice/d'])
    expect(bash('find . -mindepth 1 | sort')).toBe('./.ssh\n./d\n./d/letter\n')
    expect(notes).toMatchObject([
      {
        id: 'files.privateLeftOut',
        data: { first: ['alice/.ssh/id_ed25519', 'alice/.ssh/known_hosts', 'alice/d/disk'] },
      },
    ])
    await expect(restore({ ...tree, subvolume: 'system' }, ['etc'])).rejects.toMatchObject({ code: 'blocked' })
  })
})
