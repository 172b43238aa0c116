/** What people and programs do to a tree, at random but the same for the same seed: moves, swaps, links, odd names. */
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { isErrno } from '../../src-main/kernel/errno.ts'
import { placeholderInode } from '../../src-main/domains/home-sync/on-machine/scan/freeze-home.ts'
import type { Random } from '../random.ts'

const names = [
  'a',
  'b',
  'c',
  'letter',
  'a-b',
  'A',
  'two words',
  'new\nline',
  'back\\slash',
  'not\xe9utf8',
  'o257-8-0',
  'o260-9-0',
  '-p',
  '*',
  '"quoted"',
  "it's",
  'x'.repeat(255),
  '\xff\x01',
  '\xc3\xa9',
]

interface Found {
  readonly path: string
  readonly kind: 'file' | 'folder' | 'other'
}

/** What more there is to do, and with which names. */
export interface MoreWork {
  readonly names: readonly string[]
  readonly works: (tree: WorkTree) => readonly (() => void)[]
}

export interface WorkTree {
  readonly at: (path: string) => Buffer
  readonly all: (...kinds: readonly Found['kind'][]) => readonly string[]
  readonly some: (...kinds: readonly Found['kind'][]) => string | undefined
  /** A path at which nothing is yet. */
  readonly fresh: () => string | undefined
  readonly isThere: (path: string) => boolean
  readonly isInside: (folder: string, path: string) => boolean
  /** Those of a file or folder that a program can be given as an argument. */
  readonly asArgument: (path: string | undefined) => string | undefined
}

/** Paths are bytes, one character each, from `root`. */
export function createWorker(root: string, random: Random, more?: MoreWork) {
  const allNames = [...names, ...(more?.names ?? [])]
  const at = (path: string) => Buffer.from(`${root}/${path}`, 'latin1')
  const list = (): readonly Found[] => {
    const found: Found[] = []
    const folders = ['']
    for (const folder of folders) {
      for (const entry of readdirSync(at(folder), { withFileTypes: true, encoding: 'buffer' })) {
        const path = `${folder}${folder === '' ? '' : '/'}${entry.name.toString('latin1')}`
        // In a snapshot it stands for a subvolume: nothing can be made in it, nor changed about it.
        if (entry.isDirectory() && lstatSync(at(path)).ino === placeholderInode) continue
        const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other'
        found.push({ path, kind })
        if (kind === 'folder') folders.push(path)
      }
    }
    return found
  }
  const all = (...kinds: readonly Found['kind'][]) =>
    list().flatMap(({ path, kind }) => (kinds.includes(kind) ? [path] : []))
  const some = (...kinds: readonly Found['kind'][]) => random.pick(all(...kinds))
  const isThere = (path: string) => lstatSync(at(path), { throwIfNoEntry: false }) !== undefined
  const fresh = (): string | undefined => {
    const folder = random.below(3) === 0 ? '' : (some('folder') ?? '')
    const path = `${folder}${folder === '' ? '' : '/'}${random.pick(allNames) ?? ''}`
    return path.split('/').length > 5 || isThere(path) ? undefined : path
  }
  const text = () => `${random.below(4)}`.repeat(random.pick([0, 1, 5, 4000, 70_000]) ?? 1)
  const write = (path: string) => {
    writeFileSync(at(path), text())
    lutimesSync(at(path), 1_700_000_000, 1_700_000_000 + random.below(3))
  }
  const isInside = (folder: string, path: string) => path === folder || path.startsWith(`${folder}/`)
  const move = (from: string | undefined, to: string | undefined) => {
    if (from !== undefined && to !== undefined && !isInside(from, to)) renameSync(at(from), at(to))
  }

  const asArgument = (path: string | undefined) =>
    path === undefined || /[^ -~]/.test(path) ? undefined : `${root}/${path}`

  const works: readonly (() => void)[] = [
    function create() {
      const path = fresh()
      if (path !== undefined) write(path)
    },
    function makeFolder() {
      const path = fresh()
      if (path === undefined) return
      mkdirSync(at(path))
      for (let n = random.below(3); n > 0; n -= 1) write(`${path}/${n}`)
    },
    function makeLink() {
      const path = fresh()
      if (path !== undefined) symlinkSync(random.pick(['/etc', '..', 'a', '/nowhere']) ?? '', at(path))
    },
    function makeFifo() {
      const path = fresh()
      if (path !== undefined && !/[^ -~]/.test(path)) execFileSync('mkfifo', ['--', `${root}/${path}`])
    },
    function append() {
      const path = some('file')
      if (path !== undefined) appendFileSync(at(path), text())
    },
    function truncate() {
      const path = some('file')
      if (path !== undefined) truncateSync(at(path), random.pick([0, 3, 4096, 9000]))
    },
    function editKeepingSizeAndTime() {
      const path = some('file')
      const stat = path === undefined ? undefined : lstatSync(at(path))
      if (path === undefined || stat === undefined || stat.size === 0) return
      const descriptor = openSync(at(path), 'r+')
      writeSync(descriptor, String(random.below(4)), random.below(stat.size))
      closeSync(descriptor)
      lutimesSync(at(path), stat.atimeMs / 1000, stat.mtimeMs / 1000)
    },
    function touch() {
      const path = some('file', 'folder', 'other')
      if (path !== undefined) lutimesSync(at(path), 1_700_000_000, random.below(1_000_000_000))
    },
    function saveAsProgramsDo() {
      const path = some('file')
      if (path === undefined || isThere('.new')) return
      write('.new')
      if (random.below(2) === 0 && !isThere('backup~')) renameSync(at(path), at('backup~'))
      renameSync(at('.new'), at(path))
    },
    function rename() {
      move(some('file', 'folder', 'other'), fresh())
    },
    function renameFolder() {
      move(some('folder'), fresh())
    },
    function swap() {
      const [one, other] = [some('file', 'folder', 'other'), some('file', 'folder', 'other')]
      if (one === undefined || other === undefined || isInside(one, other) || isInside(other, one)) return
      if (isThere('swap')) return
      renameSync(at(one), at('swap'))
      renameSync(at(other), at(one))
      renameSync(at('swap'), at(other))
    },
    function turnInsideOut() {
      const outer = some('folder')
      const inner = list().find(
        ({ path, kind }) => kind === 'folder' && outer !== undefined && path.startsWith(`${outer}/`),
      )
      if (outer === undefined || inner === undefined || isThere('inner')) return
      renameSync(at(inner.path), at('inner'))
      if (!existsSync(at('inner/outer'))) renameSync(at(outer), at('inner/outer'))
    },
    function link() {
      const [path, to] = [some('file', 'other'), fresh()]
      if (path !== undefined && to !== undefined) linkSync(at(path), at(to))
    },
    function remove() {
      const path = some('file', 'other', 'folder')
      if (path !== undefined) rmSync(at(path).toString('latin1') === '' ? '' : at(path), { recursive: true })
    },
    function removeFile() {
      const path = some('file', 'other')
      if (path !== undefined) rmSync(at(path))
    },
    function removeAndMakeAgain() {
      const path = some('file', 'folder', 'other')
      if (path === undefined) return
      rmSync(at(path), { recursive: true })
      const what = random.below(3)
      if (what === 0) write(path)
      else if (what === 1) mkdirSync(at(path))
      else symlinkSync('a', at(path))
    },
    function changeMode() {
      const path = some('file', 'folder')
      if (path !== undefined) chmodSync(at(path), random.pick([0o600, 0o644, 0o755, 0o4755]) ?? 0o600)
    },
    function changeOwner() {
      const path = some('file', 'folder', 'other')
      if (path !== undefined) lchownSync(at(path), random.below(3), random.below(3))
    },
    function changeAttributes() {
      const path = some('file', 'folder')
      if (path === undefined || /[^ -~]/.test(path)) return
      const value = ['-v', String(random.below(3))]
      const change = random.below(3) === 0 ? ['-x', 'user.a'] : ['-n', 'user.a', ...value]
      try {
        execFileSync('setfattr', [...change, '--', `${root}/${path}`], { stdio: 'ignore' })
      } catch {
        // There was none to remove.
      }
    },
    ...(more?.works({ at, all, some, fresh, isThere, isInside, asArgument }) ?? []),
  ]
  return {
    /** Returns the names of what was done. */
    work(times: number): readonly string[] {
      return Array.from({ length: times }, () => {
        const one = random.pick(works)
        try {
          one?.()
        } catch (error) {
          // From one subvolume into another a program would copy it; an empty folder that stands for one cannot be moved.
          if (!isErrno(error, 'EXDEV', 'ENOTEMPTY')) throw error
        }
        return one?.name ?? ''
      })
    },
  }
}
