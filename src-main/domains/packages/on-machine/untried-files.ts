/**
 * apt's own files that are not known to work yet. What stood there is written down before, so that they are put back
 * whatever becomes of the agent meanwhile: a source whose key is wrong would keep apt from being used.
 */
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { readIfThere } from '../../../tools/files/own-file.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { flushFolder, replaceKeepingRights, writeForAll } from '../../../tools/files/durable-file.ts'
import { recallState, removeState, writeState } from '../../../tools/files/state-file.ts'
import { identifyThisProcess, isAlive, processIdentitySchema } from '../../../tools/proc/process-identity.ts'
import { packagesMessages } from '../messages.ts'
import { isUsable, type SourceState } from '../sources-model.ts'

const untriedSchema = z.object({
  version: z.literal(1),
  /** Who tries them. */
  by: processIdentitySchema,
  /** `before` in base64; null where there was no such file. */
  files: z.array(z.object({ file: z.string(), before: z.base64().nullable() })),
})
type Untried = z.infer<typeof untriedSchema>

/** `tryThem` writes these files. They stay only if apt can use them. */
export async function untilTried(
  stateFolder: string,
  files: readonly string[],
  tryThem: () => Promise<SourceState>,
): Promise<SourceState> {
  putBackAbandoned(stateFolder)
  const untried = files.map((file) => ({ file, before: contentOf(file) }))
  writeState(untriedState(stateFolder), { version: 1, by: identifyThisProcess(), files: untried })
  let state: SourceState | undefined
  try {
    state = await tryThem()
    return state
  } finally {
    if (state === undefined || !isUsable(state)) putBack(untried)
    removeState(untriedState(stateFolder).path)
  }
}

/** What an agent that was killed was trying. Harmless when there is nothing. */
export function putBackAbandoned(stateFolder: string): void {
  const state = untriedState(stateFolder)
  const known = recallState(state)
  if (known === undefined || isAlive(known.by)) return
  putBack(known.files)
  removeState(state.path)
}

/** Null where there is none. What cannot be read is an error: put back as none, it would be deleted. */
function contentOf(file: string): string | null {
  return readIfThere(file, 'base64') ?? null
}

function putBack(files: Untried['files']): void {
  for (const { file, before } of files) {
    if (before === null) rmSync(file, { force: true })
    else if (existsSync(file)) replaceKeepingRights(file, Buffer.from(before, 'base64'))
    else writeForAll(file, Buffer.from(before, 'base64'))
    if (existsSync(path.dirname(file))) flushFolder(path.dirname(file))
  }
}

function untriedState(stateFolder: string): StateText<Untried> {
  return {
    path: path.join(stateFolder, 'packages', 'untried.json'),
    schema: untriedSchema,
    without: packagesMessages.withoutUntried({}),
  }
}
