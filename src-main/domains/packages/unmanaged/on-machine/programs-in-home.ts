/** What the person installed in their home folder, which is copied: names alone, and no link is followed. */
import path from 'node:path'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { distinct } from '../../../../kernel/distinct.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { readFolderInside, type FolderEntry } from '../../../../tools/files/safe-path.ts'
import { mountsBelow } from '../../../../tools/proc/mountinfo.ts'
import type { Program } from '../model.ts'
import { habitualPrefix, isOfNode, nvmFolders, readNpmPrefix } from './npm-folders.ts'

const root = '/home'

interface Kind {
  readonly by: Program['by']
  /** Below a home. */
  readonly folders: readonly BytePath[]
  readonly isProgram: (entry: FolderEntry) => boolean
}

const isFolder = ({ isFolder: is, name }: FolderEntry): boolean => is && !/^[.@]/.test(name)
const isCommand = ({ isFolder: is, isSpecial }: FolderEntry): boolean => !is && !isSpecial
const isAppImage = ({ isFile, name }: FolderEntry): boolean => isFile && /\.appimage$/i.test(name)
const isDistInfo = ({ name }: FolderEntry): boolean => name.endsWith('.dist-info')

const pythonFolders = '.local/lib'

const kinds: readonly Kind[] = [
  { by: 'pipx', folders: ['.local/share/pipx/venvs', '.local/pipx/venvs'], isProgram: isFolder },
  { by: 'cargo', folders: ['.cargo/bin'], isProgram: isCommand },
  { by: 'brew', folders: ['.linuxbrew/Cellar'], isProgram: isFolder },
  { by: 'appimage', folders: ['', 'Applications', 'bin', '.local/bin', 'Downloads'], isProgram: isAppImage },
]

/** `own`: the home of the person, absolute. `home`: a folder below which homes are, for tests. */
export function programsInHome(own: string, home: BytePath = root): readonly Program[] {
  const mounted = mountsBelow(home).map(({ target }) => `${target}/`)
  // What is mounted there is not copied with the home, and may never answer.
  const isMounted = (place: BytePath) => mounted.some((target) => `${home}/${place}/`.startsWith(target))
  const namesIn: NamesIn = (place, isWanted) => (isMounted(place) ? [] : readNames(home, place).filter(isWanted))
  const prefixIn = (own: BytePath) => (isMounted(own) ? undefined : readPrefix(`${home}/${own}`))
  const below = own.startsWith(`${home}/`) ? [own.slice(home.length + 1).replace(/\/+$/, '')] : []
  const found = [
    ...below.map(bytePathFromText).flatMap((one) => programsOf(one, prefixIn(one), namesIn)),
    ...listed('brew', 'linuxbrew/.linuxbrew/Cellar', namesIn('linuxbrew/.linuxbrew/Cellar', isFolder)),
  ]
  return found.map(({ by, place }) => ({ by, place: textFromBytePath(`${home}/${place}`), inHome: true }))
}

type NamesIn = (place: BytePath, isWanted: (entry: FolderEntry) => boolean) => readonly FolderEntry[]
type Found = Pick<Program, 'by' | 'place'>

/** `prefix`: of npm, below the home. */
function programsOf(home: BytePath, prefix: BytePath | undefined, namesIn: NamesIn): readonly Found[] {
  const at = (folder: BytePath): BytePath => (folder === '' ? home : `${home}/${folder}`)
  const python = namesIn(at(pythonFolders), (one) => one.isFolder && one.name.startsWith('python3'))
  const nodes = nvmFolders.flatMap((folder) => namesIn(at(folder), isFolder).map(({ name }) => `${folder}/${name}`))
  const prefixes = distinct([habitualPrefix, ...(prefix === undefined ? [] : [prefix]), ...nodes])
  return [
    ...prefixes.flatMap((one) => programsOfNpm(at(path.posix.join(one, 'lib/node_modules')), namesIn)),
    ...kinds.flatMap(({ by, folders, isProgram }) =>
      folders.flatMap((folder) => listed(by, at(folder), namesIn(at(folder), isProgram))),
    ),
    ...python
      .map(({ name }) => `${at(pythonFolders)}/${name}/site-packages`)
      .flatMap((folder) => listed('pip', folder, namesIn(folder, isDistInfo))),
  ]
}

/** A scope of npm's is not a package. */
function programsOfNpm(folder: BytePath, namesIn: NamesIn): readonly Found[] {
  const scopes = namesIn(folder, (one) => one.isFolder && one.name.startsWith('@'))
  const folders = [folder, ...scopes.map(({ name }) => `${folder}/${name}`)]
  return folders.flatMap((one) => listed('npm', one, namesIn(one, isFolder))).filter(({ place }) => !isOfNode(place))
}

function listed(by: Program['by'], folder: BytePath, entries: readonly FolderEntry[]): readonly Found[] {
  return entries
    .map(({ name }) => ({ by, place: `${folder}/${name}` }))
    .sort((one, other) => (one.place < other.place ? -1 : 1))
}

function readNames(home: BytePath, place: BytePath): readonly FolderEntry[] {
  return ifReadable(() => readFolderInside(home, place)) ?? []
}

function readPrefix(home: BytePath): BytePath | undefined {
  return ifReadable(() => readNpmPrefix(home))
}

/** Root may not read everywhere. */
function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EACCES', 'EPERM')) return undefined
    throw error
  }
}
