import { distinct } from '../../../kernel/distinct.ts'
import { unitNameSchema } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { readFolderInside, type OpenedFolderEntry } from '../../../tools/files/safe-path.ts'
import { foreignMounts } from '../../../tools/mounts/mounted-homes.ts'

/** Of a folder below the one that homes are in. */
type ReadInHomes = (place: BytePath) => readonly OpenedFolderEntry[]

/** Where they are, unless a test says otherwise. */
export const homesRoot: BytePath = '/home'

/** Nothing of what is mounted below `homes` and is no home: it is not copied with one, and may never answer. Neither of what root may not read. */
export function readerInHomes(homes: BytePath): ReadInHomes {
  const mounted = foreignMounts(textFromBytePath(homes)).map(({ target }) => `${target}/`)
  return (place) => (mounted.some((target) => `${homes}/${place}/`.startsWith(target)) ? [] : readNames(homes, place))
}

/** Of an absolute path its part below `homes`; undefined for any other. */
export function placeInHomes(home: string, homes: BytePath): BytePath | undefined {
  return home.startsWith(`${homes}/`) ? bytePathFromText(home.slice(homes.length + 1).replace(/\/+$/, '')) : undefined
}

function readNames(homes: BytePath, place: BytePath): readonly OpenedFolderEntry[] {
  try {
    return readFolderInside(homes, place)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EACCES', 'EPERM', 'ENOTCONN', 'EIO')) return []
    throw error
  }
}

const userFolder = '.config/systemd/user'

/** What starts for the person by links that are files of their home, which is copied (systemd.unit(5)). `homes`: for tests. */
export function readHomeUnits(home: string, homes = homesRoot): readonly string[] {
  const below = placeInHomes(home, homes)
  if (below === undefined) return []
  const read = readerInHomes(homes)
  const top = `${below}/${userFolder}`
  const folders = read(top).filter(({ isFolder, name }) => isFolder && /\.(wants|requires|upholds)$/.test(name))
  const names = folders.flatMap((folder) => read(`${top}/${folder.name}`).map(({ name }) => name))
  const units = names.filter((name) => unitNameSchema.safeParse(name).success)
  return distinct(units.filter((unit) => !isMachineUnit({ unit, scope: 'users' }))).sort()
}
