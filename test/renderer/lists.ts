/** What the pages for looking list: full, empty, partial, and far too much. Each entry is like one that was recorded. */
import type { z } from 'zod'
import type { calls } from '../../src-main/contract/calls.ts'
import type { Output, Parsed } from '../../src-main/contract/define.ts'
import type { AtSwitchLine, ComparedPackage } from '../../src-main/contract/packages-calls.ts'
import type { ActivityEntry, WorkEntry } from '../../src-main/contract/activity-calls.ts'
import type { EtcRule } from '../../src-main/contract/etc-calls.ts'
import type { Setting } from '../../src-main/contract/settings-calls.ts'
import { proofTitle } from '../../src-main/contract/proof/proof-title.ts'
import type { ContainerRuleChange } from '../../src-main/contract/container-rule.ts'
import type { ContainerRules } from '../../src-main/contract/containers-calls.ts'
import type { PackageRuleChange } from '../../src-main/contract/package-rule.ts'
import type { PackageRules } from '../../src-main/contract/package-rules-calls.ts'
import type { keptListSchema } from '../../src-main/contract/kept-calls.ts'
import type { Snapshot, SnapshotSubvolume } from '../../src-main/contract/snapshot-calls.ts'
import { p17, xps } from './laptops.ts'
import { oneOf, recordedAnswer } from './recorded.ts'
import { proofOf } from './runs.ts'

const recorded = [
  ...recordedAnswer('snapshotsList', 'with one of every kind').snapshots,
  ...recordedAnswer('snapshotsList', 'with one that cannot be read').snapshots,
]
const readable = (reason: Snapshot['reason']) =>
  oneOf(
    `snapshots: ${reason}`,
    recorded,
    (one) => one.reason === reason && one.readable && one.neededBecause === undefined,
  )

const about = (gigabytes: number) => ({ pinned: false, space: { kind: 'estimate', bytes: gigabytes * 1e9 } }) as const

const ofSwitches = { 'before-switch': readable('before-switch'), 'after-switch': readable('after-switch') }
const manual = readable('manual')
const foreign = oneOf('snapshots of another tool', recorded, ({ reason }) => reason === 'foreign')
const unreadable = oneOf('snapshots that cannot be read', recorded, (one) => !one.readable)

/** Those of a recorded set, without what only the practice laptops have inside. */
const subvolumesOf = (...areas: readonly string[]): SnapshotSubvolume[] =>
  areas.map((area) => oneOf(`the subvolume ${area}`, manual.subvolumes, ({ subvolume }) => subvolume === area))
const titlesOf = (...areas: readonly string[]): string[] => subvolumesOf(...areas).map(({ shortTitle }) => shortTitle)

/** "/srv", as a folder that the person added. */
const srv: SnapshotSubvolume = { subvolume: 'extra/srv', title: '/srv', shortTitle: '/srv', path: '/srv' }

interface OfSwitch {
  readonly switchId: string
  readonly at: string
  readonly reason: keyof typeof ofSwitches
  readonly from: string
  readonly to: string
  /** Of both laptops together. */
  readonly gigabytes: number
  readonly laptops?: readonly string[]
}

function pair({ switchId, at, reason, from, to, gigabytes, laptops = [p17.name, xps.name] }: OfSwitch): Snapshot[] {
  return laptops.map((laptop) => ({
    ...ofSwitches[reason],
    id: `${at.replaceAll(/[-:.]/g, '')}-${switchId}`,
    laptop,
    at,
    subvolumes: [...subvolumesOf('home', 'system', 'images'), srv],
    ...about(gigabytes / laptops.length),
    groupId: switchId,
    switchId,
    from,
    to,
  }))
}

const there = { from: p17.name, to: xps.name }
const back = { from: xps.name, to: p17.name }

export const snapshots: Snapshot[] = [
  ...pair({ switchId: 's3', at: '2026-11-20T07:52:00.000Z', reason: 'before-switch', ...there, gigabytes: 1.5 }),
  {
    ...manual,
    id: '20261120T060000000Z-request-1',
    laptop: p17.name,
    at: '2026-11-20T06:00:00.000Z',
    areas: ['system', 'home'],
    areaTitles: titlesOf('home', 'system'),
    subvolumes: subvolumesOf('home', 'system'),
    pinned: true,
    space: { kind: 'exact', bytes: 0.2e9 },
    groupId: 'request-1',
  },
  {
    ...manual,
    id: '20261119T180000000Z-daily',
    laptop: p17.name,
    at: '2026-11-19T18:00:00.000Z',
    areas: ['system', 'home'],
    areaTitles: titlesOf('home', 'system'),
    subvolumes: subvolumesOf('home', 'system'),
    ...about(0.02),
    // A timer takes it, which no recording waits for.
    reason: 'scheduled',
    description: '',
    groupId: 'daily',
  },
  {
    ...foreign,
    id: 'timeshift-btrfs/2026-11-19_12-00-01',
    laptop: xps.name,
    at: '2026-11-19T12:00:01.000Z',
    areas: ['system'],
    areaTitles: titlesOf('system'),
    tool: 'timeshift',
    description: 'Weekly',
  },
  ...pair({ switchId: 's2', at: '2026-11-18T18:12:00.000Z', reason: 'after-switch', ...back, gigabytes: 6.4 }),
  ...pair({ switchId: 's2', at: '2026-11-18T17:58:00.000Z', reason: 'before-switch', ...back, gigabytes: 6.7 }),
  ...pair({
    switchId: 's1',
    at: '2026-11-16T08:31:00.000Z',
    reason: 'after-switch',
    ...there,
    gigabytes: 11.4,
    laptops: [p17.name],
  }),
  ...pair({ switchId: 's1', at: '2026-11-16T08:20:00.000Z', reason: 'before-switch', ...there, gigabytes: 11.5 }),
  { ...unreadable, id: 'odd', laptop: xps.name, at: '2026-11-13T19:44:00.000Z' },
]

export const onlyHere: Snapshot[] = snapshots.filter(({ laptop }) => laptop === p17.name)

export const manySnapshots = (count: number, from = '2026-11-20T07:00:00.000Z'): Snapshot[] =>
  Array.from({ length: count }, (_, index) => ({
    ...manual,
    id: `many-${index}`,
    groupId: `many-${index}`,
    laptop: index % 2 === 0 ? p17.name : xps.name,
    at: new Date(Date.parse(from) - index * 600_000).toISOString(),
    areas: ['home'],
    areaTitles: titlesOf('home'),
    subvolumes: subvolumesOf('home'),
    description: `Number ${index}`,
  }))

const recordedRules = recordedAnswer('etcList', 'after the first switch').rules
const personsRule = (wanted: EtcRule['decision']): EtcRule =>
  oneOf(`the person's ${wanted}`, recordedRules, ({ origin, decision }) => origin === 'person' && decision === wanted)

export const rules: EtcRule[] = [
  { ...personsRule('always'), pattern: '/sysctl.d/60-dev.conf', line: 4 },
  { ...personsRule('always'), pattern: '/docker/daemon.json', line: 5 },
  { ...personsRule('never'), pattern: '/cups/printers.conf', line: 7 },
  ...recordedRules.filter(({ origin }) => origin === 'built-in'),
]

export const kept: z.infer<typeof keptListSchema> = {
  kinds: [
    {
      ...{
        kind: 'image',
        what: 'VM image',
        title: 'VM images that each laptop keeps for itself',
        names: ['work.qcow2'],
      },
      effect: 'A switch does not copy it, in either direction, and does not ask about it.',
    },
  ],
  file: '~/system-state/kept.json',
}

export const packageRules: PackageRules = {
  rules: [
    { kind: 'apt', name: 'mosh:amd64', decision: 'apart' },
    { kind: 'apt', name: 'libre*', decision: 'apart' },
    { kind: 'apt', name: 'docker.io', decision: 'both' },
    { kind: 'unit', name: 'cups.service', decision: 'apart' },
    { kind: 'source', name: 'https://packages.microsoft.com/* stable', decision: 'apart' },
  ],
  file: '~/system-state/packages.rules',
}

export const containerRules: ContainerRules = {
  rules: [
    { kind: 'volume', name: 'shop_db', decision: 'both' },
    { engine: 'docker', kind: 'volume', name: 'scratch-*', decision: 'apart' },
    { kind: 'image', name: 'app', decision: 'both' },
  ],
  file: '~/system-state/containers.rules',
}

export function decideContainer({ engine, kind, name, decision }: ContainerRuleChange): ContainerRules {
  const others = containerRules.rules.filter(
    (rule) => rule.engine !== engine || rule.kind !== kind || rule.name !== name,
  )
  return { ...containerRules, rules: decision === 'none' ? others : [...others, { engine, kind, name, decision }] }
}

/** After a rule was set, changed or removed. */
export function decidePackage({ kind, name, decision }: PackageRuleChange): PackageRules {
  const others = packageRules.rules.filter((rule) => rule.kind !== kind || rule.name !== name)
  return { ...packageRules, rules: decision === 'none' ? others : [...others, { kind, name, decision }] }
}

export const rulesFile = recordedAnswer('etcList', 'after the first switch').file

export const manyRules = (count: number): EtcRule[] =>
  Array.from({ length: count }, (_, index) => ({
    ...personsRule('always'),
    pattern: `/many.d/${index}.conf`,
    line: index + 1,
  }))

export const endingWork: WorkEntry = {
  kind: 'work',
  callId: '5c0f7a6e-8f0e-4d0e-9f57-3b9a4f0f2a11',
  title: 'Restore 3 files on XPS 13',
  startedAt: '2026-11-19T21:40:00.000Z',
  finishedAt: '2026-11-19T21:40:04.000Z',
  result: 'done',
  summary: '3 files restored',
}

const recordedSwitches = [
  ...recordedAnswer('activityList', 'after three switches').entries,
  ...recordedAnswer('activityList', 'after a switch was killed').entries,
].filter((entry) => entry.kind === 'switch')
const verified = oneOf('a verified switch', recordedSwitches, ({ result }) => result === 'verified')
const notFinished = oneOf('a switch that is not finished', recordedSwitches, ({ result }) => result === 'not-finished')

export const activity: ActivityEntry[] = [
  endingWork,
  {
    kind: 'work',
    callId: '1b0d5a0e-52f4-4a55-8a11-6f0f4f1f9c02',
    title: 'Delete 2 snapshots',
    startedAt: '2026-11-18T19:02:00.000Z',
    finishedAt: '2026-11-18T19:02:31.000Z',
    result: 'failed',
    summary: 'The connection to XPS 13 was lost.',
    error: {
      code: 'unreachable',
      message: 'The connection to XPS 13 was lost.',
      hint: 'Check that it is on, awake and in the same network, then try again.',
      details: 'ssh: Connection timed out (exit 255)',
    },
  },
  {
    kind: 'work',
    callId: '9d1f0f6c-37a8-4a0d-b6a0-1c8f3c9b7e03',
    title: 'Restore /etc on P17',
    startedAt: '2026-11-17T09:15:00.000Z',
    result: 'interrupted',
    summary: 'pc-switcher stopped before the result was known',
  },
  {
    ...verified,
    switchId: 'switch-3',
    startedAt: '2026-11-20T07:54:00.000Z',
    finishedAt: '2026-11-20T08:02:00.000Z',
    tookMs: 8 * 60_000,
    bytes: 25.2e9,
    summary: `25.2 GB copied. ${proofTitle(proofOf())}`,
  },
  {
    ...verified,
    switchId: 's2',
    from: xps,
    to: p17,
    startedAt: '2026-11-18T18:06:00.000Z',
    finishedAt: '2026-11-18T18:12:00.000Z',
    tookMs: 6 * 60_000,
    bytes: 11.8e9,
    summary: '11.8 GB copied. Everything you chose to copy is on P17. No differences in what was compared.',
  },
  {
    ...notFinished,
    switchId: 's1b',
    startedAt: '2026-11-16T08:10:00.000Z',
    finishedAt: '2026-11-16T08:14:00.000Z',
  },
]

/** A journal that is there and cannot be read. */
export const unreadableJournal = {
  ...oneOf(
    'a journal that cannot be read',
    recordedAnswer('activityList', 'with a journal that cannot be read').unreadable,
  ),
  switchId: 's0',
  at: '2026-11-12T18:04:00.000Z',
}

export const manyActivity = (count: number): ActivityEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    ...notFinished,
    switchId: `many-${index}`,
    startedAt: new Date(Date.parse('2026-11-20T07:00:00.000Z') - index * 3_600_000).toISOString(),
    summary: `Number ${index}`,
  }))

const recordedLog = recordedAnswer('activityLog', 'a switch that stopped twice').lines
// Which of the steps at work fails first is another one at every recording.
const failedLine = oneOf(
  'a failure of the home files',
  recordedLog,
  ({ tone, text }) => tone === 'error' && text.startsWith('Home files'),
)
const plainLine = oneOf('a line', recordedLog, ({ tone }) => tone === 'info')

/** A journal of `count` lines, the last but three of which tells of a failure. */
export const logLines = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...(index === count - 4 ? failedLine : plainLine),
    at: new Date(Date.parse('2026-11-20T07:54:00.000Z') + index * 900).toISOString(),
  }))

export const settings: Setting[] = recordedAnswer('settingsList', 'before the first switch').settings

/** What both laptops have installed. */
export const packages = {
  here: p17,
  there: xps,
  packages: [
    packageOf('alacritty', { here: '0.13.2-1', summary: 'Fast, cross-platform, OpenGL terminal emulator' }),
    packageOf('docker.io', { here: '26.1.5+dfsg1-9', summary: 'Linux container runtime', bytes: 132e6 }),
    packageOf('inkscape', { there: '1.4-6', summary: 'vector-based drawing program', bytes: 131e6 }),
    packageOf('krita', { there: '1:5.2.9+dfsg-1', summary: 'pixel-based image manipulation program', bytes: 88e6 }),
    packageOf('libreoffice-writer', {
      here: '4:25.2.3-2',
      there: '4:24.8.4-1',
      summary: 'office productivity suite -- word processor',
    }),
    packageOf('linux-image-amd64', {
      here: '6.12.43-1',
      there: '6.12.38-1',
      summary: 'Linux for 64-bit PCs (meta-package)',
      hardware: 'kernel',
    }),
    flatpakOf('org.gimp.GIMP', '3.0.4 (c81d9f20ab66)', { summary: 'GIMP', scope: 'person' }),
    flatpakOf('org.gnome.Platform//48', '4e7d20c9b1fa', {
      summary: 'GNOME Application Platform version 48',
      neededBy: { first: ['org.gimp.GIMP', 'org.inkscape.Inkscape'], count: 2 },
    }),
    flatpakOf('org.inkscape.Inkscape', '1.4.2 (5f0c1a7e93d2)', { summary: 'Inkscape' }),
    packageOf('neovim', {
      here: '0.10.4-8',
      there: '0.10.4-8',
      summary: 'heavily refactored vim fork',
      isHeldHere: true,
    }),
    ...['apt', 'bash', 'coreutils', 'curl', 'git', 'less', 'openssh-client', 'rsync', 'systemd', 'vim-tiny'].map(
      (name) => packageOf(name, { here: '1.0-1', there: '1.0-1', summary: `${name}, as everywhere` }),
    ),
  ],
  others: [
    {
      ...{ kind: 'unit', name: 'cups.service', origin: 'package', difference: 'different', isOfLaptop: false },
      ...{ here: 'enabled', there: 'disabled' },
    },
    {
      ...{ kind: 'unit', name: 'ssh.service', origin: 'package', difference: 'same', isOfLaptop: true },
      ...{ here: 'enabled', there: 'enabled' },
    },
    {
      ...{ kind: 'source', name: 'https://download.docker.com/linux/debian trixie', manager: 'apt' },
      ...{ difference: 'only-here', followsRelease: false },
      parts: [
        { part: 'components', here: ['stable'] },
        {
          part: 'keys',
          here: ['Docker Release (CE deb) <docker@docker.com>, key 9DC8 5822 9FC7 DD38 854A E2D8 8D81 803C 0EBF CD88'],
        },
      ],
    },
    {
      ...{ kind: 'source', name: 'https://packages.example.org/apt stable', manager: 'apt' },
      ...{ difference: 'different', followsRelease: false },
      parts: [
        { part: 'components', here: ['main, extra'], there: ['main'] },
        {
          part: 'keys',
          here: ['Example Packages, key 4C9F 1E3B 0A77 5D20 9B61 C8F4 1F2E 7A30 55D1 90B2'],
          there: ['Example Packages (2019), key 0D31 77AA 91C4 3E58 22F0 6B9C D417 8E25 1C60 AF43'],
        },
      ],
    },
    {
      ...{ kind: 'source', name: 'https://dl.flathub.org/repo', manager: 'flatpak', followsRelease: false },
      ...{ difference: 'same', parts: [] },
    },
    {
      ...{ kind: 'source', name: 'https://nightly.gnome.org/repo', manager: 'flatpak', scope: 'person' },
      ...{ difference: 'only-here', followsRelease: false, parts: [] },
    },
    {
      ...{ kind: 'setting', topic: 'apt-file', name: '/etc/apt/apt.conf.d/95proxy', difference: 'different' },
      here: { kind: 'lines', lines: ['Acquire::http::Proxy "http://[hidden]@proxy.example:3128";'], more: 0 },
      there: { kind: 'lines', lines: ['Acquire::http::Proxy "DIRECT";'], more: 0 },
    },
    {
      ...{ kind: 'setting', topic: 'apt-file', name: '/etc/apt/preferences.d/testing', difference: 'only-here' },
      here: { kind: 'lines', lines: ['Package: *', 'Pin: release a=testing', 'Pin-Priority: 100'], more: 0 },
    },
    {
      ...{ kind: 'setting', topic: 'default-program', name: 'editor', difference: 'different' },
      here: { kind: 'lines', lines: ['/usr/bin/vim.basic'], more: 0 },
      there: { kind: 'automatic' },
    },
    {
      ...{ kind: 'setting', topic: 'flatpak-permissions', name: 'org.inkscape.Inkscape', difference: 'only-here' },
      here: { kind: 'lines', lines: ['filesystems=home;'], more: 0 },
    },
    {
      ...{ kind: 'setting', topic: 'architecture', name: 'i386', difference: 'same' },
      ...{ here: { kind: 'set' }, there: { kind: 'set' } },
    },
    { kind: 'program', name: '/opt/zotero', by: 'file', inHome: false, difference: 'only-here' },
    { kind: 'program', name: '/opt/pipx/venvs/black', by: 'pipx', inHome: false, difference: 'only-there' },
    { kind: 'program', name: '/home/alice/.cargo/bin/rg', by: 'cargo', inHome: true, difference: 'not-compared' },
  ],
} satisfies Output<(typeof calls)['packagesCompare']>

/** As plans of both ways say it of what no rule of the person's names. */
export function linesAtSwitch({ rules }: PackageRules): AtSwitchLine[] {
  const ruled = new Set(rules.map(({ name }) => name))
  return sketchedLines.flatMap(({ named, listedAs = named, there, here }) =>
    ruled.has(named)
      ? []
      : [
          { listedAs, taken: 'there' as const, ...there },
          ...(here === undefined ? [] : [{ listedAs, taken: 'here' as const, ...here }]),
        ],
  )
}

type Said = Pick<AtSwitchLine, 'does' | 'text'>
const says = (does: Said['does'], text: string): Said => ({ does, text })
const asksToRemove = says('asks', 'You are asked whether to remove it.')
const asInEtc = says('leaves', 'You decide about this file under /etc.')

interface SketchedLine {
  /** As a rule names it. */
  readonly named: string
  readonly listedAs?: string
  readonly there: Said
  readonly here?: Said
}

const sketchedLines: readonly SketchedLine[] = [
  { named: 'alacritty:amd64', there: says('changes', 'Installed.'), here: asksToRemove },
  {
    ...{ named: 'docker.io', listedAs: 'docker.io:amd64', here: asksToRemove },
    there: says('leaves', "Can't be installed: conflicts with docker-ce. Remove docker-ce to install it."),
  },
  { named: 'inkscape:amd64', there: asksToRemove, here: says('changes', 'Installed.') },
  {
    ...{ named: 'libreoffice-writer:amd64', there: says('changes', 'Updated: 4:24.8.4-1 → 4:25.2.3-2.') },
    here: says('leaves', '4:25.2.3-2 stays. XPS 13 has the older 4:24.8.4-1.'),
  },
  {
    ...{ named: 'cups.service', listedAs: 'unit:cups.service' },
    there: says('changes', 'Starts when XPS 13 starts next, and now only if you say so.'),
    here: says('asks', 'You are asked: Leave it as it is, or Stop it.'),
  },
  {
    named: 'https://download.docker.com/linux/debian trixie',
    listedAs: 'source:apt:https://download.docker.com/linux/debian trixie',
    there: says('asks', 'You are asked: Leave, or Add to XPS 13.'),
  },
  {
    named: 'https://packages.example.org/apt stable',
    listedAs: 'source:apt:https://packages.example.org/apt stable',
    there: says('asks', "You are asked: Keep XPS 13's key, or Use P17's key."),
    here: says('asks', "You are asked: Keep P17's key, or Use XPS 13's key."),
  },
  ...['/etc/apt/preferences.d/testing', '/etc/apt/apt.conf.d/95proxy'].map((named) => ({
    ...{ named, listedAs: `setting:apt-file:${named}`, there: asInEtc, here: asInEtc },
  })),
  {
    ...{ named: 'editor', listedAs: 'setting:default-program:editor' },
    there: says('changes', 'Set: /usr/bin/vim.basic.'),
    here: says('asks', "You are asked: Keep P17's, or Choose automatically."),
  },
]

interface Sketch {
  readonly here?: string
  readonly there?: string
  readonly summary: string
  readonly bytes?: number
  /** For the hardware. */
  readonly hardware?: ComparedPackage['hardware']
  readonly isHeldHere?: true
}

function packageOf(
  name: string,
  { here, there, summary, bytes = 4_200_000, hardware, isHeldHere }: Sketch,
): ComparedPackage {
  const installed = (version: string, held: boolean) => ({ version, auto: name.startsWith('l'), held })
  const isEqual = here === there
  const only = here === undefined ? 'only-there' : 'only-here'
  const both = isEqual ? (isHeldHere === true ? 'marks' : 'same') : 'newer-here'
  return {
    ...{ manager: 'apt' as const, name, architecture: 'amd64', summary, installedBytes: bytes },
    difference: here === undefined || there === undefined ? only : both,
    ...(here === undefined ? {} : { here: installed(here, isHeldHere === true) }),
    ...(there === undefined ? {} : { there: installed(there, false) }),
    ...(hardware === undefined ? {} : { apart: 'hardware' as const, hardware }),
    neededBy: name.startsWith('l') ? { first: ['libreoffice', 'task-desktop'], count: 7 } : { first: [], count: 0 },
  }
}

/** Only on this laptop. */
function flatpakOf(name: string, version: string, more: Partial<ComparedPackage> & { readonly summary: string }) {
  const sketched = packageOf(name, { here: version, summary: more.summary })
  const here = { version, auto: name.includes('//'), held: false, origin: 'flathub' }
  return { ...sketched, ...{ manager: 'flatpak' as const, architecture: 'x86_64', here }, ...more }
}

/** As many as a laptop with a desktop has. */
export const manyPackages = {
  ...packages,
  packages: Array.from({ length: 4_000 }, (_none, index) =>
    packageOf(`package-${String(index).padStart(4, '0')}`, {
      here: '1.0-1',
      ...(index % 40 === 0 ? {} : { there: '1.0-1' }),
      summary: 'one of many',
    }),
  ),
}

/** Of a package that only one of the laptops gets from a vendor, and of all others. */
export function originsOf({ packages }: Parsed<typeof calls.packagesOrigins>): Output<typeof calls.packagesOrigins> {
  const debian = 'https://deb.debian.org/debian trixie'
  const vendor = 'https://download.docker.com/linux/debian trixie'
  return {
    packages: packages.map((one) => ({
      ...one,
      here: one.name === 'docker.io' ? [debian, vendor] : [debian],
      there: [debian],
    })),
  }
}
