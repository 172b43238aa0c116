/** ACLs, capabilities and what else a person or a program gave to files. */
import { createHash } from 'node:crypto'
import { readAccounts } from '../../../../tools/accounts/accounts.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { ownAttributes, readAttributesOfAny } from '../../../../tools/files/getfattr.ts'
import { withAccountNames } from '../../../../tools/files/posix-acl.ts'
import type { RunOptions } from '../../../../tools/run.ts'

/** Path to text that is equal where they are, at most 64 characters; nothing of files without any. All are there. */
export async function readGivenAttributes(
  root: string,
  paths: readonly BytePath[],
  options: RunOptions,
): Promise<ReadonlyMap<BytePath, string>> {
  const found = await readAttributesOfAny(
    { paths: paths.map((path) => `${root}/${path}`), names: '-', areFrozen: true },
    options,
  )
  const accounts = readAccounts()
  const all = new Map<BytePath, string>()
  for (const [path, lines] of found) {
    const given = lines.split('\n').filter((line) => !ownAttributes.test(line))
    // An account in an ACL that has another number, or none, on the other laptop is another one.
    const text = given.map((line) => withAccountNames(line, accounts)).join('\n')
    if (text !== '') all.set(path.slice(root.length + 1), shortened(text))
  }
  return all
}

/** They can be long, and a digest is enough to compare. */
function shortened(text: string): string {
  return text.length <= 64 ? text : createHash('sha256').update(text, 'latin1').digest('hex')
}
