/** What a plan says when the person's own account is another one on the other laptop. */
import { describe, expect, it } from 'vitest'
import { accountsDiffer } from '../../../src-main/domains/home-sync/on-pair/plan/texts.ts'

const labels = { from: { label: 'P17' }, to: { label: 'XPS 13' } }
const alice = { name: 'alice', uid: 1000, gid: 1000 }
const commandsFor = (there: typeof alice) =>
  /"([^"]+)"/.exec(accountsDiffer(alice, there, labels).text)?.[1]?.split('; ')

describe('an account that differs', () => {
  it('is told with both of it, and where to run what', () => {
    const { text } = accountsDiffer(alice, { ...alice, uid: 1001 }, labels)
    expect(text).toContain('You are alice (user 1000, group 1000) on P17, and alice (user 1001, group 1000) on XPS 13.')
    expect(text).toContain('Log out of XPS 13, log in there as root')
  })

  it('gets the numbers that differ, with all its files, and no others', () => {
    expect(commandsFor({ ...alice, uid: 1001 })).toEqual([
      'usermod -u 1000 alice',
      'find /home -uid 1001 -exec chown -h 1000 {} +',
    ])
    expect(commandsFor({ ...alice, gid: 1001 })).toEqual([
      'groupmod -g 1000 $(id -gn alice)',
      'find /home -gid 1001 -exec chgrp -h 1000 {} +',
    ])
  })

  it('gets its name first, and everything after that by the new one', () => {
    expect(commandsFor({ name: 'al', uid: 1001, gid: 1000 })).toEqual([
      'usermod -l alice -d /home/alice -m al',
      'usermod -u 1000 alice',
      'find /home -uid 1001 -exec chown -h 1000 {} +',
    ])
  })
})
