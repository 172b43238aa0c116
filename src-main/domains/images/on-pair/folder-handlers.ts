/** Where both laptops have their images: set on both once both would take it. */
import type { Handlers } from '../../../contract/handlers.ts'
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { fromWireError } from '../../../contract/wire-error.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { Machine } from '../../../machine/machine.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { chooseImagesFolder, imagesFolderSchema, tellImagesFolder } from '../verbs.ts'
import { notAFolder } from './texts.ts'

type FolderCalls = Pick<Handlers, 'settingsImagesFolder' | 'settingsSetImagesFolder'>

export function createFolderHandlers({ reach }: Pick<AppParts, 'reach'>): FolderCalls {
  return {
    settingsImagesFolder: async () => {
      const { machines } = await reach.all()
      return { folders: await Promise.all(machines.map(folderOn)) }
    },
    settingsSetImagesFolder: async ({ folder: typed }) => {
      const folder = typed.trim().replace(/(?<=.)\/+$/, '')
      if (!imagesFolderSchema.safeParse(folder).success)
        throw new AppError({ code: 'invalid-input', ...notAFolder(folder) })
      const pair = await reach.both()
      for (const isTrial of [true, false]) {
        const { missing } = await askEach({ machines: pair, missing: [] }, (machine) =>
          machine.call(chooseImagesFolder, { folder, isTrial }),
        )
        // Where both refuse it, what is wrong with it on this laptop is said, whichever answered first.
        if (missing[0] !== undefined) throw fromWireError(missing[0].error)
      }
      return { folders: await Promise.all(pair.map(folderOn)) }
    },
  }
}

async function folderOn(machine: Machine) {
  const { folder } = await machine.call(tellImagesFolder, {})
  return { laptop: { name: machine.name, label: machine.label }, folder }
}
