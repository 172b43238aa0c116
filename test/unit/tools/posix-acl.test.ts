import { expect, it } from 'vitest'
import { accountsInAcl, aclFromText, aclToText } from '../../../src-main/tools/files/posix-acl.ts'
import type { Accounts } from '../../../src-main/tools/accounts/accounts.ts'

const accountsOf = (users: Record<string, number>, groups: Record<string, number> = {}): Accounts => {
  const nameIn = (numbers: Record<string, number>) => (number: number) =>
    Object.entries(numbers).find(([, one]) => one === number)?.[0] ?? String(number)
  return {
    users: new Map(Object.entries(users)),
    groups: new Map(Object.entries(groups)),
    userName: nameIn(users),
    groupName: nameIn(groups),
  }
}
/** `setfacl -m u:bob:rw,g:adm:r` of a file with 0644; getfattr 2.5. */
const recorded =
  '0200000001000600ffffffff02000600e903000004000400ffffffff080004000400000010000600ffffffff20000400ffffffff'

it('takes an ACL to a laptop on which its accounts have other numbers', () => {
  const text = aclToText(Buffer.from(recorded, 'hex'), accountsOf({ bob: 1001 }, { adm: 4 }))
  expect(text).toBe('owner::6,user:bob:6,owningGroup::4,group:adm:4,mask::6,other::4')
  const there = aclFromText(text ?? '', accountsOf({ bob: 1005 }, { adm: 4 }))
  expect(there?.toString('hex')).toBe(recorded.replace('e9030000', 'ed030000'))
})

it('does not give anything to an account that is not known', () => {
  expect(aclFromText('owner::6,user:bob:6,other::4', accountsOf({}))).toBeUndefined()
  expect(aclFromText('owner::6,user:1234:6,other::4', accountsOf({}))).toBeDefined()
})

it('does not read what is no ACL', () => {
  for (const bytes of ['', '01000000', '02000000ff', '0200000003000600ffffffff'])
    expect(aclToText(Buffer.from(bytes, 'hex'), accountsOf({}))).toBeUndefined()
  for (const text of ['', 'owner::9', 'user:bob', 'nobody::6'])
    expect(aclFromText(text, accountsOf({ bob: 1 }))).toBeUndefined()
})

it('tells whom an ACL gives something, by number', () => {
  expect(accountsInAcl(`system.posix_acl_default=0x${recorded}`)).toEqual([
    { kind: 'user', number: 1001 },
    { kind: 'group', number: 4 },
  ])
  for (const line of [`user.note=0x${recorded}`, 'system.posix_acl_access=0x', 'system.posix_acl_access', ''])
    expect(accountsInAcl(line)).toEqual([])
})
