import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../../../../kernel/errno.ts'
import { refSchema } from '../model.ts'

export interface PackedCollection {
  /** "org.flathub.Stable" */
  readonly collection: string
  readonly refs: readonly string[]
}

/** Where flatpak(1) packs to, below the folder that it is given. */
export function packedIn(folder: string): string {
  return path.join(folder, '.ostree/repo')
}

/** What a packed repository holds; nothing where there is none. Lists of what a remote offers are not among it. */
export async function listPacked(repository: string): Promise<readonly PackedCollection[]> {
  const mirrors = path.join(repository, 'refs/mirrors')
  const names = await readdir(mirrors).catch(missingAsEmpty)
  return Promise.all(
    names.map(async (collection) => {
      const folder = path.join(mirrors, collection)
      const paths = await readdir(folder, { recursive: true })
      return { collection, refs: paths.filter((one) => refSchema.safeParse(one).success) }
    }),
  )
}

function missingAsEmpty(error: unknown): string[] {
  if (isErrno(error, 'ENOENT')) return []
  throw error
}
