/** Which of the keys that apt trusts for every archive signs this one: it is the only one that the other laptop needs. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { readOwn } from '../../../tools/files/own-file.ts'
import { releaseListName } from '../../../tools/apt/apt-sources.ts'
import { ownLists } from '../../../tools/apt/apt-view.ts'
import { claimedSigners, exportKey, showKeys } from '../../../tools/gpg.ts'
import type { RunOptions } from '../../../tools/run.ts'

export interface KeyFile {
  /** Where it is to be on the other laptop. */
  readonly path: string
  readonly bytes: Buffer
}

/** apt-key(8): one old keyring with many keys, and a file for each of the others. */
export const oldKeyring = '/etc/apt/trusted.gpg'
export const commonKeyFolder = '/etc/apt/trusted.gpg.d'

interface Asked {
  readonly uri: string
  readonly suite: string
  /** Names in the folder of common keys. */
  readonly names: readonly string[]
}

/** Undefined as long as apt has not read the archive, and where none of these keys signs it. */
export async function findCommonKey({ uri, suite, names }: Asked, options: RunOptions): Promise<KeyFile | undefined> {
  const release = path.join(ownLists, releaseListName(uri, suite))
  const signers = existsSync(release) ? await claimedSigners(release, options) : []
  if (signers.length === 0) return undefined
  const files = names.filter((name) => /\.(?:gpg|asc)$/.test(name)).map((name) => path.join(commonKeyFolder, name))
  for (const file of [...files, ...(existsSync(oldKeyring) ? [oldKeyring] : [])]) {
    const bytes = readOwn(file)
    const key = (await showKeys(bytes, options)).find(({ fingerprint, subkeys }) =>
      [fingerprint, ...subkeys].some((one) => signers.includes(one)),
    )
    if (key === undefined) continue
    if (file !== oldKeyring) return { path: path.join('/etc/apt/keyrings', path.basename(file)), bytes }
    return {
      path: `/etc/apt/keyrings/${key.fingerprint.slice(-16).toLowerCase()}.gpg`,
      bytes: await exportKey(file, key.fingerprint, options),
    }
  }
  return undefined
}
