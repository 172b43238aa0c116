import { expect, it } from 'vitest'
import { otherHomes } from '../../../src-main/domains/home-sync/on-machine/scan/other-homes.ts'

const alice = { name: 'alice', uid: 1000, home: '/home/alice' }
const homesOf = (...accounts: readonly (readonly [string, string])[]) =>
  otherHomes(
    '/home',
    alice,
    accounts.map(([name, home]) => ({ name, home })),
  ).map(({ account, home }) => `${account} ${home}`)

it('finds the homes of other accounts below /home, wherever they lie there', () => {
  const found = homesOf(
    ['root', '/root'],
    ['alice', '/home/alice'],
    ['bob', '/home/bob/'],
    ['carol', '/home/family/carol'],
    ['dave', '/home//./dave'],
  )
  expect(found).toEqual(['bob /home/bob', 'carol /home/family/carol', 'dave /home/dave'])
})

it('finds folders that belong to somebody whose account this laptop does not have, and calls them by their names', () => {
  const standing = [
    { name: 'alice', uid: 1000 },
    { name: 'mine-too', uid: 1000 },
    { name: 'shared', uid: 0 },
    { name: 'bob', uid: 1001 },
    { name: 'of-the-domain', uid: 1_640_000_005 },
  ]
  const accounts = [{ name: 'bob', home: '/home/bob' }]
  expect(otherHomes('/home', alice, accounts, standing)).toEqual([
    { account: 'bob', home: '/home/bob' },
    { account: 'of-the-domain', home: '/home/of-the-domain' },
  ])
})

it('takes none for another one that is the own home, is in it, or has it inside', () => {
  expect(homesOf(['kiosk', '/home/alice'], ['service', '/home/alice/service'], ['nobody', '/home'])).toEqual([])
  const member = { ...alice, home: '/home/DOMAIN/alice' }
  expect(otherHomes('/home', member, [{ name: 'winbind', home: '/home/DOMAIN' }])).toEqual([])
})
