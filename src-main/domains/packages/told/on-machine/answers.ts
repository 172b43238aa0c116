import { answer, type Answer } from '../../../../machine/machine.ts'
import { readLocalDiversions } from '../../../../tools/apt/diversions.ts'
import { readConffiles, readEtcOwners, readUcfSums } from '../../../../tools/apt/dpkg-files.ts'
import { diversionSchema, listDiversions, listEtcSettings, listUnmanaged } from '../verbs.ts'
import { listSettings } from './list-settings.ts'
import { readPrograms } from './programs.ts'

export const toldAnswers: readonly Answer[] = [
  answer(listUnmanaged, async (_input, { host, signal }) => ({
    programs: await readPrograms(host.person.home, { signal }),
  })),
  answer(listDiversions, () =>
    Promise.resolve({ diversions: readLocalDiversions().filter((one) => diversionSchema.safeParse(one).success) }),
  ),
  answer(listEtcSettings, async ({ withText }, { signal }) => {
    const [conffiles, owners, ucf] = await Promise.all([
      readConffiles({ signal }),
      readEtcOwners({ signal }),
      readUcfSums(),
    ])
    const isShipped = (path: string, md5: string): boolean => {
      const shipped = conffiles.get(path) ?? ucf.get(path)
      return shipped === undefined ? owners.has(path) : shipped === md5
    }
    return { files: [...listSettings('/etc', isShipped, withText)] }
  }),
]
