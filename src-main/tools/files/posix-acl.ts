/**
 * An ACL as the kernel keeps it in an extended attribute (linux/posix_acl_xattr.h, version 2): four bytes of version, then
 * eight for each entry: tag, permissions, number of the account. As text an entry is `user:alice:6`, so that it can be
 * taken to a laptop on which alice has another number.
 */
import { type Accounts, numberOf } from '../accounts/accounts.ts'

const version = 2
const entryBytes = 8
const noId = 0xffffffff
const tags = { owner: 0x01, user: 0x02, owningGroup: 0x04, group: 0x08, mask: 0x10, other: 0x20 } as const
type Tag = keyof typeof tags

export function isAclAttribute(name: string): boolean {
  return name === 'system.posix_acl_access' || name === 'system.posix_acl_default'
}

/** Of a line of `readAttributes`, `name=0xhex`: an ACL as text, anything else as it is. */
export function withAccountNames(line: string, accounts: Accounts): string {
  const [, name, hex] = /^([^=]+)=0x([0-9a-f]*)$/.exec(line) ?? []
  if (name === undefined || hex === undefined || !isAclAttribute(name)) return line
  const text = aclToText(Buffer.from(hex, 'hex'), accounts)
  return text === undefined ? line : `${name}=${text}`
}

export interface AclNumber {
  readonly kind: 'user' | 'group'
  readonly number: number
}

/** Whom such a line gives something by number: nobody where it is no ACL. */
export function accountsInAcl(line: string): readonly AclNumber[] {
  const [, name, hex] = /^([^=]+)=0x([0-9a-f]*)$/.exec(line) ?? []
  if (name === undefined || hex === undefined || !isAclAttribute(name)) return []
  const acl = Buffer.from(hex, 'hex')
  if (!isAcl(acl)) return []
  const accounts: AclNumber[] = []
  for (let at = 4; at < acl.length; at += entryBytes) {
    const kind = tagOf(acl.readUInt16LE(at))
    if (kind === 'user' || kind === 'group') accounts.push({ kind, number: acl.readUInt32LE(at + 4) })
  }
  return accounts
}

function isAcl(acl: Buffer): boolean {
  return acl.length >= 4 && (acl.length - 4) % entryBytes === 0 && acl.readUInt32LE(0) === version
}

/** Undefined when the bytes are no ACL. */
export function aclToText(acl: Buffer, accounts: Accounts): string | undefined {
  if (!isAcl(acl)) return undefined
  const entries: string[] = []
  for (let at = 4; at < acl.length; at += entryBytes) {
    const tag = tagOf(acl.readUInt16LE(at))
    if (tag === undefined) return undefined
    const id = acl.readUInt32LE(at + 4)
    entries.push(`${tag}:${nameOf(tag, id, accounts)}:${acl.readUInt16LE(at + 2)}`)
  }
  return entries.join(',')
}

/** Undefined when it cannot be read, or an account in it is not known here. */
export function aclFromText(text: string, accounts: Accounts): Buffer | undefined {
  const head = Buffer.alloc(4)
  head.writeUInt32LE(version)
  const entries = text.split(',').map((entry) => entryFromText(entry, accounts))
  const known = entries.filter((entry) => entry !== undefined)
  return known.length === entries.length ? Buffer.concat([head, ...known]) : undefined
}

function entryFromText(text: string, { users, groups }: Accounts): Buffer | undefined {
  const [tag = '', name = '', permissions = ''] = text.split(':')
  if (!isTag(tag) || !/^[0-7]$/.test(permissions)) return undefined
  const id = tag === 'user' ? numberOf(name, users) : tag === 'group' ? numberOf(name, groups) : noId
  if (id === undefined) return undefined
  const entry = Buffer.alloc(entryBytes)
  entry.writeUInt16LE(tags[tag], 0)
  entry.writeUInt16LE(Number(permissions), 2)
  entry.writeUInt32LE(id, 4)
  return entry
}

function nameOf(tag: Tag, id: number, accounts: Accounts): string {
  if (tag === 'user') return accounts.userName(id)
  return tag === 'group' ? accounts.groupName(id) : ''
}

function tagOf(number: number): Tag | undefined {
  return (Object.keys(tags) as Tag[]).find((tag) => tags[tag] === number)
}

function isTag(text: string): text is Tag {
  return text in tags
}
