import { distinct } from '../../../kernel/distinct.ts'
import { readFolderInside } from '../../../tools/files/safe-path.ts'
import { unitNameSchema } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'

const userFolder = '.config/systemd/user'

/** What starts for the person by links that are files of their home (systemd.unit(5)). No link on the way is followed. */
export function readHomeUnits(home: string): readonly string[] {
  const folders = readFolderInside(home, userFolder).filter(
    ({ isFolder, name }) => isFolder && /\.(wants|requires|upholds)$/.test(name),
  )
  const names = folders.flatMap((folder) =>
    readFolderInside(home, `${userFolder}/${folder.name}`).map(({ name }) => name),
  )
  const units = names.filter((name) => unitNameSchema.safeParse(name).success)
  return distinct(units.filter((unit) => !isMachineUnit({ unit, scope: 'users' }))).sort()
}
