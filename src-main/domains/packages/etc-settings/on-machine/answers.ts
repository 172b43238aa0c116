import { answer, type Answer } from '../../../../machine/machine.ts'
import { readConffiles, readEtcOwners, readUcfSums } from '../../../../tools/apt/dpkg-files.ts'
import { listEtcSettings } from '../verbs.ts'
import { listSettings } from './list-settings.ts'

export const etcSettingsAnswers: readonly Answer[] = [
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
