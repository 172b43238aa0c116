/** What somebody installed past the package managers: below /opt and /usr/local, with npm or pip as root. */
import { readdirSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { systemClock } from '../../../../kernel/clock.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { rememberWhile } from '../../../../kernel/remember-while.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { withoutPackage } from '../../../../tools/apt/dpkg-files.ts'
import { dpkgStamp } from '../../../../tools/apt/dpkg-stamp.ts'
import { settledStamp } from '../../../../tools/files/file-stamp.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { absolutePathSchema } from '../../../../contract/path-schemas.ts'
import { listUnmanaged, mostPrograms } from '../verbs.ts'

const nodeModules = ['/usr/lib/node_modules', '/usr/local/lib/node_modules']
const programFolders = ['/opt', '/usr/local/bin', '/usr/local/games', '/usr/local/sbin', ...nodeModules]

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

const readPlaces = rememberWhile(stamp, async (options: RunOptions) => {
  const found = foldersHere().flatMap((folder) => namesIn(folder, isProgramOf(folder)))
  const safe = found.filter((place) => absolutePathSchema.safeParse(place).success && !isOfModule(place))
  return (await withoutPackage(safe, options)).slice(0, mostPrograms)
})

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

/** npm's command is a link into its module, which is listed. */
function isOfModule(place: string): boolean {
  try {
    return readlinkSync(place).includes('node_modules/')
  } catch (error) {
    if (isErrno(error, 'EINVAL', 'ENOENT')) return false
    throw error
  }
}

export const unmanagedAnswers: readonly Answer[] = [
  answer(listUnmanaged, async (_input, { signal }) => ({ places: [...(await readPlaces({ signal }))] })),
]
