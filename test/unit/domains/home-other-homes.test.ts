import { expect, it } from 'vitest'
import { otherHomes } from '../../../src-main/domains/home-sync/on-machine/scan/other-homes.ts'

const alice = { name: 'alice', home: '/home/alice' }
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
  )
  expect(found).toEqual(['bob /home/bob', 'carol /home/family/carol'])
})

it('takes none for another one that is the own home, is in it, or has it inside', () => {
  expect(homesOf(['kiosk', '/home/alice'], ['service', '/home/alice/service'], ['nobody', '/home'])).toEqual([])
  const member = { name: 'alice', home: '/home/DOMAIN/alice' }
  expect(otherHomes('/home', member, [{ name: 'winbind', home: '/home/DOMAIN' }])).toEqual([])
})
