import { readdirSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { absolutePathSchema } from '../../../../contract/path-schemas.ts'
import { systemClock } from '../../../../kernel/clock.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { rememberWhile } from '../../../../kernel/remember-while.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { readLocalDiversions } from '../../../../tools/apt/diversions.ts'
import { readConffiles, readEtcOwners, readUcfSums, withoutPackage } from '../../../../tools/apt/dpkg-files.ts'
import { dpkgStamp } from '../../../../tools/apt/dpkg-stamp.ts'
import { settledStamp } from '../../../../tools/files/file-stamp.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import {
  diversionSchema,
  listDiversions,
  listEtcSettings,
  listUnmanaged,
  mostPrograms,
  programSchema,
  type Program,
} from '../verbs.ts'
import { listSettings } from './list-settings.ts'
import { readSystemData } from './system-data.ts'
import { programsInHome, projectOf } from './programs-in-home.ts'

export const toldAnswers: readonly Answer[] = [
  answer(listUnmanaged, async (_input, { host, signal }) => ({
    programs: await readPrograms(host.person.home, { signal }),
    data: [...readSystemData(host.person.name)],
  })),
  answer(listDiversions, () =>
    Promise.resolve({ diversions: readLocalDiversions().filter((one) => diversionSchema.safeParse(one).success) }),
  ),
  answer(listEtcSettings, async ({ withText }, { signal }) => {
    const ucf = readUcfSums()
    const [conffiles, owners] = await Promise.all([readConffiles({ signal }), readEtcOwners({ signal })])
    const isShipped = (path: string, md5: string): boolean => {
      const shipped = conffiles.get(path) ?? ucf.get(path)
      return shipped === undefined ? owners.has(path) : shipped === md5
    }
    return { files: [...listSettings('/etc', isShipped, withText)] }
  }),
]

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
  const folder = path.dirname(place)
  return { by, place: by === 'pip' ? path.join(folder, projectOf(path.basename(place))) : place, inHome: false }
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

/**
 * What somebody installed past the package managers: below /opt and /usr/local, with npm, pip or pipx as root, or in
 * a home. `home`: of the person, absolute.
 */
async function readPrograms(home: string, options: RunOptions): Promise<Program[]> {
  const inHome = programsInHome(home).filter((one) => programSchema.safeParse(one).success)
  return [...(await readSystem(options)).slice(0, mostPrograms), ...inHome.slice(0, mostPrograms)]
}
