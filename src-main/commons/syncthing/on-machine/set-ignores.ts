import type { AppError } from '../../../kernel/app-error.ts'
import { readIgnores, writeIgnores } from '../../../tools/syncthing/syncthing.ts'
import { type SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import type { SyncFolder } from '../verbs.ts'
import { syncthingMessages } from '../messages.ts'

/** Writes the rules and reads them back: Syncthing validates nothing and answers 200 to almost everything. */
export async function setIgnores(
  api: SyncthingApi,
  folder: SyncFolder,
  ignores: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const [first, ...rest] = ignores
  if (first === undefined) throw notSet(folder, 'an empty list would track everything')
  await writeIgnores(api, folder, [first, ...rest], { signal })
  const found = await readIgnores(api, folder, { signal })
  if (found.length === ignores.length && found.every((line, index) => line === ignores[index])) return
  throw notSet(folder, `asked for ${ignores.length} lines, found ${found.length}`)
}

function notSet(folder: SyncFolder, details: string): AppError {
  return syncthingMessages.rulesNotSet({ folder }, { details })
}
