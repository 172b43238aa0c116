/**
 * Sets that some work still needs: one small file for each in the state folder, written by whatever capability holds
 * the set before it relies on it, and removed when it is done. Whoever deletes sets reads them all first.
 */
import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../kernel/app-error.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { flushFolder, readIfThere, writeDurably } from '../../../tools/files/durable-file.ts'
import { setIdSchema } from '../schemas.ts'

const holdSchema = z.object({
  version: z.literal(1),
  setId: setIdSchema,
  /** A sentence for the person: "The rollback of XPS 13 that waits for its next start needs it." */
  why: z.string().min(1),
})
export type Hold = z.infer<typeof holdSchema>

/** Of a hold's own file; the same name again replaces it. */
const holdNamePattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,127}$/

export function writeHold(stateFolder: string, name: string, hold: Pick<Hold, 'setId' | 'why'>): void {
  writeDurably(holdFile(stateFolder, name), JSON.stringify(holdSchema.parse({ version: 1, ...hold })))
}

/** Harmless when there is none. */
export function removeHold(stateFolder: string, name: string): void {
  const file = holdFile(stateFolder, name)
  if (readIfThere(file) === undefined) return
  rmSync(file, { force: true })
  flushFolder(path.dirname(file))
}

/** AppError "state-unreadable" for one that cannot be read: then nobody knows what it holds. */
export function readHolds(stateFolder: string): readonly Hold[] {
  return namesIn(holdsFolder(stateFolder)).flatMap((name) => {
    const file = path.join(holdsFolder(stateFolder), name)
    const text = readIfThere(file)
    return text === undefined ? [] : [parseHold(file, text)]
  })
}

function parseHold(file: string, text: string): Hold {
  try {
    return holdSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError({
      code: 'state-unreadable',
      message: `What pc-switcher remembers in ${file} cannot be read, so it is not known which snapshots are needed.`,
      hint: 'Install the same version on both laptops. If the file is damaged, look at it and move it away.',
      details: cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause),
      cause,
    })
  }
}

function holdsFolder(stateFolder: string): string {
  return path.join(stateFolder, 'snapshot-holds')
}

function holdFile(stateFolder: string, name: string): string {
  if (!holdNamePattern.test(name)) throw new Error(`not the name of a hold: ${name}`)
  return path.join(holdsFolder(stateFolder), `${name}.json`)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
