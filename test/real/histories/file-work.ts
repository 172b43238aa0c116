/** What a person does to a home, each a thing by itself with a name of its own; every content that is written is written once only. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type { Random } from '../../random.ts'

const rootInode = 256
/** In the kernel's tree itself, in blocks of its own, and in several of them. */
const sizes = [60, 900, 5_000, 70_000]
const names = ['letter', 'plan.txt', 'photo.jpg', 'notes', 'song', 'list']
const folders = ['docs', 'pictures', 'work', 'docs/old', 'work/deep']

export interface Worker {
  /** Does one thing, and says what. */
  work(): string
  /** What there is at the beginning. */
  begin(): void
}

/** `root`: the person's home. `writer`: who all that is written is by. */
export function createFileWorker(root: string, writer: string, random: Random, count: { next: number }): Worker {
  const tree = createTree(root, writer, random, count)
  const works = [
    ...edits(tree, random),
    ...touches(tree, random),
    ...links(tree),
    ...moves(tree, random),
    ...kinds(tree, random),
    ...subvolumes(tree, random),
  ]
  return {
    work: () => {
      const one = random.pick(works)
      try {
        return `${one?.name ?? ''} ${one?.() ?? 'nothing'}`
      } catch (error) {
        // In what was frozen nothing can be done, and from one subvolume into another nothing is linked or renamed.
        if (error instanceof Error && ('status' in error || /EROFS|EXDEV|ENOTEMPTY|Read-only/.test(error.message)))
          return `${one?.name ?? ''} refused`
        throw error
      }
    },
    begin: () => {
      if (random.below(2) === 0) sh('btrfs', '-q', 'subvolume', 'create', path.join(root, 'work'))
      for (const folder of folders) mkdirSync(path.join(root, folder), { recursive: true })
      for (const name of names) for (const folder of folders) if (random.below(2) === 0) tree.write(`${folder}/${name}`)
      // A first change to rights leaves something that the next ones can take away.
      for (const file of tree.files().slice(0, 3)) sh('setfacl', '-m', 'u:1:r', '--', tree.at(file))
    },
  }
}

const sh = (...[file, ...args]: readonly [string, ...string[]]) => execFileSync(file, args, { stdio: 'pipe' })

interface Tree {
  readonly at: (within: string) => string
  readonly files: () => readonly string[]
  readonly folders: () => readonly string[]
  readonly file: () => string | undefined
  readonly folder: () => string | undefined
  /** Where nothing is yet, mostly in another folder. */
  readonly fresh: () => string | undefined
  readonly isThere: (within: string) => boolean
  readonly text: (size: number) => string
  readonly write: (within: string) => void
  readonly isSubvolume: (within: string) => boolean
}

function createTree(root: string, writer: string, random: Random, count: { next: number }): Tree {
  const at = (within: string) => path.join(root, within)
  const all = (isMeant: (within: string) => boolean): readonly string[] =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((one) => !one.startsWith('.') && isMeant(one))
      .sort()
  const files = () => all((one) => lstatSync(at(one)).isFile())
  const foldersNow = () => all((one) => lstatSync(at(one)).isDirectory())
  const isThere = (within: string) => lstatSync(at(within), { throwIfNoEntry: false }) !== undefined
  const text = (size: number) => {
    const word = `${writer} ${(count.next += 1)}; `
    return word.repeat(Math.ceil(size / word.length)).slice(0, Math.max(size, word.length))
  }
  return {
    ...{ at, files, folders: foldersNow, isThere, text },
    file: () => random.pick(files()),
    folder: () => random.pick(foldersNow()),
    fresh: () => {
      const within = `${random.pick(foldersNow()) ?? '.'}/${random.pick([...names, 'new', 'copy']) ?? ''}`
      return isThere(within) ? undefined : within
    },
    write: (within) => writeFileSync(at(within), text(random.pick(sizes) ?? 60)),
    isSubvolume: (within) => lstatSync(at(within)).ino === rootInode,
  }
}

type Work = () => string | undefined

function edits({ at, file, files, fresh, text, write }: Tree, random: Random): readonly Work[] {
  const withTimeSetBack = (within: string, change: () => void): string => {
    const { atime, mtime } = lstatSync(at(within), { bigint: false })
    const time = execFileSync('stat', ['-c', '%y', '--', at(within)], { encoding: 'utf8' }).trim()
    change()
    utimesSync(at(within), atime, mtime)
    sh('touch', '-d', time, '--', at(within))
    return within
  }
  return [
    function edit() {
      const one = file()
      if (one !== undefined) write(one)
      return one
    },
    function editSameSize() {
      const one = file()
      if (one !== undefined) writeFileSync(at(one), text(lstatSync(at(one)).size))
      return one
    },
    function editSameSizeAndTime() {
      const one = file()
      if (one === undefined) return undefined
      return withTimeSetBack(one, () => writeFileSync(at(one), text(lstatSync(at(one)).size)))
    },
    function editSameTime() {
      const one = file()
      return one === undefined ? undefined : withTimeSetBack(one, () => write(one))
    },
    function editThroughLinkSameSizeAndTime() {
      const one = random.pick(files().filter((each) => lstatSync(at(each)).nlink > 1))
      if (one === undefined) return undefined
      return withTimeSetBack(one, () => writeFileSync(at(one), text(lstatSync(at(one)).size)))
    },
    function saveAsProgramsDo() {
      const one = file()
      if (one === undefined) return undefined
      writeFileSync(at(`${one}.part`), text(random.pick(sizes) ?? 60))
      renameSync(at(`${one}.part`), at(one))
      return one
    },
    function create() {
      const one = fresh()
      if (one !== undefined) write(one)
      return one
    },
    function remove() {
      const one = file()
      if (one !== undefined) rmSync(at(one))
      return one
    },
    function removeAndMakeTheSame() {
      const one = file()
      if (one === undefined) return undefined
      return withTimeSetBack(one, () => {
        const contents = readFileSync(at(one))
        const { mode } = lstatSync(at(one))
        rmSync(at(one))
        writeFileSync(at(one), contents)
        chmodSync(at(one), mode & 0o7777)
      })
    },
  ]
}

/** Change the change time alone, but for the last ones. */
function touches({ at, file, folder }: Tree, random: Random): readonly Work[] {
  const some = () => (random.below(4) === 0 ? folder() : file())
  return [
    function touchMode() {
      const one = some()
      if (one !== undefined) chmodSync(at(one), lstatSync(at(one)).mode & 0o7777)
      return one
    },
    function touchName() {
      const one = some()
      if (one === undefined) return undefined
      renameSync(at(one), at(`${one}.away`))
      renameSync(at(`${one}.away`), at(one))
      return one
    },
    function touchLinks() {
      const one = file()
      if (one === undefined) return undefined
      linkSync(at(one), at(`${one}.link`))
      rmSync(at(`${one}.link`))
      return one
    },
    function touchRights() {
      const one = some()
      if (one === undefined) return undefined
      sh('setfacl', '-m', 'u:9:r', '--', at(one))
      sh('setfacl', '-x', 'u:9', '--', at(one))
      return one
    },
    function giveRights() {
      const one = some()
      if (one !== undefined)
        sh('setfacl', '-m', `u:${1 + random.below(3)}:${random.pick(['r', 'rw']) ?? ''}`, '--', at(one))
      return one
    },
    function takeRights() {
      const one = some()
      if (one !== undefined) sh('setfacl', '-b', '--', at(one))
      return one
    },
    function changeMode() {
      const one = file()
      if (one !== undefined) chmodSync(at(one), random.pick([0o600, 0o640, 0o755]) ?? 0o600)
      return one
    },
    function attach() {
      const one = file()
      if (one !== undefined) sh('setfattr', '-n', 'user.note', '-v', String(random.below(3)), '--', at(one))
      return one
    },
  ]
}

function links({ at, file, files, fresh, text }: Tree): readonly Work[] {
  return [
    function link() {
      const [one, to] = [file(), fresh()]
      if (one === undefined || to === undefined) return undefined
      linkSync(at(one), at(to))
      return `${one} as ${to}`
    },
    function writeThroughLink() {
      const one = files().find((each) => lstatSync(at(each)).nlink > 1)
      if (one !== undefined) writeFileSync(at(one), text(900))
      return one
    },
  ]
}

function moves({ at, file, folder, fresh, isThere }: Tree, random: Random): readonly Work[] {
  const move = (one: string | undefined, to: string | undefined) => {
    if (one === undefined || to === undefined || `${to}/`.startsWith(`${one}/`) || isThere(to)) return undefined
    // Also from one subvolume into another.
    sh('mv', '-T', '--', at(one), at(to))
    return `${one} to ${to}`
  }
  return [
    function renameWithin() {
      const one = file()
      return move(one, one && `${path.dirname(one)}/${random.pick(['named', 'anew', 'letter']) ?? ''}`)
    },
    function renameAcross() {
      return move(file(), fresh())
    },
    function moveOver() {
      const [one, other] = [file(), file()]
      if (one === undefined || other === undefined || one === other) return undefined
      sh('mv', '-fT', '--', at(one), at(other))
      return `${one} over ${other}`
    },
    function swap() {
      const [one, other] = [file(), file()]
      if (one === undefined || other === undefined || one === other) return undefined
      sh('mv', '-T', '--', at(one), at('swapped'))
      sh('mv', '-T', '--', at(other), at(one))
      sh('mv', '-T', '--', at('swapped'), at(other))
      return `${one} and ${other}`
    },
    function renameFolder() {
      const one = folder()
      return move(
        one,
        random.below(2) === 0 ? fresh() : one && `${path.dirname(one)}/${random.pick(['moved', 'x']) ?? ''}`,
      )
    },
  ]
}

function kinds({ at, file, folder, text }: Tree, random: Random): readonly Work[] {
  return [
    function replaceByFolder() {
      const one = file()
      if (one === undefined) return undefined
      rmSync(at(one))
      mkdirSync(at(one))
      writeFileSync(at(`${one}/inside`), text(60))
      return one
    },
    function replaceByLink() {
      const one = file()
      if (one === undefined) return undefined
      rmSync(at(one))
      symlinkSync(random.pick(['letter', '/etc/hostname']) ?? '', at(one))
      return one
    },
    function replaceFolderByFile() {
      const one = folder()
      if (one === undefined || random.below(3) > 0) return undefined
      rmSync(at(one), { recursive: true })
      writeFileSync(at(one), text(900))
      return one
    },
    function removeFolder() {
      const one = folder()
      if (one === undefined || random.below(3) > 0) return undefined
      rmSync(at(one), { recursive: true })
      return one
    },
    function makeFolder() {
      const one = `${folder() ?? '.'}/made`
      mkdirSync(at(one), { recursive: true })
      writeFileSync(at(`${one}/first`), text(900))
      return one
    },
  ]
}

function subvolumes({ at, files, folder, folders: all, fresh, isSubvolume }: Tree, random: Random): readonly Work[] {
  const btrfs = (...args: readonly string[]) => sh('btrfs', '-q', ...args)
  const some = () => random.pick(all().filter(isSubvolume))
  const setClosed = (one: string, isClosed: boolean) => btrfs('property', 'set', '-f', at(one), 'ro', String(isClosed))
  const makeOf = (one: string | undefined) => {
    if (one === undefined || isSubvolume(one) || all().some((each) => each.startsWith(`${one}/`) && isSubvolume(each)))
      return undefined
    btrfs('subvolume', 'create', at(`${one}.new`))
    sh('cp', '-a', '--reflink=always', '--', `${at(one)}/.`, at(`${one}.new`))
    rmSync(at(one), { recursive: true })
    sh('mv', '-T', '--', at(`${one}.new`), at(one))
    return one
  }
  return [
    function makeSubvolume() {
      return makeOf(folder())
    },
    function freeze() {
      const one = random.below(2) === 0 ? makeOf(folder()) : some()
      if (one !== undefined) setClosed(one, true)
      return one
    },
    function thaw() {
      const one = some()
      if (one !== undefined) setClosed(one, false)
      return one
    },
    function snapshot() {
      const [one, to] = [some(), fresh()]
      if (one === undefined || to === undefined) return undefined
      btrfs('subvolume', 'snapshot', ...(random.below(2) === 0 ? ['-r'] : []), at(one), at(to))
      return `${one} as ${to}`
    },
    function renameSubvolume() {
      const [one, to] = [some(), fresh()]
      if (one === undefined || to === undefined || `${to}/`.startsWith(`${one}/`)) return undefined
      const inside = random.pick(files().filter((each) => each.startsWith(`${one}/`)))
      if (inside !== undefined && random.below(2) === 0) sh('setfacl', '-m', 'u:4:r', '--', at(inside))
      sh('mv', '-T', '--', at(one), at(to))
      return `${one} to ${to}`
    },
    function removeSubvolume() {
      const one = some()
      if (one === undefined || random.below(2) === 0) return undefined
      setClosed(one, false)
      btrfs('subvolume', 'delete', at(one))
      return one
    },
  ]
}
