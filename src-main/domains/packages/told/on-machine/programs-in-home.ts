/** What the person installed in their home folder, which is copied: no link is followed. */
import { bytesOf, readForeignBeginning } from '../../../../tools/files/foreign-file.ts'
import path from 'node:path'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { distinct } from '../../../../kernel/distinct.ts'
import { readHomes } from '../../../../tools/accounts/accounts.ts'
import { type OpenedFolderEntry } from '../../../../tools/files/safe-path.ts'
import { homesRoot, placeInHomes, readerInHomes } from '../../on-machine/read-home-units.ts'
import { mostPrograms, type Program } from '../verbs.ts'

/** Where npm(1) puts what is installed with -g as a person: by habit, by ~/.npmrc (npmrc(5)), and in each Node of nvm. */
const habitualPrefix = '.npm-global'

/** Below a home; nvm(1) is in the second one where XDG_CONFIG_HOME was set when it was installed. */
const nvmFolders: readonly BytePath[] = ['.nvm/versions/node', '.config/nvm/versions/node']

/** Each Node has these; nobody installed them. */
const broughtByNode = /\/versions\/node\/[^/]+\/lib\/node_modules\/(?:npm|corepack)$/

function isOfNode(place: BytePath): boolean {
  return broughtByNode.test(place)
}

/** A larger one holds no settings of a person. */
const mostBytes = 64 * 1024

/** The last prefix that ~/.npmrc sets, below the home; undefined where it sets none, or one that is elsewhere. `home`: absolute. */
function readNpmPrefix(home: BytePath): BytePath | undefined {
  const bytes = bytesOf(readForeignBeginning(home, '.npmrc', mostBytes))
  return bytes === undefined ? undefined : npmPrefixIn(bytes.toString('latin1'), home)
}

function npmPrefixIn(text: string, home: BytePath): BytePath | undefined {
  const values = text.split('\n').flatMap((line) => /^\s*prefix\s*=\s*(.*?)\s*$/.exec(line)?.[1] ?? [])
  const value = (values.at(-1) ?? '').replace(/^(["'])(.*)\1$/, '$2')
  const whole = value.replace(/^(?:~|\$\{HOME\})(?=\/|$)/, home)
  if (!path.posix.isAbsolute(whole)) return undefined
  const below = path.posix.relative(home, path.posix.normalize(whole))
  return below.startsWith('..') ? undefined : below
}

/** Where Homebrew is for everybody, below the homes. */
const sharedBrew = 'linuxbrew/.linuxbrew/Cellar'

interface Kind {
  readonly by: Program['by']
  /** Below a home. */
  readonly folders: readonly BytePath[]
  readonly isProgram: (entry: OpenedFolderEntry) => boolean
}

const isFolder = ({ isFolder: is, name }: OpenedFolderEntry): boolean => is && !/^[.@]/.test(name)
const isCommand = ({ isFolder: is, isSpecial }: OpenedFolderEntry): boolean => !is && !isSpecial
const isAppImage = ({ isFile, name }: OpenedFolderEntry): boolean => isFile && /\.appimage$/i.test(name)
const isDistInfo = ({ name }: OpenedFolderEntry): boolean => name.endsWith('.dist-info')

const pythonFolders = '.local/lib'

const kinds: readonly Kind[] = [
  { by: 'pipx', folders: ['.local/share/pipx/venvs', '.local/pipx/venvs'], isProgram: isFolder },
  { by: 'cargo', folders: ['.cargo/bin'], isProgram: isCommand },
  { by: 'brew', folders: ['.linuxbrew/Cellar'], isProgram: isFolder },
  { by: 'appimage', folders: ['', 'Applications', 'bin', '.local/bin', 'Downloads'], isProgram: isAppImage },
]

/** `own`: the home of the person, absolute; `all`: those of all accounts. `homes`: a folder below which homes are, for tests. */
export function programsInHome(
  own: string,
  all: readonly string[] = readHomes(),
  homes: BytePath = homesRoot,
): readonly Program[] {
  const read = readerInHomes(homes)
  const namesIn: NamesIn = (place, isWanted) => read(place).filter(isWanted)
  const below = placeInHomes(own, homes)
  // Settings are read where names are.
  const prefixOf = (place: BytePath) => (read(place).length === 0 ? undefined : readNpmPrefix(`${homes}/${place}`))
  const programs = (found: readonly Found[], inHome: boolean) =>
    found.slice(0, mostPrograms).map(({ by, place }) => ({ by, place: textFromBytePath(`${homes}/${place}`), inHome }))
  // Homes of other accounts are not copied.
  const isOthers = all
    .map((home) => placeInHomes(home, homes))
    .some((home) => home !== undefined && home !== below && `${sharedBrew}/`.startsWith(`${home}/`))
  return [
    ...programs(below === undefined ? [] : programsOf(below, prefixOf(below), namesIn), true),
    ...programs(listed('brew', sharedBrew, namesIn(sharedBrew, isFolder)), !isOthers),
  ]
}

type NamesIn = (place: BytePath, isWanted: (entry: OpenedFolderEntry) => boolean) => readonly OpenedFolderEntry[]
type Found = Pick<Program, 'by'> & { readonly place: BytePath }

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
      .flatMap((folder) => listed('pip', folder, namesIn(folder, isDistInfo)).map(withoutDistInfo)),
  ]
}

/** A scope of npm's is not a package. */
function programsOfNpm(folder: BytePath, namesIn: NamesIn): readonly Found[] {
  const scopes = namesIn(folder, (one) => one.isFolder && one.name.startsWith('@'))
  const folders = [folder, ...scopes.map(({ name }) => `${folder}/${name}`)]
  return folders.flatMap((one) => listed('npm', one, namesIn(one, isFolder))).filter(({ place }) => !isOfNode(place))
}

function listed(by: Program['by'], folder: BytePath, entries: readonly OpenedFolderEntry[]): readonly Found[] {
  return entries
    .map(({ name }) => ({ by, place: `${folder}/${name}` }))
    .sort((one, other) => (one.place < other.place ? -1 : 1))
}

function withoutDistInfo({ by, place }: Found): Found {
  return { by, place: `${path.posix.dirname(place)}/${projectOf(path.posix.basename(place))}` }
}

/** "requests" of "requests-2.32.3.dist-info", as the specification of recorded projects has it: no name has a dash there. */
export function projectOf(name: string): string {
  return name.replace(/(?:-.*)?\.dist-info$/, '')
}
