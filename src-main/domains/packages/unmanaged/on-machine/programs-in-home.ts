/** What the person installed in their home folder, which is copied: names alone, and no link is followed. */
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { readFolderInside, type FolderEntry } from '../../../../tools/files/safe-path.ts'
import { mountsBelow } from '../../../../tools/proc/mountinfo.ts'
import type { Program } from '../model.ts'

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

const npmModules = '.npm-global/lib/node_modules'
const pythonFolders = '.local/lib'

const kinds: readonly Kind[] = [
  { by: 'npm', folders: [npmModules], isProgram: isFolder },
  { by: 'pipx', folders: ['.local/share/pipx/venvs', '.local/pipx/venvs'], isProgram: isFolder },
  { by: 'cargo', folders: ['.cargo/bin'], isProgram: isCommand },
  { by: 'brew', folders: ['.linuxbrew/Cellar'], isProgram: isFolder },
  { by: 'appimage', folders: ['', 'Applications', 'bin', '.local/bin', 'Downloads'], isProgram: isAppImage },
]

/** `own`: the home of the person, absolute. `home`: a folder below which homes are, for tests. */
export function programsInHome(own: string, home: BytePath = root): readonly Program[] {
  const mounted = mountsBelow(home).map(({ target }) => `${target}/`)
  const namesIn: NamesIn = (place, isWanted) => {
    const whole = `${home}/${place}`
    // What is mounted there is not copied with the home, and may never answer.
    return mounted.some((target) => `${whole}/`.startsWith(target)) ? [] : readNames(home, place).filter(isWanted)
  }
  const below = own.startsWith(`${home}/`) ? [own.slice(home.length + 1).replace(/\/+$/, '')] : []
  const found = [
    ...below.flatMap((one) => programsOf(bytePathFromText(one), namesIn)),
    ...listed('brew', 'linuxbrew/.linuxbrew/Cellar', namesIn('linuxbrew/.linuxbrew/Cellar', isFolder)),
  ]
  return found.map(({ by, place }) => ({ by, place: textFromBytePath(`${home}/${place}`), inHome: true }))
}

type NamesIn = (place: BytePath, isWanted: (entry: FolderEntry) => boolean) => readonly FolderEntry[]
type Found = Pick<Program, 'by' | 'place'>

function programsOf(home: BytePath, namesIn: NamesIn): readonly Found[] {
  const at = (folder: BytePath): BytePath => (folder === '' ? home : `${home}/${folder}`)
  const scopes = namesIn(at(npmModules), (one) => one.isFolder && one.name.startsWith('@'))
  const python = namesIn(at(pythonFolders), (one) => one.isFolder && one.name.startsWith('python3'))
  return [
    ...kinds.flatMap(({ by, folders, isProgram }) =>
      folders.flatMap((folder) => listed(by, at(folder), namesIn(at(folder), isProgram))),
    ),
    ...scopes
      .map(({ name }) => `${at(npmModules)}/${name}`)
      .flatMap((scope) => listed('npm', scope, namesIn(scope, isFolder))),
    ...python
      .map(({ name }) => `${at(pythonFolders)}/${name}/site-packages`)
      .flatMap((folder) => listed('pip', folder, namesIn(folder, isDistInfo))),
  ]
}

function listed(by: Program['by'], folder: BytePath, entries: readonly FolderEntry[]): readonly Found[] {
  return entries
    .map(({ name }) => ({ by, place: `${folder}/${name}` }))
    .sort((one, other) => (one.place < other.place ? -1 : 1))
}

function readNames(home: BytePath, place: BytePath): readonly FolderEntry[] {
  try {
    return readFolderInside(home, place)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EACCES', 'EPERM')) return []
    throw error
  }
}
