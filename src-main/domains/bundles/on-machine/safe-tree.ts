/** What is taken out of a tree that root alone can reach and in which nothing moves, before the person gets it or it is listed. */
import { chmodSync, closeSync, unlinkSync } from 'node:fs'
import { bufferFromBytePath, bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import type { Account } from '../../../tools/accounts/as-person.ts'
import { readAttributes } from '../../../tools/files/attributes.ts'
import { openFolderInside } from '../../../tools/files/safe-path.ts'
import { removeAttribute } from '../../../tools/files/setfattr.ts'
import { setTimes } from '../../../tools/files/touch.ts'
import { findFacts } from '../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isSpecial } from './sources.ts'

const placeIn = (top: string, within: BytePath): Buffer =>
  Buffer.concat([Buffer.from(`${top}/`), bufferFromBytePath(within)])

/** Sockets and devices. The folders that they were in keep their times. */
export async function removeSpecial(top: string, options: RunOptions): Promise<void> {
  const { entries } = await findFacts({ root: top, starts: [''] }, options)
  const gone = entries.filter(isSpecial).map((one) => one.path)
  for (const one of gone) unlinkSync(placeIn(top, one))
  const folders = new Set(gone.map((one) => one.slice(0, Math.max(0, one.lastIndexOf('/')))))
  for (const { path: folder, modified } of entries.filter((one) => folders.has(one.path)))
    await setFolderTime(top, { folder, modified }, options)
}

/**
 * What makes a program more than the person that starts it: capabilities, and to run as another account or group. Who could write the
 * disk that it comes from could have given it that. Only what the person could set themselves stays.
 */
export async function removeGivenRights(
  top: string,
  { uid, gid }: Pick<Account, 'uid' | 'gid'>,
  options: RunOptions,
): Promise<void> {
  const { entries } = await findFacts({ root: top, starts: [''] }, options)
  const files = entries.filter(({ type }) => type === 'f')
  const start = `${bytePathFromText(top)}/`
  const paths = files.map(({ path: within }) => `${start}${within}`)
  const found = await readAttributes({ paths, names: /^security\.capability$/, areFrozen: true }, options)
  await removeAttribute([...found.keys()], 'security.capability', options)
  for (const file of files) {
    const mode = Number.parseInt(file.mode, 8)
    const own = file.uid !== uid ? 0 : file.gid === gid ? setUser | setGroup : setUser
    const kept = mode & (0o1777 | own)
    if (kept !== mode) chmodSync(placeIn(top, file.path), kept)
  }
}

/** inode(7). */
const setUser = 0o4000
const setGroup = 0o2000

/** `modified`: as find prints it. */
export async function setFolderTime(
  top: string,
  { folder, modified }: { readonly folder: BytePath; readonly modified: string },
  options: RunOptions,
): Promise<void> {
  const descriptor = openFolderInside(top, folder)
  if (descriptor === undefined) return
  try {
    // With the dot it is the folder and not the link of the kernel that is meant.
    await setTimes(`/proc/${process.pid}/fd/${descriptor}/.`, nanoseconds(modified), options)
  } finally {
    closeSync(descriptor)
  }
}

function nanoseconds(modified: string): bigint {
  const [seconds = '0', fraction = ''] = modified.replace('-', '').split('.')
  const whole = BigInt(`${seconds}${fraction.slice(0, 9).padEnd(9, '0')}`)
  return modified.startsWith('-') ? -whole : whole
}
