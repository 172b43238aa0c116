import { readForeignBeginning } from '../../../../tools/files/foreign-file.ts'
import { readdirSync } from 'node:fs'
import { bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { readFolderInside } from '../../../../tools/files/safe-path.ts'
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
  const file = readForeignBeginning(root, path, beginningBytes)
  // What the disk does not give cannot be copied either, whatever it is.
  return file.kind === 'read' ? file.bytes.toString('latin1') : ''
}
