import { distinct } from '../../../kernel/distinct.ts'
import { unitNameSchema } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'
import { homesRoot, placeInHomes, readerInHomes } from './read-in-homes.ts'

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
