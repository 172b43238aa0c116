/** Extended attributes of files of /etc, in a form that means the same on both laptops: the accounts in ACLs go by name. */
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { Accounts } from '../../../tools/accounts/accounts.ts'
import { ownAttributes, readAttributes } from '../../../tools/files/attributes.ts'
import { aclFromText, isAclAttribute, withAccountNames } from '../../../tools/files/posix-acl.ts'
import type { RunOptions } from '../../../tools/run.ts'

/** Path to its attributes, one each, sorted. `paths` have a leading slash, which stands for `root`; some may be gone. */
export async function readEtcAttributes(
  root: string,
  paths: readonly BytePath[],
  accounts: Accounts,
  options: RunOptions,
): Promise<ReadonlyMap<BytePath, readonly string[]>> {
  const found = await readNumberedAttributes(root, paths, options)
  return new Map([...found].map(([path, lines]) => [path, withNames(lines, accounts)]))
}

/** The same, with the numbers of accounts in ACLs. */
export async function readNumberedAttributes(
  root: string,
  paths: readonly BytePath[],
  options: RunOptions,
): Promise<ReadonlyMap<BytePath, readonly string[]>> {
  const request = { paths: paths.map((path) => `${root}${path}`), mayBeGone: true }
  const found = await readAttributes(request, options)
  return new Map(
    [...found].flatMap(([place, text]) => {
      const lines = text.split('\n').filter((line) => !ownAttributes.test(line))
      return lines.length === 0 ? [] : [[place.slice(root.length), lines] as const]
    }),
  )
}

export function withNames(lines: readonly string[], accounts: Accounts): readonly string[] {
  return lines.map((line) => withAccountNames(line, accounts))
}

/** As this laptop has them. Undefined when an account is not known here. */
export function attributesHere(attributes: readonly string[], accounts: Accounts): readonly string[] | undefined {
  const lines = attributes.map((line) => numbered(line, accounts))
  const known = lines.filter((line) => line !== undefined)
  return known.length === lines.length ? known : undefined
}

function numbered(line: string, accounts: Accounts): string | undefined {
  const { name, value } = partsOf(line)
  if (!isAclAttribute(name) || value.startsWith('0x')) return line
  const acl = aclFromText(value, accounts)
  return acl === undefined ? undefined : `${name}=0x${acl.toString('hex')}`
}

function partsOf(line: string): { readonly name: string; readonly value: string } {
  const end = line.indexOf('=')
  return end === -1 ? { name: line, value: '' } : { name: line.slice(0, end), value: line.slice(end + 1) }
}
