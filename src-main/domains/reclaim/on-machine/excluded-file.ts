/** reclaim/excluded.json: what the person excluded. */
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { oneAtATime } from '../../../tools/files/one-at-a-time.ts'
import { readState, writeState } from '../../../tools/files/state-file.ts'
import { reclaimMessages } from '../messages.ts'

const excludedSchema = z.object({ version: z.literal(1), paths: z.array(absolutePathSchema) })

const excludedState = (stateFolder: string): StateText<z.infer<typeof excludedSchema>> => ({
  path: path.join(stateFolder, 'reclaim', 'excluded.json'),
  schema: excludedSchema,
  without: reclaimMessages.withoutExcluded({}),
})

/** AppError "state-unreadable": what is excluded cannot be guessed. */
export function readExcluded(stateFolder: string): readonly string[] {
  return readState(excludedState(stateFolder))?.paths ?? []
}

/** Of a link what it leads to. AppError "not-found" for what is to be included and is not excluded. */
export function exclude(stateFolder: string, wanted: string, isExcluded: boolean): readonly string[] {
  return oneAtATime(stateFolder, () => {
    const before = readExcluded(stateFolder)
    const meant = before.includes(wanted) || !existsSync(wanted) ? wanted : realpathSync(wanted)
    if (!isExcluded && !before.includes(meant)) throw reclaimMessages.notExcluded({ path: wanted })
    const others = before.filter((one) => one !== meant)
    const paths = (isExcluded ? [...others, meant] : others).toSorted()
    writeState(excludedState(stateFolder), { version: 1, paths })
    return paths
  })
}
