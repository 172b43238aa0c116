/** What the proof of /home says of what never crosses. */
import { expect, it } from 'vitest'
import { leftOutItem } from '../../../src-main/domains/home-sync/on-pair/compare/home-proof.ts'
import type { ToldScan, Scans } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'

type Told = Pick<ToldScan, 'leftOut' | 'specials' | 'found'>

function itemOf(from: Partial<Told>, to: Partial<Told> = {}) {
  const scanOf = (told: Partial<Told>) => ({
    scan: { leftOut: [], specials: [], found: [], person: { name: 'alice', home: '/home/alice' }, ...told },
  })
  return leftOutItem({ from: scanOf(from), to: scanOf(to) } as unknown as Scans)
}

const device = (path: string) => ({ path, kind: 'device' as const })

it('is nothing where there is none', () => {
  expect(itemOf({})).toEqual([])
})

it('names what is left out by its type on either laptop as not compared, by number and example', () => {
  const [item, ...others] = itemOf(
    { specials: [device('alice/upper/gone'), { path: 'alice/.app/socket', kind: 'socket' }] },
    { specials: [device('alice/upper/gone'), device('alice/upper/other')] },
  )
  expect(others).toEqual([])
  expect(item).toMatchObject({
    verdict: 'not-compared',
    compared: 0,
    text: 'Not copied: Device files such as upper/gone (2), Sockets such as .app/socket (1)',
    notCompared: { count: 3, names: ['upper/gone', 'upper/other', '.app/socket'] },
  })
})

it('names the stores of containers beside what other rules leave out', () => {
  const [item] = itemOf({
    leftOut: [
      { kind: 'key', count: 1, examples: ['alice/.ssh/id_rsa'] },
      { kind: 'store', count: 1, examples: ['alice/big/containers'] },
      { kind: 'elsewhere', count: 4, examples: ['alice/vms'] },
    ],
  })
  expect(item?.text).toBe('Not copied: Private keys and authorized_keys (1), Container images and volumes (1)')
  expect(item?.notCompared?.names).toEqual(['.ssh/id_rsa', 'big/containers'])
})

it('names what lies on the laptop that is taken alone, where the other one may have files', () => {
  const snapshot = { path: 'alice/snap', kind: 'subvolume' as const }
  const there = [snapshot, { path: 'alice/usb', kind: 'mount' as const }, { path: 'alice/x', kind: 'key' as const }]
  const leftOut = [{ kind: 'mount', count: 1, examples: ['alice/nfs'] }]
  const [item] = itemOf({ leftOut, found: [{ path: 'alice/nfs', kind: 'mount' }] }, { found: there })
  expect(item?.notCompared?.names).toEqual(['nfs', 'usb', 'snap'])
  const [same] = itemOf(
    { leftOut: [{ kind: 'subvolume', count: 1, examples: ['alice/snap'] }], found: [snapshot] },
    { found: [snapshot] },
  )
  expect(same?.notCompared).toMatchObject({ count: 1, names: ['snap'] })
})
