import { expect, it } from 'vitest'
import type { Difference } from '../../../src-main/domains/home-sync/on-pair/compare/difference.ts'
import { collectUnits } from '../../../src-main/domains/home-sync/on-pair/plan/collect-units.ts'
import { createCacheDifferences, isCacheOf } from '../../../src-main/domains/home-sync/on-pair/plan/developer-caches.ts'
import { previewHome } from '../../../src-main/domains/home-sync/on-pair/plan/preview.ts'
import { createRenames } from '../../../src-main/domains/home-sync/on-pair/plan/renames.ts'
import { createUnits } from '../../../src-main/domains/home-sync/on-pair/plan/units.ts'
import { portionsOf } from '../../../src-main/domains/home-sync/on-pair/run/portions.ts'
import { keyOfPath, pathOfKey } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { homePlanWith } from './home-plans.ts'
import { pair } from '../machine/told-machine.ts'

const shared = 'f 644 alice alice 7 1.0 0 '
const of = (kind: 'added' | 'changed' | 'deleted') => ({ kind, shared })
const isCache = isCacheOf({ home: '/home/alice' })

async function planned(...differences: readonly (Omit<Difference, 'key'> & { readonly path: string })[]) {
  const recorded: string[] = []
  const caches = createCacheDifferences(isCache, ({ key, from }) => recorded.push(`${from?.kind} ${pathOfKey(key)}`))
  async function* all(): AsyncGenerator<Difference> {
    for (const { path, ...rest } of differences) yield Promise.resolve({ key: keyOfPath(path), ...rest })
  }
  const { units, taken } = await collectUnits(caches.through(all()), {
    of: createUnits([], []),
    alwaysTaken: () => false,
    wasKept: () => false,
  })
  return { recorded, asked: units.map(({ key }) => pathOfKey(key)), ...caches.takeInto(taken), tally: taken.tally }
}

it('takes what the laptop that is left has of a developer cache, whatever the other one did, and asks nothing', async () => {
  const made = await planned(
    { path: 'alice/.cache/pip/a', from: of('added') },
    { path: 'alice/.cache/pip/b', from: of('changed'), to: of('changed') },
    { path: 'alice/.cargo/registry/c', to: of('changed') },
    { path: 'alice/.cargo/registry/d', to: of('deleted') },
  )
  expect(made.asked).toEqual([])
  expect(made.recorded).toEqual([
    'added alice/.cache/pip/a',
    'changed alice/.cache/pip/b',
    'changed alice/.cargo/registry/c',
    'changed alice/.cargo/registry/d',
  ])
  expect({ items: made.items, bytes: made.bytes }).toEqual({ items: 4, bytes: 28 })
})

it('removes nothing of a developer cache, and leaves what only the other laptop has', async () => {
  const made = await planned(
    { path: 'alice/.cache/pip/a', from: of('deleted') },
    { path: 'alice/.cache/pip/b', from: of('deleted'), to: of('changed') },
    { path: 'alice/.cache/pip/c', to: of('added') },
  )
  expect(made).toEqual({
    recorded: [],
    asked: [],
    items: 0,
    bytes: 0,
    tally: { added: 0, changed: 0, deleted: 0, bytes: 0 },
  })
})

it('decides the files of a database in a developer cache together, like any others', () => {
  const paths = ['alice/.cache/pip/i.db', 'alice/.cache/pip/i.db-wal']
  const isOne = isCacheOf({ home: '/home/alice' }, [{ kind: 'database', paths }])
  expect([...paths, 'alice/.cache/pip/a'].map((path) => isOne(keyOfPath(path)))).toEqual([false, false, true])
})

it('asks about what lies beside a developer cache as about any file', async () => {
  const { asked } = await planned({ path: 'alice/.cargo/config.toml', from: of('changed'), to: of('changed') })
  expect(asked).toEqual(['alice/.cargo/config.toml'])
})

it('offers to leave developer caches out of a switch where they would take long, and copies them if nobody says so', () => {
  const slow = homePlanWith({ slowCaches: { items: 9, bytes: 4_000_000_000, ms: 300_000 } })
  expect(previewHome(slow, pair).questions).toMatchObject([
    {
      id: 'home:developer-caches',
      reason: '4.0 GB of fetched packages and builds would take about 5 min to reach XPS 13.',
      choices: [{ id: 'take' }, { id: 'leave' }],
      safeDefault: 'take',
    },
  ])
  expect(previewHome(homePlanWith(), pair).questions).toEqual([])
})

it('fetches developer caches when all other files have come', () => {
  const file = (path: string, isLast?: true) => ({
    ...{ path, identity: 'i', bytes: 1 },
    ...(isLast === undefined ? {} : { isLast }),
  })
  const files = [file('alice/z'), file('alice/.cache/pip/a', true)]
  const fetched = ['alice/.cache/pip', 'alice/.cache/pip/a', 'alice/z']
  const portions = portionsOf({ fetched, folders: ['alice/.cache/pip'], files }, () => false, { files: 9, bytes: 9 })
  expect(portions.map(({ sent }) => sent)).toEqual([
    ['alice/.cache/pip'],
    ['alice/z'],
    ['alice/.cache/pip/a'],
    ['alice/.cache/pip'],
  ])
})

it('is told as new where a renamed folder holds a developer cache that was not in it', async () => {
  const [was, now] = ['alice/.cargo-old', 'alice/.cargo']
  const folder = (kind: 'added' | 'deleted') => ({ kind, shared: 'd 755 alice alice 0 1.0 0 ' })
  const moved = ['config.toml', 'registry/b'].map((name) => ({ from: `${was}/${name}`, to: `${now}/${name}` }))
  const renames = await createRenames(moved, [])
  const caches = createCacheDifferences(isCache, (difference) => renames.note(difference))
  async function* all(): AsyncGenerator<Difference> {
    yield await Promise.resolve({ key: keyOfPath(now), from: folder('added') })
    for (const name of ['config.toml', 'registry/a', 'registry/b'])
      yield { key: keyOfPath(`${now}/${name}`), from: of('added') }
    yield { key: keyOfPath(was), from: folder('deleted') }
    for (const name of ['config.toml', 'registry/b']) yield { key: keyOfPath(`${was}/${name}`), from: of('deleted') }
  }
  for await (const difference of caches.through(all())) renames.note(difference)
  const { told } = await renames.find(() => false)
  expect(told.renames).toMatchObject([{ to: keyOfPath(now), items: 3 }])
  const as = ['config.toml', 'registry/a', 'registry/b'].map((name) => told.cameAs(keyOfPath(`${now}/${name}`)))
  expect(as).toEqual(['same', undefined, 'same'])
})
