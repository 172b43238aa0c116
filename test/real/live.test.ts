/** The child that sets up live folders in the Syncthing of a person, with two real ones of two accounts. */
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ignoreLines } from '../../src-main/domains/live/ignore-lines.ts'
import { liveAnswers, type LivePersonRequest } from '../../src-main/domains/live/person-requests.ts'
import { bytePathFromText } from '../../src-main/kernel/byte-path.ts'
import { run } from '../../src-main/tools/run.ts'
import { askAsPerson } from '../../src-main/tools/syncthing/person/ask-as-person.ts'
import { titles } from '../../src-main/tools/titles/messages.ts'
import { bundleChild } from './bundle-child.ts'
import { createSyncthings, type Side, type Syncthings } from './person-syncthings.ts'

const mount = (words: readonly string[]) => run({ title: titles.setUpSyncthing({}), argv: ['mount', ...words] })

const triesAtMost = 600

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < triesAtMost; tries += 1) {
    if (await isSo()) return
    await delay(100)
  }
  throw new Error(`never: ${what}`)
}

describe('live folders in the Syncthing of a person', () => {
  let top: string
  let program: string
  let both: Syncthings

  beforeAll(async () => {
    top = mkdtempSync(path.join(tmpdir(), 'live-'))
    chmodSync(top, 0o755)
    program = path.join(top, 'person-syncthing.mjs')
    await bundleChild('../../src-main/agent/person-syncthing-main.ts', program)
  })
  afterAll(() => rmSync(top, { recursive: true, force: true }))
  beforeEach(async () => {
    const homes = mkdtempSync(path.join(top, 'homes-'))
    chmodSync(homes, 0o755)
    both = await createSyncthings(homes, program)
  })
  afterEach(async () => {
    await Promise.all([both.from.stop(), both.to.stop()])
  })

  const act = ({ person }: Side, request: LivePersonRequest) =>
    askAsPerson(person, request, liveAnswers.act, { program })
  const selfOf = ({ person: { home, ...account } }: Side) =>
    askAsPerson(account, { ask: 'live-self', home }, liveAnswers.self, { program })
  const look = ({ person }: Side, places: string[]) =>
    askAsPerson(
      person,
      { ask: 'live-look', home: person.home, places, kept: ['Documents'], ours: ['Documents'] },
      liveAnswers.look,
      {
        program,
      },
    )
  const setsOf = ({ person }: Side) =>
    askAsPerson(person, { ask: 'live-sets', home: person.home, places: ['Documents'] }, liveAnswers.sets, { program })

  const folder = { id: 'pc-switcher-documents-1', place: 'Documents' }
  const put = (side: Side, name: string, text: string): void => {
    const { home, uid, gid } = side.person
    for (let at = path.dirname(name); at !== '.'; at = path.dirname(at)) {
      mkdirSync(path.join(home, at), { recursive: true })
      chownSync(path.join(home, at), uid, gid)
    }
    side.write(name, text)
  }

  async function join(side: Side, other: Side, lines: readonly string[], keepsAll = false): Promise<void> {
    const self = await selfOf(other)
    if (self.kind !== 'self') throw new Error('it does not run')
    const { home } = side.person
    const peer = { id: self.deviceId, name: other.person.name, addresses: [`tcp://127.0.0.1:${self.port}`] }
    const folders = [{ ...folder, lines: [...lines], keepsAll }]
    expect(await act(side, { ask: 'live-join', home, peer, addsPeer: true, folders })).toEqual({ kind: 'done' })
  }

  it('carry documents, and never what makes one thing, however it is called', async () => {
    const { from, to } = both
    const kept = ['Documents/letter', 'Documents/a b/ü.txt', 'Documents/code', 'Documents/maps/other.txt']
    const out = [
      ...['Documents/work/.git/HEAD', 'Documents/work/main.c', 'Documents/a*b/.git/HEAD', 'Documents/a*b/x'],
      ...['Documents/end /.hg/x', 'Documents/end /y', 'Documents/two\nlines/.git/HEAD', 'Documents/two\nlines/z'],
      ...['Documents/base.keeper', 'Documents/base.keeper-wal', 'Documents/disk.qcow2', 'Documents/A.SQLITE'],
      ...['Documents/maps/town.shp', 'Documents/maps/town.dbf', 'Documents/p/node_modules/q', 'Documents/mine/x'],
    ]
    for (const name of [...kept, ...out]) put(from, name, name)
    put(from, 'Documents/.stignore', '/mine\n')
    await Promise.all([from.start(), to.start()])
    const lines = ignoreLines({ place: 'Documents', own: [], sets: [...(await setsOf(from)), ...(await setsOf(to))] })
    const before = await Promise.all([from, to].map((side) => side.rest('GET', '/rest/config')))
    await join(from, to, lines)
    await join(to, from, lines)
    // Nothing moves before both are as they should be.
    expect(await from.rest('GET', '/rest/config/folders')).toMatchObject([{ paused: true, type: 'sendreceive' }])
    for (const side of [from, to]) await act(side, { ask: 'live-resume', home: side.person.home, folders: [folder.id] })
    const there = (name: string): boolean => existsSync(path.join(to.person.home, name))
    await until('the documents are there', () => kept.every(there))
    await to.rest('POST', `/rest/db/scan?folder=${folder.id}`)
    expect(out.filter(there)).toEqual([])

    // A repository that somebody makes later.
    for (const name of ['Documents/later/.git/HEAD', 'Documents/later/main.c']) put(from, name, name)
    const renewed = ignoreLines({ place: 'Documents', own: [], sets: [...(await setsOf(from)), ...(await setsOf(to))] })
    for (const { person } of [from, to])
      expect(
        await askAsPerson(
          person,
          { ask: 'live-renew', home: person.home, folders: [{ ...folder, lines: [...renewed] }] },
          liveAnswers.act,
          { program },
        ),
      ).toEqual({ kind: 'done' })
    put(from, 'Documents/later/more.c', 'more')
    put(from, 'Documents/last', 'last')
    await from.rest('POST', `/rest/db/scan?folder=${folder.id}`)
    await until('the last document is there', () => there('Documents/last'))
    expect(['Documents/later/.git/HEAD', 'Documents/later/more.c'].filter(there)).toEqual([])

    const devices = await Promise.all([to, from].map(selfOf))
    for (const [index, side] of [from, to].entries()) {
      const peer = devices[index]?.kind === 'self' ? devices[index].deviceId : ''
      const leave: LivePersonRequest = { ask: 'live-leave', home: side.person.home, folders: [folder], peer }
      expect(await act(side, leave)).toEqual({ kind: 'done' })
      // Again, as after an interruption.
      expect(await act(side, leave)).toEqual({ kind: 'done' })
    }
    expect(await Promise.all([from, to].map((side) => side.rest('GET', '/rest/config')))).toEqual(before)
    expect(readFileSync(path.join(from.person.home, 'Documents/.stignore'), 'utf8')).toBe('/mine\n')
    expect(there('Documents/.stignore')).toBe(false)
    expect(there('Documents/.stfolder')).toBe(false)
    expect(kept.every(there)).toBe(true)
  })

  it('leave out what is private under another name, and what is mounted there', async () => {
    const { from } = both
    const { home } = from.person
    put(from, 'Documents/keys/id_work', 'key')
    put(from, 'Documents/keys/public', 'no key')
    put(from, '.ssh/id_other', 'key')
    symlinkSync('../Documents/keys/id_work', path.join(home, '.ssh/id_work'))
    linkSync(path.join(home, '.ssh/id_other'), path.join(home, 'Documents/keys/copy'))
    mkdirSync(path.join(home, 'Documents/card'))
    mkdirSync(path.join(home, 'Mounted/in'), { recursive: true })
    const mounted = ['Documents/card', 'Mounted'].map((name) => path.join(home, name))
    for (const place of mounted) await mount(['-t', 'tmpfs', 'tmpfs', place])
    try {
      put(from, 'Documents/card/photo', 'of a card')
      const [found] = await setsOf(from)
      expect(found?.whole.toSorted()).toEqual(['card', 'keys/copy', 'keys/id_work'])
      expect((await look(from, ['Mounted', 'Mounted/in'])).problems.map(({ why }) => why)).toEqual([
        'mounted',
        'mounted',
      ])
    } finally {
      for (const place of mounted) await run({ title: titles.setUpSyncthing({}), argv: ['umount', place] })
    }
  })

  it('keep the lines of the person, whatever stands in their file', async () => {
    const { from, to } = both
    await Promise.all([from.start(), to.start()])
    const file = path.join(from.person.home, 'Documents/.stignore')
    put(from, 'Documents/.stignore', '/mine\n')
    put(from, 'Documents/.stversions/old', 'of years ago')
    await join(from, to, ['/ours'], true)
    expect(await from.rest('GET', '/rest/config/folders')).toMatchObject([
      { versioning: { params: { cleanoutDays: '0' } } },
    ])
    const ours = readFileSync(file, 'utf8')
    // Above ours it would count first.
    put(from, 'Documents/.stignore', `!/ours\n${ours}`)
    const renewal = { ask: 'live-renew', home: from.person.home, folders: [{ ...folder, lines: ['/ours'] }] } as const
    expect(await askAsPerson(from.person, renewal, liveAnswers.act, { program })).toEqual({ kind: 'done' })
    expect(readFileSync(file, 'utf8')).toBe(ours.replace('/mine\n', '!/ours\n/mine\n'))
    // What a link leads to would be lost.
    renameSync(file, path.join(from.person.home, 'lines'))
    symlinkSync('../lines', file)
    expect(await askAsPerson(from.person, renewal, liveAnswers.act, { program })).toMatchObject({ kind: 'refused' })
    rmSync(file)
    renameSync(path.join(from.person.home, 'lines'), file)
    // Somebody removed the folder in Syncthing: the lines go all the same.
    await from.rest('PUT', '/rest/config/folders', [])
    expect(await act(from, { ask: 'live-leave', home: from.person.home, folders: [folder] })).toEqual({ kind: 'done' })
    expect(readFileSync(file, 'utf8')).toBe('!/ours\n/mine\n')
  })

  it('are no folders of others, links, settings of programs, or what is one thing itself', async () => {
    const { from } = both
    const { home } = from.person
    mkdirSync(path.join(home, 'of-root'))
    symlinkSync('/etc', path.join(home, 'linked'))
    put(from, 'file', '')
    put(from, 'Documents/.git/HEAD', '')
    put(
      from,
      '.config/user-dirs.dirs',
      'XDG_DOCUMENTS_DIR="$HOME/Documents"\nXDG_MUSIC_DIR="$HOME"\nXDG_VIDEOS_DIR="/srv"\n',
    )
    const places = ['of-root', 'linked', 'linked/ssh', 'file', '.config', 'a/.b', 'system-state', 'snap/x', 'new/one']
    const { problems, usual, versions } = await look(from, places)
    expect(problems.map(({ place, why }) => `${place}: ${why}`)).toEqual([
      ...['of-root: not-yours', 'linked: link', 'linked/ssh: link', 'file: not-folder'],
      ...['.config: hidden', 'a/.b: hidden', 'system-state: hidden', 'snap/x: hidden'],
    ])
    expect(usual).toEqual(['Documents'])
    expect(versions).toEqual([])
    expect(await setsOf(from)).toMatchObject([{ place: 'Documents', whole: [''] }])
  })

  it('get settings of their own that announce nothing, and that nobody else can use, and these go again', async () => {
    const home = path.join(top, 'new-home')
    const person = { uid: 65_534, gid: 65_534 }
    mkdirSync(home)
    chownSync(home, person.uid, person.gid)
    const generate = { ask: 'live-generate', home, account: 'alice', isOverInternet: false } as const
    const made = await askAsPerson(person, generate, liveAnswers.generate, { program })
    if (made.kind !== 'generated') throw new Error(made.details)
    const config = readFileSync(path.join(home, made.folder, 'config.xml'), 'utf8')
    for (const name of ['globalAnnounceEnabled', 'localAnnounceEnabled', 'relaysEnabled', 'natEnabled'])
      expect(config).toContain(`<${name}>false</${name}>`)
    expect(config).toMatch(/<user>alice<\/user>\s*<password>\$2/)
    expect(config).not.toContain('id="default"')
    // What somebody else put there stays, and what Syncthing was about to rename when it ended goes.
    writeFileSync(path.join(home, made.folder, 'note'), '')
    writeFileSync(path.join(home, made.folder, '.syncthing.tmp.1234567'), '')
    const forget = { ask: 'live-forget', home, folder: bytePathFromText(made.folder) } as const
    for (let times = 0; times < 2; times += 1)
      expect(await askAsPerson(person, forget, liveAnswers.act, { program })).toEqual({ kind: 'done' })
    expect(readdirSync(path.join(home, made.folder))).toEqual(['note'])
    // Where the person ticks it, both look for each other.
    await askAsPerson(person, { ...generate, isOverInternet: true }, liveAnswers.generate, { program })
    const open = readFileSync(path.join(home, made.folder, 'config.xml'), 'utf8')
    for (const name of ['globalAnnounceEnabled', 'relaysEnabled', 'natEnabled'])
      expect(open).toContain(`<${name}>true</${name}>`)
  })

  it('are not set up where its Syncthing does not run', async () => {
    const { from } = both
    expect(await selfOf(from)).toEqual({ kind: 'not-running' })
    expect(await act(from, { ask: 'live-resume', home: from.person.home, folders: ['x'] })).toEqual({
      kind: 'not-running',
    })
  })
})
