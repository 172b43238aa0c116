/**
 * The difference between two trees by looking at every file of both, for assessing `domains/compare`: slow, and written
 * from the definition alone. It reads all contents and all attributes, and knows nothing of snapshots.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { readAttributes } from '../../src-main/tools/files/attributes.ts'

export interface Seen {
  readonly path: string
  readonly type: string
  readonly identity: string
  readonly content: string
  readonly mode: number
  readonly owner: string
  readonly attributes: string
}
export type SeenTree = ReadonlyMap<string, Seen>

const at = (root: string, path: string) => Buffer.from(path === '' ? root : `${root}/${path}`, 'latin1')

export async function seeTree(root: string): Promise<SeenTree> {
  const paths: string[] = ['']
  const stats = new Map<string, Omit<Seen, 'attributes'>>()
  for (const path of paths) {
    const seen = see(root, path)
    if (seen === undefined) continue
    stats.set(path, seen)
    if (seen.type !== 'folder') continue
    for (const name of readdirSync(at(root, path), { encoding: 'buffer' }))
      paths.push(path === '' ? name.toString('latin1') : `${path}/${name.toString('latin1')}`)
  }
  const places = [...stats.keys()].map((path) => at(root, path).toString('latin1'))
  const attributes = await readAttributes({ paths: places }, {})
  return new Map(
    [...stats].map(([path, seen]) => [
      path,
      { ...seen, attributes: attributes.get(at(root, path).toString('latin1')) ?? '' },
    ]),
  )
}

function see(root: string, path: string): Omit<Seen, 'attributes'> | undefined {
  const place = at(root, path)
  const stat = lstatSync(place, { bigint: true })
  if (stat.ino === 2n) return undefined
  const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : 'other'
  const content =
    kind === 'file'
      ? readFileSync(place).toString('latin1')
      : kind === 'link'
        ? readlinkSync(place, { encoding: 'buffer' }).toString('latin1')
        : kind === 'other'
          ? String(stat.mode >> 12n)
          : ''
  return {
    path,
    type: kind,
    identity: `${stat.ino} ${stat.birthtimeNs}`,
    content,
    mode: Number(stat.mode & 0o7777n),
    owner: `${stat.uid} ${stat.gid}`,
  }
}

const parentOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const below = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)

/** Lines of "kind path <- old path", sorted. */
export function differences(one: SeenTree, other: SeenTree): readonly string[] {
  const before = new Map<string, string>([['', '']])
  const used = new Set<string>([''])
  const take = (earlier: string, later: string) => {
    before.set(later, earlier)
    used.add(earlier)
  }
  const sorted = (tree: SeenTree) => [...tree.values()].filter(({ path }) => path !== '').sort(byPath)
  const folders = sorted(one).filter(({ type }) => type === 'folder')
  for (const later of sorted(other)) {
    const same = folders.find(({ identity }) => later.type === 'folder' && identity === later.identity)
    if (same !== undefined) take(same.path, later.path)
  }
  const placeBefore = (path: string) => {
    const folder = before.get(parentOf(path))
    const place = folder === undefined ? undefined : below(folder, nameOf(path))
    return place !== undefined && one.has(place) ? place : undefined
  }
  for (const { path } of sorted(other)) {
    const place = before.has(path) ? undefined : placeBefore(path)
    if (place !== undefined && !used.has(place)) take(place, path)
  }
  for (const later of sorted(other)) {
    if (before.has(later.path) || later.type === 'folder') continue
    const moved = sorted(one).find(
      ({ path, type, identity }) => type !== 'folder' && identity === later.identity && !used.has(path),
    )
    if (moved !== undefined) take(moved.path, later.path)
  }
  const lines = [...other.values()].flatMap((later) => {
    const old = before.get(later.path)
    const earlier = old === undefined ? undefined : one.get(old)
    if (old === undefined || earlier === undefined) return [`added ${later.path}`]
    const from = old === later.path ? '' : ` <- ${old}`
    if (later.path !== '' && placeBefore(later.path) !== old) return [`renamed ${later.path}${from}`]
    if (earlier.type !== later.type || earlier.content !== later.content) return [`changed ${later.path}${from}`]
    const kept = earlier.mode === later.mode && earlier.owner === later.owner && earlier.attributes === later.attributes
    return kept ? [] : [`attributes ${later.path}${from}`]
  })
  const gone = [...one.keys()].filter((path) => !used.has(path)).map((path) => `deleted ${path}`)
  return [...lines, ...gone].sort()
}

function byPath(one: Seen, other: Seen): number {
  return one.path < other.path ? -1 : 1
}
