/** What differs between two trees, as the other side of `compare.*` and `files.look` would tell it. */
import type { TreeChange, ChangeCounts, TreeChangeKind, EntryFacts } from '../../src-main/contract/compare-calls.ts'
import type { LookSide } from '../../src-main/contract/look.ts'
import type { TreeChild } from '../../src-renderer/pages/snapshots/changes/changes-tree.tsx'
import { oneOf, oneOfKind, recordedAnswer } from './recorded.ts'

const recorded = recordedAnswer('comparePage', 'home').entries
const recordedFile = oneOf(
  'a file that changed',
  recorded.flatMap(({ after }) => (after === undefined ? [] : [after])),
  ({ type }) => type === 'file',
)

export function facts(
  bytes: number,
  changedAt = '2026-11-20T07:41:00.000Z',
  more: Partial<EntryFacts> = {},
): EntryFacts {
  return { ...recordedFile, bytes, changedAt, ...more }
}

const then = '2026-11-17T16:20:00.000Z'

function change(path: string, kind: TreeChangeKind, bytes: number, more: Partial<TreeChange> = {}): TreeChange {
  return {
    path,
    kind,
    ...(kind === 'added' ? {} : { before: facts(Math.round(bytes * 0.9), then) }),
    ...(kind === 'deleted' ? {} : { after: facts(bytes) }),
    ...more,
  }
}

const folder = { type: 'folder', mode: '0755' } as const

const named: TreeChange[] = [
  change('alice/.config/systemd/user/syncthing.service', 'changed', 312),
  change('alice/Documents/Invoices', 'attributes', 0, {
    before: facts(0, then, folder),
    after: facts(0, then, { ...folder, mode: '0700' }),
  }),
  change('alice/Documents/Invoices/2026-11-hosting.pdf', 'added', 84_200),
  change('alice/Documents/thesis/chapter-3.odt', 'renamed', 1_240_000, {
    oldPath: 'alice/Documents/thesis/draft/chapter 3 (old).odt',
  }),
  change('alice/Pictures/2026/\u00c3\u00a4hren-im-abendlicht.heic', 'added', 3_140_000),
  change('alice/Projects/atlas/notes/route-import.md', 'added', 6_100),
  change('alice/Projects/atlas/tiles/eu-west-14.parquet', 'changed', 412_000_000),
  change('alice/.local/share/TelegramDesktop/tdata/user_data/cache/0/binlog', 'changed', 18_700_000),
  change('alice/todo.txt', 'deleted', 1_200),
]

const etc: TreeChange[] = [
  change('etc/default/keyboard', 'changed', 150, { after: facts(150, then, { owner: 'root:root' }) }),
  change('etc/docker/daemon.json', 'added', 84),
  change('etc/ssh/sshd_config.d/50-keys.conf', 'changed', 240),
  change('usr/bin/docker', 'added', 38_200_000),
  change('var/lib/dpkg/status', 'changed', 3_020_000),
]

/** Sorted by path, as an agent answers. */
export function changesOf(subvolume: string, count: number): readonly TreeChange[] {
  if (count === 0) return []
  if (subvolume === 'system') return etc
  if (subvolume !== 'home') return []
  const kinds = ['changed', 'added', 'changed', 'deleted', 'changed', 'renamed'] as const
  const more = Array.from({ length: Math.max(0, count - named.length) }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'changed'
    const path = `alice/Projects/atlas/build/chunk-${String(Math.floor(index / 250)).padStart(4, '0')}/tile-${index}.bin`
    return change(path, kind, 1_000 + ((index * 7_919) % 900_000), kind === 'renamed' ? { oldPath: `${path}.tmp` } : {})
  })
  return [...named, ...more].sort((a, b) => (a.path < b.path ? -1 : 1))
}

export function countsOf(changes: readonly TreeChange[]): ChangeCounts {
  const count = (kind: TreeChangeKind) => changes.filter((one) => one.kind === kind).length
  return {
    added: count('added'),
    changed: count('changed'),
    deleted: count('deleted'),
    renamed: count('renamed'),
    attributes: count('attributes'),
    bytes: changes.reduce((sum, { after }) => sum + (after?.bytes ?? 0), 0),
  }
}

interface PageInput {
  readonly offset: number
  readonly limit: number
  readonly kinds?: readonly TreeChangeKind[]
  readonly search?: string
}

export function pageOf(changes: readonly TreeChange[], { offset, limit, kinds, search }: PageInput) {
  const found = changes.filter(
    ({ kind, path }) =>
      (kinds === undefined || kinds.includes(kind)) &&
      (search === undefined || path.toLowerCase().includes(search.toLowerCase())),
  )
  return { total: found.length, entries: found.slice(offset, offset + limit) }
}

export function treeOf(
  changes: readonly TreeChange[],
  path: string,
  offset = 0,
  limit = 1_000,
): { readonly total: number; readonly children: readonly TreeChild[] } {
  const prefix = path === '' ? '' : `${path}/`
  const children = new Map<string, TreeChild>()
  for (const one of changes) {
    if (!one.path.startsWith(prefix)) continue
    const [name = '', ...rest] = one.path.slice(prefix.length).split('/')
    const before = children.get(name)
    children.set(name, {
      name,
      path: `${prefix}${name}`,
      ...(before?.change === undefined ? {} : { change: before.change }),
      ...(rest.length === 0 ? { change: one } : {}),
      count: (before?.count ?? 0) + 1,
      bytes: (before?.bytes ?? 0) + (one.after?.bytes ?? 0),
      hasChildren: before?.hasChildren === true || rest.length > 0,
    })
  }
  const sorted = [...children.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return { total: sorted.length, children: sorted.slice(offset, offset + limit) }
}

const unitBefore = `[Service]
Type=simple
ExecStart=/usr/bin/syncthing serve
Restart=on-failure
Nice=5
MemoryMax=512M
`
const unitNow = `[Service]
Type=simple
ExecStart=/usr/bin/syncthing serve
Restart=always
RestartSec=10
Nice=5
MemoryMax=2G
`

const sidesOf = (about: string): readonly LookSide[] => recordedAnswer('filesLook', about).sides
const recordedText = oneOfKind('text', sidesOf('a text'))
const recordedOpaque = oneOfKind('opaque', sidesOf('a picture'))
const recordedAbsent = oneOfKind('absent', sidesOf('a link'))

const text = (contents: string, changedAt: string): LookSide => ({
  ...recordedText,
  text: contents,
  changedAt,
  bytes: contents.length,
})
const opaque = (bytes: number, changedAt: string, digit: string): LookSide => ({
  ...recordedOpaque,
  sha256: digit.repeat(64),
  changedAt,
  bytes,
})

/** One side of a file: `id` is "now" or a set's. */
export function lookOf(path: string, id: string): LookSide {
  const isNow = id === 'now'
  const known = [...named, ...etc].find((one) => one.path === path || one.oldPath === path)
  if (known?.kind === 'added' && !isNow) return recordedAbsent
  if (known?.kind === 'deleted' && isNow) return recordedAbsent
  if (path.endsWith('.service'))
    return isNow || id.startsWith('20261120') ? text(unitNow, '2026-11-20T07:41:00.000Z') : text(unitBefore, then)
  if (/\.(md|txt|conf|json)$|keyboard$/.test(path)) {
    const common = 'XKBMODEL="pc105"\nXKBLAYOUT="us"\n'
    return isNow ? text(`${common}XKBVARIANT="altgr-intl"\n`, '2026-11-20T07:41:00.000Z') : text(common, then)
  }
  return isNow
    ? opaque(known?.after?.bytes ?? 84_200, '2026-11-20T07:41:00.000Z', 'a')
    : opaque(known?.before?.bytes ?? 84_200, then, '3')
}
