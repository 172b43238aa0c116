/** Jobs as a person has them: on either laptop, seen from the other one, whoever's window is closed. */
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calls } from '../../src-main/contract/calls.ts'
import { jobsCalls, type JobRun, type JobView } from '../../src-main/contract/jobs-calls.ts'
import { lockLedger } from '../../src-main/commons/ledger/verbs.ts'
import { shellOn, startAgents } from '../laptops-agents.ts'
import { call, errorOf, pcSwitcher, proofOf, status, switchTo, until } from '../laptops-product.ts'

const unit = 'pc-switcher-scheduled@scrub.service'
/** Bytes in a second, of the disk of xps (btrfs(5), scrub_speed_max); 0 is no limit. The laptop itself does not see these files. */
async function limit(bytes: number): Promise<void> {
  const id = (await shellOn('xps', 'findmnt -no UUID /')).trim()
  await writeFile(`/sys/fs/btrfs/${id}/devinfo/1/scrub_speed_max`, String(bytes))
}

const listed = async (laptop: string, name: string): Promise<JobView> => {
  const { jobs, missing } = await call('p17', jobsCalls.jobsList, {})
  expect(missing).toEqual([])
  const found = jobs.find((job) => job.laptop === laptop && job.name === name)
  if (found === undefined) throw new Error(`no job ${name} on ${laptop}`)
  return found
}
const newest = async (): Promise<JobRun> =>
  (await call('p17', jobsCalls.jobsFollow, { laptop: 'xps', name: 'scrub' })).run
const isMeasured = ({ state }: JobRun): boolean => state.kind === 'running' && (state.progress?.done ?? 0) > 0

describe('a job on the other laptop', () => {
  beforeAll(() => limit(2_000_000))
  afterAll(async () => {
    await limit(0)
    await shellOn('xps', `systemctl stop ${unit}`)
  })

  it('is listed with those of this one, and has not run yet', async () => {
    expect(await listed('xps', 'scrub')).toMatchObject({ title: 'Check of the disks', schedule: { every: 'monthly' } })
    const { jobs } = await call('p17', jobsCalls.jobsList, {})
    const names = ['balance', 'bundles-room', 'copies', 'home-walk', 'reclaim', 'scrub', 'snapshots']
    const ofBoth = ['p17', 'xps'].flatMap((laptop) => names.map((name) => `${laptop} ${name}`))
    expect([...new Set(jobs.map(({ laptop, name }) => `${laptop} ${name}`))].sort()).toEqual(ofBoth)
    expect((await listed('p17', 'home-walk')).schedule).toEqual({ every: 'weekly' })
  })

  it('of reclaiming is told how gently, and from which size on', async () => {
    const set = (...words: readonly string[]) => pcSwitcher('p17', ['reclaim', 'settings', '--on', 'xps', ...words])
    expect((await set('--min-size', '64K', '--disk-share', '30%')).messages).toMatchObject([
      { type: 'reclaim-settings', leastBytes: 65_536, diskShare: 30 },
    ])
    for (const words of [
      ['--min-size', '4K'],
      ['--min-size', 'much'],
      ['--disk-share', '3'],
    ])
      expect(errorOf(await set(...words))).toMatchObject({ code: 'invalid-input' })
    expect((await set()).messages).toMatchObject([{ leastBytes: 65_536, diskShare: 30 }])
  })

  it('goes on without the app, says how far it is, and refuses a second start', async () => {
    expect((await pcSwitcher('p17', ['jobs', 'start', 'scrub', '--on', 'xps'])).exitCode).toBe(0)
    await until('it says how far it is', async () => isMeasured(await newest()))
    const { overview } = await status('p17')
    expect(overview.peer?.facts?.jobs).toMatchObject([{ title: 'Check of the disks', kind: 'running' }])
    expect(overview.here.facts?.jobs).toBeUndefined()
    const second = await pcSwitcher('p17', ['jobs', 'start', 'scrub', '--on', 'xps'])
    expect(second.exitCode).toBe(4)
    expect(errorOf(second)).toMatchObject({
      code: 'already-running',
      message: expect.stringMatching(/^Check of the disks is already running\. \d+% is done\.$/) as unknown,
    })
    expect(await shellOn('xps', `systemctl show -p CPUSchedulingPolicy,IOSchedulingClass ${unit}`)).toBe(
      'IOSchedulingClass=3\nCPUSchedulingPolicy=5\n',
    )
  })

  it('gives way to whoever reserves the laptop, and goes on where it was', async () => {
    const before = await newest()
    const pair = await startAgents()
    try {
      const laptop = { name: 'xps', label: 'XPS 13' }
      await pair.to.call(lockLedger, { id: 'busy', of: { kind: 'work', laptop }, startedBy: 'xps' })
      await until('the disk is free', async () => (await shellOn('xps', 'pgrep -x btrfs || true')) === '')
      await until('it says that it waits', async () => {
        const { state } = await newest()
        return state.kind === 'running' && state.waitsFor === 'Waiting for a switch or other work on this laptop'
      })
    } finally {
      pair.close()
    }
    await until('it goes on', async () => {
      const { state } = await newest()
      return state.kind === 'running' && state.waitsFor === undefined
    })
    const after = await newest()
    expect(after.runId).toBe(before.runId)
    const doneOf = ({ state }: JobRun) => (state.kind === 'running' ? (state.progress?.done ?? 0) : 0)
    expect(doneOf(after)).toBeGreaterThanOrEqual(doneOf(before))
  })

  it('gives way to a switch, which is proven, and goes on where it was', async () => {
    const before = await newest()
    expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
    await until('it goes on', async () => {
      const { state } = await newest()
      return state.kind === 'running' && state.waitsFor === undefined
    })
    expect((await newest()).runId).toBe(before.runId)
  })

  it('is stopped with all that it started, and goes on where it was', async () => {
    const stopped = await call('p17', jobsCalls.jobsStop, { laptop: 'xps', name: 'scrub' })
    expect(stopped.run.state.kind).toBe('stopped')
    expect(await shellOn('xps', 'pgrep -x btrfs || true')).toBe('')
    const again = await pcSwitcher('p17', ['jobs', 'stop', 'scrub', '--on', 'xps'])
    expect(errorOf(again)).toMatchObject({ code: 'not-found', message: 'Check of the disks is not running.' })
  })

  it('that was killed was interrupted, and says so', async () => {
    await call('p17', jobsCalls.jobsStart, { laptop: 'xps', name: 'scrub' })
    await until('it works', async () => isMeasured(await newest()))
    await shellOn('xps', `systemctl kill --signal=KILL ${unit}`)
    await until('it is gone', async () => (await newest()).state.kind === 'interrupted')
    await limit(0)
    expect((await pcSwitcher('p17', ['jobs', 'start', 'scrub', '--on', 'xps'])).exitCode).toBe(0)
    const followed = await pcSwitcher('p17', ['jobs', 'follow', 'scrub', '--on', 'xps'])
    expect(followed.exitCode).toBe(0)
    expect(followed.messages.at(-1)).toMatchObject({ run: { state: { kind: 'done' } } })
    const { runs } = await call('p17', jobsCalls.jobsLog, { laptop: 'xps', name: 'scrub' })
    expect(runs.map(({ state }) => state.kind)).toEqual(['done', 'interrupted', 'stopped'])
    expect(runs.every(({ startedBy, isRecorded }) => startedBy === 'hand' && isRecorded)).toBe(true)
    expect(await listed('xps', 'scrub')).toMatchObject({ last: { state: { kind: 'done' } } })
    for (const host of ['p17', 'xps'] as const) {
      const { entries } = await call(host, calls.activityList, {})
      const told = entries.filter((one) => one.kind === 'work' && one.title === 'Check of the disks on XPS 13')
      expect(told.map(({ result }) => result)).toEqual(['done', 'interrupted', 'stopped'])
    }
  })

  it('whose unit somebody masked is not started, and says where to look', async () => {
    await shellOn('xps', `systemctl mask --runtime ${unit}`)
    try {
      const told = await pcSwitcher('p17', ['jobs', 'start', 'scrub', '--on', 'xps'])
      expect(errorOf(told)).toMatchObject({ code: 'tool-failed', details: expect.stringMatching(/masked/) as unknown })
    } finally {
      await shellOn('xps', `systemctl unmask --runtime ${unit}`)
    }
  })
})

it('that failed three times in a row is told on both laptops, until it is done', async () => {
  const unitFolder = '/run/systemd/system/pc-switcher-scheduled@scrub.service.d'
  // Without its program it cannot begin.
  await shellOn(
    'p17',
    `mkdir -p ${unitFolder}; printf '[Service]\\nInaccessiblePaths=/usr/bin/btrfs\\n' > ${unitFolder}/no.conf; systemctl daemon-reload`,
  )
  const fail = async () => expect((await pcSwitcher('p17', ['jobs', 'start', 'scrub'])).exitCode).not.toBe(2)
  const notes = async (host: 'p17' | 'xps') => {
    const { here, peer } = (await status(host)).overview
    return [here, peer].find((one) => one?.laptop.name === 'p17')?.facts?.jobs
  }
  for (const times of [1, 2, 3]) {
    await fail()
    await until('it has failed', async () => {
      const { runs } = await call('p17', jobsCalls.jobsLog, { name: 'scrub' })
      return runs.length === times && runs.every(({ state }) => state.kind === 'failed')
    })
  }
  const told = [
    {
      title: 'Check of the disks',
      kind: 'not-done',
      text: expect.stringMatching(/^Failed 3 times in a row\./) as unknown,
    },
  ]
  expect(await notes('p17')).toMatchObject(told)
  expect(await notes('xps')).toMatchObject(told)
  const { items } = await call('xps', calls.doctor, {})
  expect(items).toContainEqual(
    expect.objectContaining({ laptop: 'P17', title: 'Check of the disks', verdict: 'warning' }),
  )
  await shellOn('p17', `rm -r ${unitFolder}; systemctl daemon-reload`)
  await fail()
  await until('it is done', async () => (await notes('p17')) === undefined)
})

describe('when a job runs', () => {
  const stateOf = (name: string) =>
    shellOn('p17', `systemctl show -p ActiveState,TimersCalendar pc-switcher-scheduled@${name}.timer`)

  it('is chosen on the command line, with its time of day, and turned off again', async () => {
    const schedule = (...words: readonly string[]) => pcSwitcher('p17', ['jobs', 'schedule', ...words])
    expect((await schedule('scrub', 'monthly', '--at', '03:30')).exitCode).toBe(0)
    expect(await stateOf('scrub')).toMatch(/OnCalendar=\*-\*-01 03:30:00[\s\S]*ActiveState=active/)
    expect((await listed('p17', 'scrub')).schedule).toEqual({ every: 'monthly', at: '03:30' })
    expect((await schedule('scrub', 'off')).exitCode).toBe(0)
    expect((await schedule('home-walk', 'off')).exitCode).toBe(0)
    expect(await stateOf('home-walk')).toMatch(/ActiveState=inactive/)
    expect((await listed('p17', 'home-walk')).schedule).toEqual({ every: 'off' })
    expect((await schedule('home-walk', 'weekly')).exitCode).toBe(0)
    expect(await stateOf('home-walk')).toMatch(/ActiveState=active/)
    expect((await listed('p17', 'scrub')).schedule).toEqual({ every: 'off' })
  })

  it('is refused where it makes no sense, and so is a job that there is not', async () => {
    expect(errorOf(await pcSwitcher('p17', ['jobs', 'schedule', 'scrub', 'hourly', '--at', '03:30'])).code).toBe(
      'invalid-input',
    )
    expect(errorOf(await pcSwitcher('p17', ['jobs', 'schedule', 'scrub', 'daily', '--at', '25:00'])).message).toBe(
      '"25:00" is no time of day.',
    )
    expect(errorOf(await pcSwitcher('p17', ['jobs', 'start', 'scub']))).toMatchObject({ code: 'not-found' })
    expect(errorOf(await pcSwitcher('p17', ['jobs', 'start', 'etc-take-back'])).code).toBe('not-found')
  })
})
