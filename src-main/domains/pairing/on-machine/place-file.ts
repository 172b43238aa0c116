/** Files of pairing: whole or not at all, with owner and mode before they have their name. */
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { flushFolder } from '../../../tools/files/durable-file.ts'

export interface PlacingFile {
  readonly mode: number
  readonly owner: { readonly uid: number; readonly gid: number }
  /** Looks at the file beside its place; what it throws leaves everything as it was. */
  readonly check?: (beside: string) => Promise<void>
}

/**
 * The folder may be the person's, but nobody else's: what is written is a file that this made, and the name is exchanged. sudo
 * passes over names with a dot, so what a power cut leaves in its folder is no rule.
 */
export async function placeFile(file: string, text: string, { mode, owner, check }: PlacingFile): Promise<void> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.new`)
  try {
    writeBeside(beside, text, { mode, owner })
    await check?.(beside)
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
  flushFolder(path.dirname(file))
}

function writeBeside(file: string, text: string, { mode, owner }: PlacingFile): void {
  rmSync(file, { force: true })
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants
  const descriptor = openSync(file, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600)
  try {
    writeFileSync(descriptor, text)
    fchownSync(descriptor, owner.uid, owner.gid)
    fchmodSync(descriptor, mode)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
