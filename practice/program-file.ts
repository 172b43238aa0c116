import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PracticeError } from './practice-error.ts'

/** The repository: the nearest folder above this file with a package.json, from the source or from its bundle. */
export function repositoryFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url))
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder)
    if (parent === folder) throw new PracticeError('The practice does not stand in the repository of pc-switcher.')
    folder = parent
  }
  return folder
}

/** The bundle of main.ts, which is also the supervisor and the relay. */
export function programFile(): string {
  const file = path.join(repositoryFolder(), 'dist/practice/main.mjs')
  if (existsSync(file)) return file
  throw new PracticeError('The practice is not built: run "npm run build" first.')
}

/** Tells one build of the practice from another. */
export async function programStamp(): Promise<string> {
  return createHash('sha256')
    .update(await readFile(programFile()))
    .digest('hex')
    .slice(0, 12)
}
