import { closeSync, readdirSync, readSync } from 'node:fs'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { openInside, readFolderInside } from '../../../../tools/files/safe-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import type { Matcher } from '../../exclusions/exclusion-matcher.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'

const beginnings = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----|^PuTTY-User-Key-File-|^openssh-key-v1/
const beginningBytes = 512
const filesLookedAt = 2_000

/** Private keys in ~/.ssh under any name, recognized by their first bytes. Only those that no rule excludes. */
export function findPrivateKeys(root: string, isExcluded: Matcher): readonly BytePath[] {
  const homes = readdirSync(root, { withFileTypes: true, encoding: 'buffer' }).filter((entry) => entry.isDirectory())
  return homes.flatMap((home) => keysBelow(root, `${bytePathFromBuffer(home.name)}/.ssh`, isExcluded, 3))
}

function keysBelow(root: string, folder: BytePath, isExcluded: Matcher, depth: number): readonly BytePath[] {
  const entries = readFolderInside(root, folder).slice(0, filesLookedAt)
  return entries.flatMap(({ name, isFolder, isFile }) => {
    const path = `${folder}/${name}`
    if (isExcluded(keyOfPath(path)) !== undefined) return []
    if (isFolder && depth > 1) return keysBelow(root, path, isExcluded, depth - 1)
    // The public half is of no use without it.
    return isFile && beginnings.test(beginningOf(root, path)) ? [path, `${path}.pub`] : []
  })
}

function beginningOf(root: string, path: BytePath): string {
  const descriptor = openInside(root, path)
  if (descriptor === undefined) return ''
  try {
    const bytes = Buffer.alloc(beginningBytes)
    return bytes.toString('latin1', 0, readSync(descriptor, bytes))
  } catch (thrown) {
    // What the disk does not give cannot be copied either, whatever it is.
    if (isErrno(thrown, 'EIO')) return ''
    throw thrown
  } finally {
    closeSync(descriptor)
  }
}
