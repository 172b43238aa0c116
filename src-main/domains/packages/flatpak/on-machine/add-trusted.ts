import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { addRemote, removeRemote } from '../../../../tools/flatpak/flatpak-changes.ts'
import type { Outcome } from '../../../../tools/outcome.ts'
import { keysOfRemote } from '../../../../tools/flatpak/flatpak-lists.ts'
import { showKeys } from '../../../../tools/gpg.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Remote } from '../model.ts'

/**
 * By the keys that were agreed to alone, and only one that asks for signatures. One that came without its keys goes again:
 * the program keeps it even where it could not read them.
 */
export async function addTrusted(remote: Remote, stateFolder: string, options: RunOptions): Promise<Outcome> {
  const agreed = remote.keys.map(({ fingerprint }) => fingerprint).sort()
  const keyring = Buffer.from(remote.keyring, 'base64')
  const isAgreed = agreed.length > 0 && (await fingerprintsIn(keyring, options)).join() === agreed.join()
  if (!remote.isSigned || remote.hasPassword || !isAgreed) return { isDone: false, words: '' }
  const folder = path.join(stateFolder, 'flatpak')
  const keysFile = path.join(folder, 'keys.gpg')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(keysFile, keyring, { mode: 0o600 })
  const { words } = await addRemote({ ...remote, keysFile }, options)
  await rm(keysFile, { force: true })
  const trusted = await keysOfRemote(remote.name)
  if (trusted !== undefined && (await fingerprintsIn(trusted, options)).join() === agreed.join())
    return { isDone: true, words: '' }
  await removeRemote(remote.name, options)
  return { isDone: false, words }
}

async function fingerprintsIn(keyring: Uint8Array, options: RunOptions): Promise<readonly string[]> {
  return (await showKeys(keyring, options)).map(({ fingerprint }) => fingerprint).sort()
}
