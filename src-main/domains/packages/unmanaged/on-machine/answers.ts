/** What somebody installed past the package managers: below /opt and /usr/local, with npm, pip or pipx as root, or in a home. */
import { readdirSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { bytePathFromText, type BytePath } from '../../../../kernel/byte-path.ts'
import { systemClock } from '../../../../kernel/clock.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { rememberWhile } from '../../../../kernel/remember-while.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { withoutPackage } from '../../../../tools/apt/dpkg-files.ts'
import { dpkgStamp } from '../../../../tools/apt/dpkg-stamp.ts'
import { settledStamp } from '../../../../tools/files/file-stamp.ts'
import { readFolderInside, type FolderEntry } from '../../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { absolutePathSchema } from '../../../../contract/path-schemas.ts'
import { programSchema, type Program } from '../model.ts'
import { listUnmanaged, mostPrograms } from '../verbs.ts'
import { parseDistInfo, versionReader } from './program-versions.ts'
import { programsInHome } from './programs-in-home.ts'

const nodeModules = ['/usr/lib/node_modules', '/usr/local/lib/node_modules']
const pipxHome = '/opt/pipx'
const pipxPrograms = `${pipxHome}/venvs`
const programFolders = [
  ...['/opt', '/usr/local/bin', '/usr/local/games', '/usr/local/sbin'],
  ...[...nodeModules, pipxPrograms],
]

/** Each of the folders: a program that is added or removed changes one of them. */
function foldersHere(): readonly string[] {
  const scopes = nodeModules.flatMap((folder) => namesIn(folder, (name) => name.startsWith('@')))
  const python = namesIn('/usr/local/lib', (name) => /^python3/.test(name)).map((one) => `${one}/dist-packages`)
  return [...programFolders, ...scopes, ...python]
}

function stamp(): string | undefined {
  const [known, folders] = [dpkgStamp(), settledStamp(foldersHere(), systemClock.nowMs())]
  return known === undefined || folders === undefined ? undefined : `${known}\n${folders}`
}

const readSystem = rememberWhile(stamp, async (options: RunOptions): Promise<readonly Program[]> => {
  const found = foldersHere().flatMap((folder) => namesIn(folder, isProgramOf(folder)))
  const safe = found.filter((place) => absolutePathSchema.safeParse(place).success && !isListedElsewhere(place))
  return (await withoutPackage(safe, options)).map(programAt)
})

function programAt(place: string): Program {
  const by = kindOf(place)
  if (by !== 'pip') return { by, place, inHome: false }
  const { name, version } = parseDistInfo(path.basename(place))
  return {
    by,
    place: path.join(path.dirname(place), name),
    inHome: false,
    ...(version === undefined ? {} : { version }),
  }
}

/** Read each time: another version changes none of the folders that are listed. */
function withVersions(programs: readonly Program[]): readonly Program[] {
  const versionOf = versionReader({ root: '/', read: readSystemFolder })
  return programs.map((one) => {
    const version = one.version ?? versionOf({ by: one.by, place: bytePathFromText(one.place.slice(1)) })
    return version === undefined ? one : { ...one, version }
  })
}

function readSystemFolder(place: BytePath): readonly FolderEntry[] {
  try {
    return readFolderInside('/', place)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EACCES', 'EPERM')) return []
    throw error
  }
}

function kindOf(place: string): Program['by'] {
  if (place.includes('/node_modules/')) return 'npm'
  if (place.includes('/dist-packages/')) return 'pip'
  return place.startsWith(`${pipxPrograms}/`) ? 'pipx' : 'file'
}

/** Of Python's packages only what says that one is installed; a scope of npm's is not a package. */
function isProgramOf(folder: string): (name: string) => boolean {
  if (folder.endsWith('/dist-packages')) return (name) => name.endsWith('.dist-info')
  return (name) => !/^[.@]/.test(name)
}

function namesIn(folder: string, isWanted: (name: string) => boolean): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(isWanted)
      .sort()
      .map((name) => path.join(folder, name))
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return []
    throw error
  }
}

/** A command of npm or pipx is a link into its module, which is listed; so is what is in the folder of pipx. */
function isListedElsewhere(place: string): boolean {
  if (place === pipxHome) return true
  try {
    const target = readlinkSync(place)
    return target.includes('node_modules/') || target.startsWith(`${pipxPrograms}/`)
  } catch (error) {
    if (isErrno(error, 'EINVAL', 'ENOENT')) return false
    throw error
  }
}

export const unmanagedAnswers: readonly Answer[] = [
  answer(listUnmanaged, async (_input, { host, signal }) => {
    const inHome = programsInHome(host.person.home).filter((one) => programSchema.safeParse(one).success)
    const all = [withVersions((await readSystem({ signal })).slice(0, mostPrograms)), inHome.slice(0, mostPrograms)]
    return { programs: all.flat() }
  }),
]
