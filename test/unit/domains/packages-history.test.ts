import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answer } from '../../../src-main/machine/machine.ts'
import { readLedger, type LedgerView } from '../../../src-main/commons/ledger/verbs.ts'
import { openSystemState, type SystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import { calls } from '../../../src-main/contract/calls.ts'
import type { PackagesEntry } from '../../../src-main/contract/packages-history-calls.ts'
import { createHistoryHandlers } from '../../../src-main/domains/packages/on-pair/history/history-handler.ts'
import { changeDetail, changedName } from '../../../src-main/contract/packages-history-words.ts'
import type { Flatpak, FlatpaksOfPerson } from '../../../src-main/domains/packages/flatpak/model.ts'
import type { Snap } from '../../../src-main/domains/packages/snap/model.ts'
import { countChanges, manifestChanges } from '../../../src-main/domains/packages/on-pair/history/manifest-changes.ts'
import { parseManifest, type Manifest } from '../../../src-main/domains/packages/on-pair/history/manifest-text.ts'
import type { Capture, InstalledPackage, UnitStates } from '../../../src-main/domains/packages/model.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import {
  type Captured,
  installed,
  manifestWith,
  noApps,
  noneOfUsers,
  noUnits,
  sourceAt,
  unremarkable,
} from './captures.ts'

const noStates: UnitStates = noneOfUsers
const [p17, xps] = [
  { name: 'p17', label: 'P17' },
  { name: 'xps', label: 'XPS 13' },
]
const ledger: LedgerView = {
  holder: { kind: 'none' },
  history: [],
  open: { switchId: 's1', from: p17, to: xps, since: '2026-11-20T08:00:00.000Z', startedBy: 'p17' },
  givenUp: [],
}

function captureIn(packages: readonly InstalledPackage[], units = noStates, users = noStates): Capture {
  return {
    ...{ nativeArch: 'amd64', architectures: ['amd64'], packages: [...packages], own: [], ...unremarkable },
    units: { ...noUnits, ...units, users },
    health: { kind: 'healthy' },
  }
}

function listOf(...parts: Parameters<typeof captureIn>): string {
  return manifestWith(captureIn(...parts), noApps)
}

function manifestIn(text: string): Manifest {
  const read = parseManifest(text)
  if (read.kind === 'unreadable') throw new Error(read.why)
  return read.manifest
}

const changesBetween = (before: string, after: string) => manifestChanges(manifestIn(before), manifestIn(after))

describe('between two lists', () => {
  it('tells what was installed, removed, updated, put back and marked, by kind and then by name', () => {
    const before = listOf([
      ...['gone', 'kept', 'kept-too'].map((name) => installed(name)),
      installed('libc6', { version: '2.41-1' }),
      installed('older', { version: '1:0.9' }),
      installed('marks', { auto: true }),
      installed('holds', { hold: true }),
    ])
    const after = listOf([
      ...['kept', 'kept-too'].map((name) => installed(name)),
      installed('libc6', { version: '2.41-1' }),
      installed('libc6', { version: '2.41-1', arch: 'i386', auto: true }),
      installed('alone', { version: '3.0' }),
      installed('older', { version: '2.0' }),
      installed('marks'),
      installed('holds', { version: '1.1', auto: true }),
    ])
    expect(changesBetween(before, after)).toEqual([
      { kind: 'installed', name: 'alone', version: '3.0', auto: false },
      { kind: 'installed', name: 'libc6:i386', version: '2.41-1', auto: true },
      { kind: 'removed', name: 'gone', version: '1.0' },
      { kind: 'updated', name: 'holds', from: '1.0', to: '1.1' },
      { kind: 'downgraded', name: 'older', from: '1:0.9', to: '2.0' },
      { kind: 'marked', name: 'holds', mark: 'released' },
      { kind: 'marked', name: 'holds', mark: 'came-along' },
      { kind: 'marked', name: 'marks', mark: 'by-hand' },
    ])
    expect(changesBetween(after, after)).toEqual([])
  })

  it('tells units of the system from those of every user', () => {
    const before = listOf([], {
      files: [],
      enabled: ['a.service', 'b.service'],
      masked: ['c.service', 'd.service'],
      byHand: [],
      local: [],
      static: [],
    })
    const after = listOf(
      [],
      { files: [], enabled: ['d.service', 'e.timer'], masked: ['b.service'], byHand: [], local: [], static: [] },
      {
        ...{ files: [], enabled: ['a.service'], masked: [], local: [], static: [] },
        byHand: [
          { kind: 'link', unit: 'x.service', path: 'x.service', target: '/opt/x/x.service', isLost: false },
          { kind: 'link', unit: 'y.service', path: 'y.service', target: '/dev/null', isLost: false },
          {
            kind: 'link',
            unit: 'z.service',
            path: 'default.target.wants/z.service',
            target: 'z.service',
            isLost: true,
          },
        ],
      },
    )
    expect(changesBetween(before, after)).toEqual([
      { kind: 'unit', name: 'a.service', state: 'disabled' },
      { kind: 'unit', name: 'a.service', scope: 'users', state: 'enabled' },
      { kind: 'unit', name: 'b.service', state: 'masked' },
      { kind: 'unit', name: 'c.service', state: 'unmasked' },
      { kind: 'unit', name: 'd.service', state: 'enabled' },
      { kind: 'unit', name: 'e.timer', state: 'enabled' },
      { kind: 'unit', name: 'x.service', scope: 'users', state: 'enabled' },
      { kind: 'unit', name: 'y.service', scope: 'users', state: 'masked' },
    ])
  })

  it('tells Flatpak apps apart by what they were built of, and nothing where a list has none', () => {
    const of = (ref: string, commit: string, version = '') => ({
      ...{ ref, commit: commit.repeat(64), version, origin: 'flathub', title: '', runtime: '', installedBytes: 1 },
    })
    const [maps, draw, platform] = [
      'app/org.a.Maps/x86_64/stable',
      'app/org.a.Draw/x86_64/beta',
      'runtime/org.a.P/x86_64/1',
    ]
    const capture = captureIn([])
    const withFlatpaks = (...flatpaks: readonly Flatpak[]): Captured => ({
      ...noApps,
      flatpak: { ...noApps.flatpak, flatpaks: [...flatpaks] },
    })
    const before = manifestWith(capture, withFlatpaks(of(maps, 'a', '1.0'), of(draw, 'b')))
    const after = manifestWith(capture, withFlatpaks(of(maps, 'c', '1.0'), of(platform, 'd')))
    expect(changesBetween(before, after)).toEqual([
      { kind: 'installed', name: 'org.a.P//1', version: 'dddddddddddd', auto: true },
      { kind: 'removed', name: 'org.a.Draw//beta', version: 'bbbbbbbbbbbb' },
      { kind: 'updated', name: 'org.a.Maps', from: '1.0 (aaaaaaaaaaaa)', to: '1.0 (cccccccccccc)' },
    ])
    const earlier = JSON.stringify({ ...manifestIn(before), flatpak: undefined })
    expect(changesBetween(earlier, after)).toEqual([])
  })

  it('tells Flatpak apps in the home folder apart, and nothing where they are not known', () => {
    const maps = {
      ...{ ref: 'app/org.a.Maps/x86_64/stable', commit: 'a'.repeat(64), version: '1.0', origin: 'mine', title: '' },
      ...{ runtime: '', installedBytes: 1 },
    }
    const listOf = (person: Partial<FlatpaksOfPerson>) => {
      const flatpak = { ...noApps.flatpak, person: { ...noApps.flatpak.person, ...person } }
      return manifestWith(captureIn([]), { ...noApps, flatpak })
    }
    const mine = { name: 'mine', title: '', url: 'https://mine.example/repo', isDisabled: false }
    const [without, having] = [listOf({}), listOf({ flatpaks: [maps], remotes: [mine] })]
    const changes = changesBetween(without, having)
    expect(changes).toEqual([
      { kind: 'installed', name: 'org.a.Maps', scope: 'person', version: '1.0 (aaaaaaaaaaaa)', auto: false },
      { kind: 'setting', name: 'mine', setting: 'flatpak-source-in-home', to: 'https://mine.example/repo' },
    ])
    expect(changes.map(changedName)).toEqual(['org.a.Maps (in the home folder)', 'mine'])
    expect(changesBetween(having, listOf({ isKnown: false }))).toEqual([])
  })

  it('tells where packages came from and what was set for apps, and nothing where a list does not tell', () => {
    const capture = captureIn([])
    const [key, other] = ['A'.repeat(40), 'B'.repeat(40)]
    const snap = (more: Partial<Snap> = {}): Snap => ({
      ...{ name: 'radio', kind: 'app', title: '', version: '1', revision: '1', publisher: '', confinement: 'strict' },
      ...{ isFromStore: true, isEnabled: true, isHeld: false, installedBytes: 0, channel: 'latest/stable', ...more },
    })
    const remote = { ...{ name: 'hub', title: '', hasPassword: false, collection: '', isSigned: true } }
    const flags = { ...{ isDisabled: false, isFiltered: false, keys: [], keyring: '' } }
    const before: Captured = {
      flatpak: {
        ...noApps.flatpak,
        ...{ masks: ['org.a.Old*'], overrides: [{ name: 'org.a.Maps', text: 'filesystems=home' }] },
      },
      snap: { ...noApps.snap, snaps: [snap()], aliases: [{ snap: 'radio', app: 'play', alias: 'play' }] },
      sources: [sourceAt('a'), sourceAt('gone')],
      chosen: [{ name: 'editor', path: '/usr/bin/nano' }],
    }
    const after: Captured = {
      flatpak: {
        ...noApps.flatpak,
        ...{ pins: ['runtime/org.a.P/x86_64/1'], overrides: [{ name: 'org.a.Maps', text: 'filesystems=host' }] },
        remotes: [{ ...remote, ...flags, url: 'https://hub.example/' }],
      },
      snap: {
        ...noApps.snap,
        snaps: [snap({ isHeld: true, isEnabled: false, channel: 'latest/edge' })],
        connections: [{ plugSnap: 'radio', plug: 'audio', slotSnap: '', slot: 'audio-record', isConnected: true }],
      },
      sources: [sourceAt('a', { keys: [{ fingerprint: other, owner: '' }] }), sourceAt('new')],
      chosen: [{ name: 'editor', path: '/usr/bin/vim' }],
    }
    const [earlier, later] = [manifestWith(capture, before), manifestWith(capture, after)]
    expect(earlier).not.toContain('filesystems')
    const changes = changesBetween(earlier, later)
    expect(changes.map((one) => [one.name, changeDetail(one)])).toEqual([
      ['editor', 'default program: /usr/bin/nano → /usr/bin/vim'],
      ['https://a.example stable', `package source: deb main ${key} → deb main ${other}`],
      ['https://gone.example stable', `package source: no longer set, was deb main ${key}`],
      ['https://new.example stable', `package source: deb main ${key}`],
      ['hub', 'Flatpak source: https://hub.example/'],
      ['org.a.Maps', 'permissions: changed'],
      ['org.a.Old*', 'not updated by Flatpak: no longer set'],
      ['play', 'alias: no longer set, was radio.play'],
      ['radio', 'channel: latest/stable → latest/edge'],
      ['radio', 'hold: set'],
      ['radio', 'disabled: set'],
      ['radio:audio :audio-record', 'connection: connected'],
      ['runtime/org.a.P/x86_64/1', 'kept by Flatpak: set'],
    ])
    expect(countChanges(changes).setting).toBe(13)
    const { settings, ...older } = manifestIn(earlier)
    expect(changesBetween(JSON.stringify(older), later)).toEqual([])
    const some = JSON.stringify({ ...older, settings: { 'default-program': settings?.['default-program'] } })
    expect(changesBetween(some, later)).toHaveLength(1)
  })

  it('does not take the snaps of a snapd that does not answer for removed', () => {
    const { snap } = noApps
    const radio = { ...{ name: 'radio', version: '1', revision: '1' }, manual: true }
    const before = JSON.stringify({ ...manifestIn(listOf([])), snap: { radio } })
    const silent = manifestWith(captureIn([]), { ...noApps, snap: { ...snap, snapd: 'silent' } })
    expect(changesBetween(before, silent)).toEqual([])
    expect(changesBetween(before, listOf([])).map(({ kind }) => kind)).toEqual(['removed'])
  })

  it('tells nothing of units of every user where an earlier version did not list them', () => {
    const { units, ...rest } = manifestIn(listOf([installed('one')]))
    const earlier = `${JSON.stringify({ ...rest, units: { enabled: units.enabled, masked: units.masked } })}\n`
    const now = listOf([installed('one')], noStates, {
      files: [],
      enabled: ['a.service'],
      masked: [],
      byHand: [],
      local: [],
      static: [],
    })
    expect(changesBetween(earlier, now)).toEqual([])
  })

  it.each([
    ['damaged', '{"version":1,"apt":{"curl:amd64":{'],
    ['damaged', '{"version":1,"apt":{"curl:amd64":{"version":7}},"units":{"enabled":[],"masked":[]}}'],
    ['damaged', '[]'],
    ['other-version', '{"version":2,"packages":[]}'],
  ])('calls a list %s: %s', (why, text) => {
    expect(parseManifest(text)).toEqual({ kind: 'unreadable', why })
  })
})

describe('from what was committed', () => {
  let folder = ''
  let state: SystemState
  const repository = () => path.join(folder, 'system-state')

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'packages-history-'))
    state = openSystemState(repository(), 'p17')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  interface Made {
    readonly message: string
    /** Host to names of packages, to the text of its list, or to nothing where it is taken away. */
    readonly lists: Readonly<Record<string, readonly string[] | string | undefined>>
    /** Of another branch than main, or of both. */
    readonly branch?: 'aside'
    readonly merges?: 'aside'
  }

  const atOf = (index: number) => new Date((1_763_625_600 + index * 3_600) * 1_000).toISOString()

  /** One commit an hour, by one git for all: git-fast-import(1). */
  function commit(...all: readonly Made[]): void {
    const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`
    const stream = all.map(({ message, lists, branch = 'main', merges }, index) => {
      const files = Object.entries(lists).map(([host, list]) => {
        const file = `packages/${host}.json`
        if (list === undefined) return `D ${file}\n`
        return `M 100644 inline ${file}\n${data(typeof list === 'string' ? list : listOf(list.map((name) => installed(name))))}`
      })
      const made = `commit refs/heads/${branch}\ncommitter p <p@p> ${Date.parse(atOf(index)) / 1_000} +0100\n${data(message)}`
      const from = branch === 'aside' ? 'from refs/heads/main\n' : ''
      return `${made}${from}${merges === undefined ? '' : `merge refs/heads/${merges}\n`}${files.join('')}\n`
    })
    execFileSync('git', ['init', '--quiet', '--initial-branch=main', repository()])
    execFileSync('git', ['-C', repository(), 'fast-import', '--quiet'], { input: stream.join('') })
  }
  const switches = (count: number, hosts: readonly string[]): readonly Made[] =>
    Array.from({ length: count }, (_none, round) => ({
      message: `Switch p17 → xps s${round}`,
      lists: Object.fromEntries(hosts.map((host) => [host, ['apt', `${host}-${round}`]])),
    }))
  async function history(input: Parameters<typeof calls.packagesHistory.input.parse>[0]) {
    const { machine } = await memoryMachine('p17', [answer(readLedger, () => Promise.resolve(ledger))])
    const { packagesHistory } = createHistoryHandlers({ here: () => Promise.resolve(machine), systemState: state })
    const page = await packagesHistory(calls.packagesHistory.input.parse(input), { callId: 'test' })
    return calls.packagesHistory.output.parse(page)
  }
  const told = ({ laptop, title, changes, basis }: PackagesEntry) => ({
    laptop: laptop.name,
    title,
    changes: changes.map(({ kind, name }) => `${kind} ${name}`),
    basis: basis.kind,
  })

  it('tells for each laptop, newest first, what is other than in the list before', async () => {
    commit(
      { message: 'Switch p17 → xps s1', lists: { p17: ['apt', 'vim'], xps: ['apt'] } },
      { message: 'Switch xps → p17 s2', lists: { p17: ['apt', 'vim'], xps: ['apt', 'vim'] } },
      { message: 'no list at all', lists: {} },
      { message: 'Switch xps → p17 s3', lists: { p17: ['apt'] } },
      { message: 'by hand', lists: { xps: ['apt', 'vim', 'zsh'] } },
    )
    const { entries, lists: recorded, unreadable, next } = await history({})
    expect(entries.map(told)).toEqual([
      { laptop: 'xps', title: 'by hand', changes: ['installed zsh'], basis: 'list' },
      { laptop: 'p17', title: 'Switch xps → p17 s3', changes: ['removed vim'], basis: 'list' },
      { laptop: 'xps', title: 'Switch xps → p17 s2', changes: ['installed vim'], basis: 'list' },
      { laptop: 'p17', title: 'Switch p17 → xps s1', changes: [], basis: 'start' },
      { laptop: 'xps', title: 'Switch p17 → xps s1', changes: [], basis: 'start' },
    ])
    expect(entries.map((entry) => entry.switch)).toEqual([
      undefined,
      { switchId: 's3', from: xps, to: p17 },
      { switchId: 's2', from: xps, to: p17 },
      { switchId: 's1', from: p17, to: xps },
      { switchId: 's1', from: p17, to: xps },
    ])
    expect(entries[1]?.counts).toEqual({
      installed: 0,
      removed: 1,
      updated: 0,
      downgraded: 0,
      marked: 0,
      unit: 0,
      setting: 0,
    })
    expect(entries[1]).toMatchObject({ at: atOf(3), basis: { kind: 'list', at: atOf(0) } })
    expect(entries[3]?.basis).toEqual({ kind: 'start', packages: 2 })
    expect(recorded).toEqual([
      { laptop: p17, at: atOf(3) },
      { laptop: xps, at: atOf(4) },
    ])
    expect([unreadable, next]).toEqual([[], undefined])
  })

  it('has the list of a laptop of which nothing changed as of the last switch, which recorded it too', async () => {
    commit(...switches(1, ['p17', 'xps']), { message: 'Switch p17 → xps s1', lists: { p17: ['apt'] } })
    expect((await history({ laptop: 'p17' })).lists).toEqual([
      { laptop: p17, at: atOf(1) },
      { laptop: xps, at: atOf(1) },
    ])
  })

  it('goes back page by page, and finds every entry once', async () => {
    commit(...switches(12, ['p17', 'xps']))
    const whole = (await history({ limit: 200 })).entries
    const found: PackagesEntry[] = []
    let start: string | undefined
    let pages = 0
    do {
      const page = await history({ limit: 5, ...(start === undefined ? {} : { start }) })
      expect(page.entries.length).toBeLessThanOrEqual(6)
      found.push(...page.entries)
      start = page.next
      pages += 1
    } while (start !== undefined)
    expect(whole).toHaveLength(24)
    expect(found).toEqual(whole)
    expect(pages).toBe(4)
  })

  it('reads no more lists for a page than it has to', async () => {
    commit(...switches(1_000, ['p17']))
    const read: string[] = []
    const readVersion = (blob: string) => {
      read.push(blob)
      return openSystemState(repository(), 'p17').readVersion(blob)
    }
    state = { ...openSystemState(repository(), 'p17'), readVersion }
    expect((await history({ limit: 3 })).entries).toHaveLength(3)
    expect(read).toHaveLength(4)
  })

  it('looks for one laptop, by host name or label, and for a part of a name', async () => {
    commit(
      { message: 'Switch p17 → xps s1', lists: { p17: ['apt'], xps: ['apt'] } },
      { message: 'Switch p17 → xps s2', lists: { p17: ['apt', 'vim', 'docker.io'], xps: ['apt', 'vim'] } },
    )
    expect((await history({ laptop: 'xps 13' })).entries.map(told)).toEqual([
      { laptop: 'xps', title: 'Switch p17 → xps s2', changes: ['installed vim'], basis: 'list' },
      { laptop: 'xps', title: 'Switch p17 → xps s1', changes: [], basis: 'start' },
    ])
    const found = await history({ search: 'DOCK' })
    expect(found.entries.map(told)).toEqual([
      { laptop: 'p17', title: 'Switch p17 → xps s2', changes: ['installed docker.io'], basis: 'list' },
    ])
    expect(found.entries[0]?.counts.installed).toBe(1)
    await expect(history({ laptop: 'nobody' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('leaves out lists that it cannot read, says so, and compares with the newest one before that it can', async () => {
    commit(
      { message: 'first', lists: { p17: ['apt', 'vim'] } },
      { message: 'second', lists: { p17: '{"version":1,"apt":{' } },
      { message: 'third', lists: { p17: '{"version":2}' } },
      { message: 'fourth', lists: { p17: ['apt', 'git'] } },
    )
    const { entries, unreadable } = await history({})
    expect(entries.map(told)).toEqual([
      { laptop: 'p17', title: 'fourth', changes: ['installed git', 'removed vim'], basis: 'list' },
      { laptop: 'p17', title: 'first', changes: [], basis: 'start' },
    ])
    expect(unreadable.map(({ laptop, why }) => [laptop, why])).toEqual([
      [p17, 'other-version'],
      [p17, 'damaged'],
    ])
  })

  it('goes on over a list that the person took away, and over their own branches', async () => {
    commit(
      { message: 'first', lists: { p17: ['apt'] } },
      { message: 'gone', lists: { p17: undefined } },
      { message: 'again', lists: { p17: ['apt', 'vim'] } },
      { message: 'aside', lists: { p17: ['apt', 'vim', 'zsh'] }, branch: 'aside' },
      { message: 'merged', lists: { p17: ['apt', 'vim', 'zsh'] }, merges: 'aside' },
    )
    expect((await history({})).entries.map(told)).toEqual([
      { laptop: 'p17', title: 'merged', changes: ['installed zsh'], basis: 'list' },
      { laptop: 'p17', title: 'again', changes: ['installed vim'], basis: 'list' },
      { laptop: 'p17', title: 'first', changes: [], basis: 'start' },
    ])
  })

  it('goes on where a page of commits had nothing that was looked for', async () => {
    commit({ message: 'first', lists: { p17: ['rare'] } }, ...switches(130, ['p17']))
    const found: string[] = []
    let start: string | undefined
    do {
      const page = await history({ search: 'rare', ...(start === undefined ? {} : { start }) })
      found.push(...page.entries.flatMap(({ changes }) => changes.map(({ kind, name }) => `${kind} ${name}`)))
      start = page.next
    } while (start !== undefined)
    expect(found).toEqual(['removed rare'])
  })

  it('passes over what else the person has beside the lists', async () => {
    commit({ message: 'first', lists: { p17: ['apt'], 'my notes': 'of mine', 'deeper/xps': 'of mine' } })
    const { lists, entries, unreadable } = await history({})
    expect([lists.length, entries.length, unreadable]).toEqual([1, 1, []])
  })

  it('is empty before the first switch', async () => {
    expect(await history({})).toEqual({ lists: [], entries: [], unreadable: [] })
    expect(await history({ laptop: 'p17' })).toEqual({ lists: [], entries: [], unreadable: [] })
  })

  it.each(['HEAD', '--output=/tmp/x', `${'a'.repeat(40)}^`])('refuses to begin at "%s"', (start) => {
    expect(calls.packagesHistory.input.safeParse({ start }).success).toBe(false)
  })
})
