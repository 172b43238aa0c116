import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../kernel/app-error.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { writeDurably } from '../../../tools/files/durable-file.ts'

const recordSchema = z.object({ version: z.literal(1), fingerprints: z.record(z.string(), z.string()) })

export async function readLastEqual(stateFolder: string): Promise<Readonly<Record<string, string>>> {
  const file = fileIn(stateFolder)
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    if (isErrno(thrown, 'ENOENT')) return undefined
    throw thrown
  })
  if (text === undefined) return {}
  try {
    return recordSchema.parse(JSON.parse(text)).fingerprints
  } catch (cause) {
    throw new AppError({
      code: 'state-unreadable',
      message: 'What was last equal in /etc cannot be read.',
      hint: 'Move the file away; the next plan then asks about every difference.',
      details: file,
      cause,
    })
  }
}

export function writeLastEqual(stateFolder: string, fingerprints: Readonly<Record<string, string>>): void {
  writeDurably(fileIn(stateFolder), `${JSON.stringify({ version: 1, fingerprints })}\n`)
}

function fileIn(stateFolder: string): string {
  return join(stateFolder, 'etc-last-equal.json')
}

/** From now on every difference is asked about, whoever made it. */
export function forgetLastEqual(stateFolder: string): void {
  writeLastEqual(stateFolder, {})
}
