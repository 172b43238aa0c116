/** All that a home holds, seen from outside: by the kernel, sha1 and getfattr, never by the product. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { BytePath } from '../../../src-main/kernel/byte-path.ts'

/** f, d, l, p: file, folder, link, FIFO. s: what never crosses by its kind, sockets and devices. */
type Kind = 'f' | 'd' | 'l' | 'p' | 's'

export interface Fact {
  readonly kind: Kind
  /** What has to be the same on both laptops: type, mode, owner, attributes; of files contents and time, of links the target. */
  readonly text: string
  /** The same without the time, of files. */
  readonly untimed?: string
  /** Nanoseconds since 1970. */
  readonly time: bigint
  /** The same, of its last change of any kind. */
  readonly changed: bigint
  /** Device and number of the inode. */
  readonly inode: string
  /** The first bytes of a file. */
  readonly beginning: string
}

/** By path below /home. */
export type Listing = ReadonlyMap<BytePath, Fact>

export function listHome(home: string): Listing {
  const paths = pathsBelow(home, '')
  const attributes = readAttributes(home, paths)
  return new Map(paths.map((path) => [path, factOf(home, path, attributes.get(path) ?? '')]))
}

/** Undefined where nothing is. */
export function lookAt(home: string, path: BytePath): Fact | undefined {
  if (lstatSync(placeIn(home, path), { throwIfNoEntry: false }) === undefined) return undefined
  return factOf(home, path, readAttributes(home, [path]).get(path) ?? '')
}

export function placeIn(home: string, path: BytePath): Buffer {
  return Buffer.from(`${home}/${path}`, 'latin1')
}

function pathsBelow(home: string, top: BytePath): BytePath[] {
  const found: BytePath[] = []
  const open = [top]
  for (const folder of open) {
    for (const entry of readdirSync(placeIn(home, folder), { withFileTypes: true, encoding: 'buffer' })) {
      const path = `${folder}${folder === '' ? '' : '/'}${entry.name.toString('latin1')}`
      found.push(path)
      if (entry.isDirectory()) open.push(path)
    }
  }
  return found
}

/** BTRFS_EMPTY_SUBVOL_DIR_OBJECTID */
const inventedFolder = 2n

function factOf(home: string, path: BytePath, attributes: string): Fact {
  const place = placeIn(home, path)
  const stat = lstatSync(place, { bigint: true })
  const owner = `${stat.mode.toString(8)} ${stat.uid}:${stat.gid}`
  const known = { time: stat.mtimeNs, changed: stat.ctimeNs, inode: `${stat.dev} ${stat.ino}`, beginning: '' }
  if (stat.isDirectory()) {
    // Where a subvolume stood when a snapshot was taken, the kernel invents an empty folder, as old as its last look at it.
    const time = stat.ino === inventedFolder ? 0n : stat.mtimeNs
    return { ...known, time, kind: 'd', text: `${owner} ${attributes}` }
  }
  if (stat.isSymbolicLink()) {
    return { ...known, kind: 'l', text: `${owner} -> ${readlinkSync(place, 'latin1')}` }
  }
  if (stat.isFIFO()) return { ...known, kind: 'p', text: `${owner} ${stat.mtimeNs}` }
  if (!stat.isFile()) return { ...known, kind: 's', text: owner }
  const contents = readFileSync(place)
  const digest = createHash('sha1').update(contents).digest('hex')
  return {
    ...known,
    kind: 'f',
    text: `${owner} ${stat.size} ${stat.mtimeNs} ${digest} ${attributes}`,
    untimed: `${owner} ${stat.size} ${digest} ${attributes}`,
    beginning: contents.toString('latin1', 0, 60),
  }
}

/** Those that say how a laptop labels or stores a file are not the person's. */
const ownAttributes = /^(security\.(?!capability=)|btrfs\.|trusted\.|system\.(?!posix_acl_))/

function readAttributes(home: string, paths: readonly BytePath[]): ReadonlyMap<BytePath, string> {
  const asked = paths.filter((path) => {
    const stat = lstatSync(placeIn(home, path), { throwIfNoEntry: false })
    return stat !== undefined && (stat.isFile() || stat.isDirectory())
  })
  const output = execFileSync('xargs', ['-0', '-r', 'getfattr', '-h', '-d', '-m', '-', '-e', 'hex', '--'], {
    cwd: home,
    input: Buffer.from(asked.map((path) => `./${path}\0`).join(''), 'latin1'),
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'ignore'],
  }).toString('latin1')
  return new Map(
    output.split('\n\n').flatMap((block) => {
      const [title = '', ...lines] = block.split('\n')
      const given = lines.filter((line) => line !== '' && !ownAttributes.test(line)).sort()
      return given.length === 0 ? [] : [[unescaped(title.replace('# file: ./', '')), given.join(' ')] as const]
    }),
  )
}

/** getfattr writes bytes that are not plain as backslash and three octal digits. */
function unescaped(name: string): BytePath {
  return name.replace(/\\([0-7]{3})/g, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}
