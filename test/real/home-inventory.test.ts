/** The inventory of a real btrfs home with everything a home may hold, and root's hands in it. */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fieldsOf, pathOfKey, type Entry } from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { recordBase, baseFile, knownBases } from '../../src-main/domains/home-sync/on-machine/memory/bases.ts'
import { digestFiles } from '../../src-main/domains/home-sync/on-machine/check/digest-files.ts'
import {
  holdPlanned,
  holdSent,
  knowSent,
  plannedInventory,
} from '../../src-main/domains/home-sync/on-machine/memory/held-scans.ts'
import {
  changesFile,
  inventoryFile,
  scanFolder,
} from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { readCapabilities } from '../../src-main/domains/home-sync/on-machine/scan/read-capabilities.ts'
import { readEntries } from '../../src-main/domains/home-sync/on-machine/scan/record-files.ts'
import { removeEntries } from '../../src-main/domains/home-sync/on-machine/remove-entries.ts'
import { scanHome } from '../../src-main/domains/home-sync/on-machine/scan/scan-home.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

let disk: LoopBtrfs
let root: string
let stateFolder: string
const bash = (script: string): string =>
  execFileSync('bash', ['--norc', '-euc', script], { cwd: path.join(root, 'alice'), encoding: 'utf8' })

const scan = async (before?: string) => {
  const done = await scanHome({ root, stateFolder, before, exceptions: [] }, {})
  const folder = scanFolder(stateFolder, done.scanId)
  return { ...done, inventory: inventoryFile(folder), changesList: changesFile(folder) }
}

const entriesOf = async (file: string): Promise<Map<string, Entry>> => {
  const entries = new Map<string, Entry>()
  for await (const entry of readEntries(file)) entries.set(pathOfKey(entry.key), entry)
  return entries
}

const changesOf = async (before: string): Promise<readonly string[]> => {
  const changes = await entriesOf((await scan(before)).changesList)
  return [...changes].map(([name, { local }]) => `${local.split(' ')[0] ?? ''} ${name.replace('alice/', '')}`)
}

beforeAll(() => {
  disk = makeLoopBtrfs(512)
  sh('btrfs', '--quiet', 'subvolume', 'create', path.join(disk.top, '@home'))
  root = disk.mount('@home', 'home')
  stateFolder = path.join(disk.folder, 'state')
  mkdirSync(path.join(root, 'alice'))
  bash(`
    mkdir -p names .ssh .cache/deep .config/app 'deep/a b' repo/.git/x repo/inner/.git empty
    for name in $'line\\nbreak' $'latin1-\\xe9\\xff' ' spaces ' -rf 'a//b'x $'tab\\t' 日本 '*?[x]' 'back\\slash' $'one\\x01byte'; do
      [[ "$name" == */* ]] || echo "$name" > "names/$name"; done
    mkdir names/$'folder \\xfe'; echo in > names/$'folder \\xfe/inside'
    echo key > .ssh/id_ed25519; echo c > .ssh/config; printf -- '-----BEGIN OPENSSH PRIVATE KEY-----\\nx\\n' > .ssh/work
    echo x > .cache/deep/file; echo x > .config/app/f; ln -s 'no//where' link; mkfifo pipe
    echo one > hard-b; ln hard-b hard-a; cp /bin/true set-id; chmod 4755 set-id; echo c > capable; setcap cap_net_raw+ep capable
    truncate -s 1M holes; btrfs --quiet subvolume create nested; echo n > nested/in
    python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("sock")' 2>/dev/null || true
    mkdir mounted; chmod 000 names/日本`)
  sh('mount', '-t', 'tmpfs', 'none', path.join(root, 'alice/mounted'))
  writeFileSync(path.join(root, 'alice/mounted/elsewhere'), 'x')
})

afterAll(() => {
  if (existsSync(path.join(root, 'alice/mounted'))) sh('umount', path.join(root, 'alice/mounted'))
  disk.remove()
})

describe('an inventory of /home', () => {
  it('has every name as it is, in tree order, with nested subvolumes and without other file systems', async () => {
    const { inventory, summary, found } = await scan()
    const entries = await entriesOf(inventory)
    const names = [...entries.keys()]
    const expected = execFileSync('find', [root, '-mindepth', '1', '-printf', '%P\\0'], { encoding: 'latin1' })
    const hidden = ['alice/.cache/', 'alice/mounted/', 'alice/sock']
    const listed = expected.split('\0').filter((name) => name !== '' && !hidden.some((start) => name.startsWith(start)))
    expect([...names].sort()).toEqual(listed.sort())
    expect(names.indexOf('alice/deep/a b')).toBe(names.indexOf('alice/deep') + 1)
    expect(names).toContain('alice/nested/in')
    expect(found).toEqual([
      { path: 'alice/.ssh/work', kind: 'key' },
      { path: 'alice/.ssh/work.pub', kind: 'key' },
      { path: 'alice/mounted', kind: 'system' },
    ])
    for (const left of ['.cache', '.ssh/id_ed25519', '.ssh/work', 'mounted'])
      expect(entries.get(`alice/${left}`)?.shared).toBe('X')
    expect(summary.repositories).toEqual(expect.arrayContaining(['alice/repo']))
    expect(summary.carriedApart).toEqual(['alice/pipe', 'alice/set-id'])
  })

  it('tells what each of them is', async () => {
    const entries = await entriesOf((await scan()).inventory)
    const fields = (name: string) => fieldsOf(entries.get(`alice/${name}`)?.shared ?? '')
    expect(fields('hard-a')).toMatchObject({ type: 'f', leader: '', size: 4 })
    expect(pathOfKey(fields('hard-b').leader)).toBe('alice/hard-a')
    expect(fields('link').target).toBe('no\u0001\u0001where')
    expect(fields('pipe').type).toBe('p')
    expect(fields('set-id').mode).toBe('4755')
    expect(fields('holes').size).toBe(1048576)
    expect(fields('nested')).toMatchObject({ type: 'd', size: 0 })
    expect(fields('names/\u00e6\u0097\u00a5\u00e6\u009c\u00ac').mode).toBe('0')
  })

  it('sees every kind of change since, one kept time and size included, and nothing else', async () => {
    const { inventory } = await scan()
    expect(await changesOf(inventory)).toEqual([])
    bash(`
      echo two >> hard-b; rm link; echo new > names/new; t=$(stat -c %y .config/app/f); echo y > .config/app/f; touch -d "$t" .config/app/f
      chmod 600 capable; mv deep/'a b' deep/c; rm pipe; mkdir pipe; setfattr -n user.x -v y holes; echo more > .cache/deep/file2`)
    expect(await changesOf(inventory)).toEqual([
      'touched alice',
      'touched .config/app/f',
      'changed capable',
      'touched deep',
      'deleted deep/a b',
      'added deep/c',
      'changed hard-a',
      'changed hard-b',
      'touched holes',
      'deleted link',
      'touched names',
      'added names/new',
      'retyped pipe',
    ])
  })

  it('can take up a switch again when what it was planned from is long forgotten', async () => {
    const planned = await scan()
    expect(() => holdSent(stateFolder, 'resumed', randomUUID())).toThrow(/has expired/)
    expect(holdSent(stateFolder, 'resumed', planned.scanId)).toBe(true)
    expect(holdPlanned(stateFolder, 'resumed', planned.scanId)).toBe(true)
    for (let number = 0; number < 10; number++) await scan()
    expect(holdSent(stateFolder, 'resumed', planned.scanId)).toBe(false)
    expect(holdPlanned(stateFolder, 'resumed', planned.scanId)).toBe(false)
    expect(await changesOf(plannedInventory(stateFolder, 'resumed'))).toEqual([])
  })

  it('knows what it may have sent: what a scan saw, and what changed between two of them', async () => {
    const shared = async (inventory: string, name: string) => (await entriesOf(inventory)).get(name)?.shared ?? ''
    bash('echo 1 > sent; echo 1 > still')
    const first = await scan()
    const old = await shared(first.inventory, 'alice/sent')
    holdSent(stateFolder, 'sending', first.scanId)
    bash('echo 22 > sent')
    holdSent(stateFolder, 'sending', (await scan()).scanId)
    const other = old.replace(' 2 ', ' 77 ')
    const asked = [
      { path: 'alice/sent', shared: old },
      { path: 'alice/sent', shared: other },
      { path: 'alice/still', shared: other },
    ]
    expect((await knowSent(stateFolder, 'sending', asked.slice(0, 1), false))[0]).toBe(true)
    expect(await knowSent(stateFolder, 'sending', asked.slice(1), false)).toEqual([false, false])
    expect(await knowSent(stateFolder, 'sending', asked.slice(1), true)).toEqual([true, false])
    bash('rm sent still')
  })

  it('counts what was kept from where it was counted before', async () => {
    const first = await scan()
    await recordBase(stateFolder, { switchId: 's1', inventory: first.inventory, kept: [], previous: undefined })
    bash('echo kept >> .config/app/f; echo taken >> set-id; mkdir kept-folder; echo x > kept-folder/x')
    const second = await scan()
    const kept = ['alice/.config/app', 'alice/kept-folder']
    await recordBase(stateFolder, { switchId: 's2', inventory: second.inventory, kept, previous: 's1' })
    expect(knownBases(stateFolder)).toEqual(['s2', 's1'])
    expect(await changesOf(baseFile(stateFolder, 's2'))).toEqual([
      'changed .config/app/f',
      'added kept-folder',
      'added kept-folder/x',
    ])
    await recordBase(stateFolder, { switchId: 's3', inventory: second.inventory, kept: [], previous: 's2' })
    expect(knownBases(stateFolder)).toEqual(['s3', 's2'])
    expect(readdirSync(path.join(stateFolder, 'home-base')).sort()).toEqual([
      'bases.json',
      's2.inventory',
      's3.inventory',
    ])
  })
})

describe('root in a person’s tree', () => {
  const report = () => undefined
  const { signal } = new AbortController()

  it('reads contents and attributes of what is in the tree, and follows no link out of it', async () => {
    bash('ln -s /etc/passwd to-file; mkdir real; echo r > real/f; ln -s real to-folder')
    const digests = await digestFiles(
      root,
      ['alice/capable', 'alice/to-file', 'alice/to-folder/f', 'alice/real/f', 'alice/none', 'alice/pipe'],
      { signal, report },
    )
    expect(digests[0]?.content).toHaveLength(64)
    expect(digests[0]?.attributes).toContain('security.capability')
    expect(digests.map(({ content }) => content !== undefined)).toEqual([true, false, false, true, false, false])
    expect(digests[4]).toEqual({})
    const { inventory } = await scan()
    expect((await readCapabilities(root, inventory, {})).map((file) => file.path)).toEqual(['alice/capable'])
  })

  it('removes only what is still what was seen, and no folder that holds something', async () => {
    bash(
      `mkdir -p going/inner going/full; mkfifo going/inner/pipe going/again; echo x > going/full/stays; echo n > going/$'\\xff'`,
    )
    const { inventory } = await scan()
    bash('rm going/again; mkfifo going/again2; mv going/again2 going/again')
    const outcome = await removeEntries(
      root,
      inventory,
      ['going', 'going/inner', 'going/inner/pipe', 'going/again', 'going/full', 'going/\xff'].map(
        (name) => `alice/${name}`,
      ),
    )
    expect(outcome.removed).toBe(3)
    expect(outcome.left.map(({ path: name }) => name).sort()).toEqual([
      'alice/going',
      'alice/going/again',
      'alice/going/full',
    ])
    expect(bash('cat going/full/stays')).toBe('x\n')
  })

  it('removes nothing through a link that took the place of a folder', async () => {
    const outside = path.join(disk.folder, 'outside')
    mkdirSync(outside)
    bash('mkdir trap; mkfifo trap/pipe')
    const { inventory } = await scan()
    sh('mkfifo', path.join(outside, 'pipe'))
    rmSync(path.join(root, 'alice/trap'), { recursive: true })
    symlinkSync(outside, path.join(root, 'alice/trap'))
    await removeEntries(root, inventory, ['alice/trap/pipe'])
    expect(readdirSync(outside)).toEqual(['pipe'])
  })
})
