/** What was tried in /etc and let nobody in: it is not placed again as it is. And what was held back because of programs. */
import path from 'node:path'
import { z } from 'zod'
import { rootedBytePathSchema } from '../../../contract/path-schemas.ts'
import { doorProblemSchema } from '../../../commons/doors/verbs.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { hashBytes } from '../../../tools/files/hash-file.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { etcMessages } from '../messages.ts'
import { sharedContent, type IsLaptopName } from '../own-lines.ts'
import { contentInside } from './read-inside.ts'

/**
 * `sha256` is null of what is no file, and of what was removed. `why`: it can be tried again without harm, and is, each time that it
 * comes; until then a proof tells it by this. Without it nobody was let in.
 */
export const refusedSchema = z.object({
  path: rootedBytePathSchema,
  sha256: z.string().nullable(),
  why: doorProblemSchema.optional(),
})
export type Refused = z.infer<typeof refusedSchema>

/** Older ones were changed or forgotten by then. */
const keptAtMost = 100

const schema = z.object({ version: z.literal(1), files: z.array(refusedSchema) })
const stateOf = (stateFolder: string): StateText<z.infer<typeof schema>> => ({
  path: path.join(stateFolder, 'etc', 'refused.json'),
  schema,
  without: etcMessages.withoutRefused({}),
})

export function readRefused(stateFolder: string): readonly Refused[] {
  return recallState(stateOf(stateFolder))?.files ?? []
}

export function rememberRefused(stateFolder: string, files: readonly Refused[]): void {
  const others = readRefused(stateFolder).filter((one) => !files.some((other) => other.path === one.path))
  writeState(stateOf(stateFolder), { version: 1, files: [...others, ...files].slice(-keptAtMost) })
}

/** Of what comes, what is held back for a reason that only placing it tells: instead of what was for such a reason before. */
export function rememberHeld(stateFolder: string, coming: readonly BytePath[], held: readonly Refused[]): void {
  const before = readRefused(stateFolder)
  const isOver = ({ path: one, why }: Refused) => why !== undefined && coming.includes(one)
  if (held.length === 0 && !before.some(isOver)) return
  const files = [...before.filter((one) => !isOver(one)), ...held]
  writeState(stateOf(stateFolder), { version: 1, files: files.slice(-keptAtMost) })
}

/** Of what both laptops share of what stands at a path, without a leading slash; null where there is no file. */
export function sumOf(root: string, one: BytePath, isLaptop: IsLaptopName): string | null {
  const content = contentInside(root, one)
  return content === undefined ? null : hashBytes(sharedContent(`/${one}`, content, isLaptop))
}
