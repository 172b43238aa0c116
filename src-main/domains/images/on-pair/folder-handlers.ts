/** Where both laptops have their images: set on both once both would take it. */
import type { Handlers } from '../../../contract/handlers.ts'
import type { AppParts } from '../../../commons/capability/app-capability.ts'
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
      for (const isTrial of [true, false])
        await Promise.all(pair.map((machine) => machine.call(chooseImagesFolder, { folder, isTrial })))
      return { folders: await Promise.all(pair.map(folderOn)) }
    },
  }
}

async function folderOn(machine: Machine) {
  const { folder } = await machine.call(tellImagesFolder, {})
  return { laptop: { name: machine.name, label: machine.label }, folder }
}
