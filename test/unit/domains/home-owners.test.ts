/** What a plan says of accounts that are others on the other laptop: the person's own, and those that own files. */
import { describe, expect, it } from 'vitest'
import type { ToldScan } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { ownersInTheWay } from '../../../src-main/domains/home-sync/on-pair/plan/owner-blockers.ts'
import { ownedQuestion } from '../../../src-main/domains/home-sync/on-pair/plan/owned-places.ts'
import { accountsDiffer } from '../../../src-main/domains/home-sync/on-pair/plan/texts.ts'
import { findOwned, nameOwners } from '../../../src-main/domains/home-sync/owner-verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

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

type Owners = Readonly<Record<string, number>>
const noSubIds = { users: [], groups: [] }

/** `from`: who owns files on P17. `there`: the accounts of XPS. `places`: what P17 has of the system's. */
async function inTheWay(from: Owners, there: Owners, places: readonly string[] | undefined, unnamed: string[] = []) {
  const asked: unknown[] = []
  const [p17, xps] = await Promise.all([
    memoryMachine('P17', [
      answer(findOwned, (input) => {
        asked.push(input)
        return Promise.resolve(
          places === undefined ? {} : { places: places.map((path) => ({ path, users: input.users, groups: [] })) },
        )
      }),
      answer(nameOwners, () => Promise.resolve({ users: {}, groups: {}, strangers: [], subIds: noSubIds })),
    ]),
    memoryMachine('XPS', [
      answer(nameOwners, ({ users }) =>
        Promise.resolve({
          users: Object.fromEntries(Object.entries(there).filter(([name]) => users.includes(name))),
          groups: {},
          strangers: Object.entries(there)
            .filter(([, number]) => users.includes(String(number)))
            .map(([name, number]) => ({ kind: 'user' as const, number: String(number), name })),
          subIds: noSubIds,
        }),
      ),
    ]),
  ])
  const pair = { from: p17.machine, to: xps.machine }
  const person = { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' }
  const scan = { scanId: '0c9a4e5e-8d0f-4a55-9b7e-2b7b6f3f7c11', person, groups: {} }
  const scanWith = (users: Owners) =>
    ({ ...scan, users, unnamed: { users: unnamed, groups: [] } }) as unknown as ToldScan
  return { asked, pair, ...(await ownersInTheWay(pair, scanWith(from), scanWith(there), {})) }
}

describe('what a container owns in a folder of the person', () => {
  it('is left out with a question where its number is an account of the system there, and blocks nothing', async () => {
    const { blockers, owned, pair } = await inTheWay(
      { alice: 1000 },
      { alice: 1000, polkitd: 999 },
      ['alice/shop/pgdata'],
      ['999'],
    )
    expect(blockers).toEqual([])
    expect(owned).toMatchObject([
      {
        path: 'alice/shop/pgdata',
        place: 'shop/pgdata',
        exclusion: '/shop/pgdata',
        owners: ['user 999 (polkitd on XPS)'],
      },
    ])
    const [question] = owned.map((one) => ownedQuestion(one, pair))
    expect(question).toMatchObject({ title: 'shop/pgdata', safeDefault: 'keep' })
    expect(question?.choices.map(({ id }) => id)).toEqual(['keep', 'keep-always'])
  })

  it.each([
    ['has another number there', { dnsmasq: 999 }, { dnsmasq: 998, polkitd: 999 }],
    ['is missing there', { dnsmasq: 999 }, { polkitd: 999 }],
  ])('is left out where its account %s', async (_how, from, there) => {
    const { blockers, owned } = await inTheWay(from, there, ['alice/shop/pgdata'])
    expect(blockers).toEqual([])
    expect(owned).toHaveLength(1)
  })

  it('is refused, without a command that would fail, where it lies in too many places', async () => {
    const { blockers, owned } = await inTheWay({ dnsmasq: 999 }, { dnsmasq: 998, polkitd: 999 }, undefined)
    expect(owned).toEqual([])
    expect(blockers).toHaveLength(1)
    expect(blockers[0]?.text).not.toContain('usermod')
    expect(blockers[0]?.text).toContain(
      'user 999 is polkitd on XPS, so give polkitd another number before dnsmasq gets it.',
    )
  })
})

describe('what another person owns', () => {
  it('is refused, with the command where it works', async () => {
    const free = await inTheWay({ carol: 1500 }, { carol: 1501 }, [])
    expect(free.asked).toEqual([])
    expect(free.blockers[0]?.text).toContain('"sudo usermod -u 1500 carol; ')
    const taken = await inTheWay({ carol: 1500, dave: 1600 }, { carol: 1501, mallory: 1500 }, [])
    expect(taken.blockers.map(({ text }) => /"([^"]+)"/.exec(text)?.[1])).toEqual([
      'sudo useradd --uid 1600 dave',
      undefined,
    ])
  })
})
