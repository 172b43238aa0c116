/**
 * Databases of one file and what SQLite writes beside it: whatever happened to them on either laptop, after a switch each is whole
 * there, and has every row that was committed on the laptop whose version was taken.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { isLong, randomFor } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { laptops } from '../laptops-alice.ts'
import { readDatabases, workOn, type DatabaseWork, type JournalMode } from '../laptops-databases.ts'
import {
  call,
  errorOf,
  pcSwitcher,
  plan,
  requireDone,
  restartToRollBack,
  status,
  switchTo,
} from '../laptops-product.ts'

const random = randomFor('databases')
const modes: readonly JournalMode[] = ['wal', 'delete', 'persist', 'truncate', 'wal', 'delete', 'wal', 'delete']
const paths = modes.map((mode, index) => `dbs/${mode}-${index}`)
const rounds = isLong ? Math.ceil(200 / paths.length) : 3

/** What is committed in each of the databases. */
type Rows = readonly (readonly string[])[]
const state: Record<Host, Rows> = { p17: paths.map(() => []), xps: paths.map(() => []) }
let written = 0

/** Something for some of them. */
function drawWork(host: Host, oneIn: number): readonly DatabaseWork[] {
  const work = paths.flatMap((path, index): DatabaseWork[] => {
    if (random.below(oneIn) > 0) return []
    const rows = Array.from({ length: 1 + random.below(4) }, () => `${host} ${(written += 1)}`)
    return [
      { path, mode: modes[index] ?? 'wal', rows, end: random.pick(['closed', 'killed', 'torn'] as const) ?? 'closed' },
    ]
  })
  state[host] = state[host].map((rows, index) => [
    ...rows,
    ...(work.find(({ path }) => path === paths[index])?.rows ?? []),
  ])
  return work
}

async function expectWhole(host: Host): Promise<void> {
  const found = await readDatabases(host, paths)
  const sorted = state[host].map((rows) => rows.toSorted())
  expect(found).toEqual(sorted.map((rows) => (rows.length === 0 ? undefined : { rows, integrity: 'ok' })))
}

beforeAll(async () => {
  requireDone(await switchTo('p17', 'xps'))
  requireDone(await switchTo('xps', 'p17'))
}, 120_000)

it('is asked about as one where one laptop closed it, and on the other one its program died', async () => {
  const [path] = paths
  if (path === undefined) throw new Error('no databases')
  const write = (row: string, end: DatabaseWork['end']) => [{ path, mode: 'wal' as const, rows: [row], end }]
  await workOn('p17', write('both', 'closed'))
  requireDone(await switchTo('p17', 'xps'))
  requireDone(await switchTo('xps', 'p17'))
  await workOn('xps', write('xps alone', 'killed'))
  await workOn('p17', write('p17 alone', 'closed'))
  const { questions } = await plan('p17', 'xps')
  const asked = questions.filter(({ id }) => id.includes('dbs/'))
  expect(asked.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([[`home:${path}`, undefined]])
  expect(asked[0]?.reason).toContain('database')
  expect(errorOf(await pcSwitcher('p17', ['switch', '--to', 'xps', '--yes']))).toMatchObject({ code: 'needs-answers' })
  requireDone(await switchTo('p17', 'xps', { [`home:${path}`]: 'take' }))
  expect(await readDatabases('xps', [path])).toEqual([{ rows: ['both', 'p17 alone'], integrity: 'ok' }])
  await shellOn('xps', `cd /home/alice; test ! -e ${path}-wal`)
  for (const host of laptops) await shellOn(host, 'rm -r /home/alice/dbs')
  requireDone(await switchTo('xps', 'p17'))
})

describe('histories that chance picks', () => {
  it.each(Array.from({ length: rounds }, (_none, index) => index))('round %i', { timeout: 300_000 }, async () => {
    const { holder } = (await status('p17')).overview
    const from: Host = holder.kind === 'held' && holder.by === 'xps' ? 'xps' : 'p17'
    const to: Host = from === 'xps' ? 'p17' : 'xps'
    await restoreSome(from)
    await workOn(from, drawWork(from, 2))
    await workOn(to, drawWork(to, 3))
    const { questions } = await plan(from, to)
    const asked = questions.filter(({ id }) => id.startsWith('home:dbs/'))
    expect(asked.every(({ id }) => paths.includes(id.slice('home:'.length)))).toBe(true)
    const answers = Object.fromEntries(asked.map(({ id }) => [id, random.pick(['keep', 'take']) ?? 'keep']))
    const before = { ...state }
    requireDone(await switchTo(from, to, answers))
    state[to] = paths.map(
      (path, index) => (answers[`home:${path}`] === 'keep' ? before[to] : before[from])[index] ?? [],
    )
    for (const host of laptops) await expectWhole(host)
    beforeSwitch = before
    if (to === 'xps' && random.below(3) === 0) await undo(before)
  })
})

let beforeSwitch: Record<Host, Rows> | undefined

/** One of them as it was before the last switch, with what stood beside it then, and without what was written there since. */
async function restoreSome(host: Host): Promise<void> {
  const index = random.below(paths.length)
  const then = beforeSwitch?.[host][index]
  if (then === undefined || then.length === 0) return
  await workOn(host, drawWork(host, 2))
  const { snapshots } = await call(host, calls.snapshotsList, {})
  const set = snapshots.find(({ laptop, reason }) => laptop === host && reason === 'before-switch')
  if (set === undefined) throw new Error(`no snapshot of ${host}`)
  const request = {
    laptop: host,
    id: set.id,
    subvolume: 'home',
    paths: [`alice/${paths[index]}`],
    place: 'original',
    onto: host,
  }
  const { planId } = await call(host, calls.restorePlan, request)
  await call(host, calls.restoreRun, { planId })
  state[host] = state[host].map((rows, each) => (each === index ? then : rows))
  await expectWhole(host)
}

/** What xps has gets there again what it was. */
async function undo(before: Record<Host, Rows>): Promise<void> {
  expect((await pcSwitcher('p17', ['undo', '--yes'])).stderr).toBe('')
  const { laptops: rolled } = await call('p17', calls.rollbackState, {})
  if (rolled.some(({ pending }) => pending !== undefined)) await restartToRollBack()
  state.xps = before.xps
  await expectWhole('xps')
}
