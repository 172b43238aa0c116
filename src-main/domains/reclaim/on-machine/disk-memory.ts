/** reclaim/UUID.json: what is told of a file system, what was found when it was last looked and what was reclaimed so far. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { reclaimDiskSchema, type ReclaimDisk } from '../../../contract/reclaim-calls.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { reclaimMessages } from '../messages.ts'

const memorySchema = reclaimDiskSchema.extend({ version: z.literal(1) })

export const reclaimFolder = (stateFolder: string): string => path.join(stateFolder, 'reclaim')

const memoryState = (stateFolder: string, id: string): StateText<z.infer<typeof memorySchema>> => ({
  path: path.join(reclaimFolder(stateFolder), `${id}.json`),
  schema: memorySchema,
  without: reclaimMessages.withoutMemory({}),
})

export function recallDisk(stateFolder: string, id: string): ReclaimDisk {
  return recallState(memoryState(stateFolder, id)) ?? { id, reclaimedBytes: 0 }
}

export function rememberDisk(stateFolder: string, id: string, news: Partial<Omit<ReclaimDisk, 'id'>>): void {
  writeState(memoryState(stateFolder, id), { ...recallDisk(stateFolder, id), ...news, version: 1, id })
}

export function recallDisks(stateFolder: string): readonly ReclaimDisk[] {
  const folder = reclaimFolder(stateFolder)
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const id = /^([0-9a-f-]{36})\.json$/.exec(name)?.[1]
    return id === undefined ? [] : [recallDisk(stateFolder, id)]
  })
}
