/** What differs between two snapshots of the other laptop, or between one and now, as a client asks for it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { compareCalls } from '../../src-main/contract/compare-calls.ts'
import { snapshotCalls } from '../../src-main/contract/snapshot-calls.ts'
import { shellOn } from '../laptops-agents.ts'
import { call, errorOf, pcSwitcher } from '../laptops-product.ts'

const take = async () => {
  const { taken, failed } = await call('p17', snapshotCalls.snapshotsCreate, { on: ['xps'] })
  expect(failed).toEqual([])
  return taken[0]?.id ?? ''
}
const compare = (one: string, other: string) =>
  call('p17', compareCalls.compareMake, { laptop: 'xps', subvolume: 'home', one, other })

describe('comparing on the other laptop', () => {
  let one: string
  let other: string
  beforeAll(async () => {
    await shellOn('xps', 'su alice -c "mkdir -p ~/trip/days && echo Monday > ~/trip/days/1 && echo x > ~/trip/plan"')
    one = await take()
    await shellOn('xps', 'su alice -c "mv ~/trip ~/journey && echo Tuesday > ~/journey/days/1 && rm ~/journey/plan"')
    other = await take()
  })

  it('tells what differs, by pages and by folders', async () => {
    const { compareId, counts, note } = await compare(one, other)
    expect(counts).toMatchObject({ renamed: 1, changed: 1, deleted: 1 })
    expect(note).toBeUndefined()
    const page = await call('p17', compareCalls.comparePage, { laptop: 'xps', compareId, offset: 0, limit: 50 })
    expect(page.entries).toMatchObject([
      { kind: 'renamed', path: 'alice/journey', oldPath: 'alice/trip' },
      {
        kind: 'changed',
        path: 'alice/journey/days/1',
        oldPath: 'alice/trip/days/1',
        before: { bytes: 7, owner: 'alice:alice', mode: '0664' },
        after: { bytes: 8 },
      },
      { kind: 'deleted', path: 'alice/trip/plan' },
    ])
    const { children } = await call('p17', compareCalls.compareTree, { laptop: 'xps', compareId, path: 'alice' })
    expect(children.map(({ name, count }) => `${name} ${count}`)).toEqual(['journey 2', 'trip 1'])
  })

  it('compares with what is there now, and leaves no snapshot of it behind', async () => {
    await shellOn('xps', 'su alice -c "echo Wednesday > ~/journey/days/2"')
    const { counts } = await compare(other, 'now')
    expect(counts.added).toBe(1)
    expect(await shellOn('xps', 'ls /var/lib/pc-switcher/root/compare-now; stat -c %a /run/pc-switcher/compare')).toBe(
      '700\n',
    )
  })

  it('refuses names that are none', async () => {
    const input = { laptop: 'xps', subvolume: '../etc', one, other: 'now' }
    const told = await pcSwitcher('p17', ['call', 'compare.make', JSON.stringify(input)])
    expect(errorOf(told).code).toBe('invalid-input')
    const page = { laptop: 'xps', compareId: '../../etc/passwd', offset: 0, limit: 1 }
    expect((await pcSwitcher('p17', ['call', 'compare.page', JSON.stringify(page)])).exitCode).not.toBe(0)
  })
})
