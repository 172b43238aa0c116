/** Runs of jobs in this process: what becomes of one is on disk, told, and costs no more than the history when it is lost. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { joinAgent } from '../../../src-main/agent/join-capabilities.ts'
import type { Job, JobContext } from '../../../src-main/commons/capability/agent-capability.ts'
import { releaseLock, takeLock } from '../../../src-main/commons/ledger/on-machine/lock-file.ts'
import { findNotDone, lookBack } from '../../../src-main/commons/jobs/on-machine/look-at-job.ts'
import { failing, overdue } from '../../../src-main/commons/jobs/texts.ts'
import type { ToldRun } from '../../../src-main/commons/jobs/verbs.ts'
import { jobProgressText, scheduleText } from '../../../src-main/contract/job-words.ts'
import { started, stateText } from '../../../src-main/shells/cli/jobs/texts.ts'
import { beginRun, listRunsOf, seeCurrent } from '../../../src-main/commons/jobs/on-machine/run-files.ts'
import { holdFor, releaseLeftHolds } from '../../../src-main/commons/jobs/on-machine/job-holds.ts'
import { jobsMessages } from '../../../src-main/commons/jobs/messages.ts'
import { readHolds } from '../../../src-main/commons/snapshot-sets/on-machine/holds.ts'
import { writeRequest } from '../../../src-main/commons/jobs/on-machine/request-file.ts'
import { runJob } from '../../../src-main/commons/jobs/on-machine/run-job.ts'
import { formatSchedule, parseSchedule } from '../../../src-main/commons/jobs/on-machine/schedule.ts'
import { tellLate } from '../../../src-main/commons/jobs/on-machine/tell-late.ts'
import { createTurns } from '../../../src-main/commons/jobs/on-machine/take-turns.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { clocksAgentOf } from '../capability/clocks/agent.ts'
import { testClocksMessages } from '../capability/clocks/messages.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('jobs')))

const hostOf = () => ({
  person: { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' },
  peer: 'xps',
  stateFolder: path.join(folder, 'root'),
  appFolder: '/nonexistent/app',
  runFolder: path.join(folder, 'run'),
  bootId: 'boot',
  logger: silentLogger,
})
const { all } = joinAgent([clocksAgentOf(0, [])])
const done = testClocksMessages.wasSet({ name: 'alice' })
const jobThat = (run: (job: JobContext) => Promise<void>): Job => ({
  ...{ name: 'watch', title: testClocksMessages.job({}), timer: 'off', onBattery: true },
  run: async (_host, _all, job) => {
    await run(job)
    return done
  },
})
const never = new AbortController().signal
const recordsIn = () => readdirSync(path.join(folder, 'root/jobs/watch')).filter((name) => name.endsWith('.json'))
const stateOf = () => listRunsOf(hostOf(), 'watch')[0]?.state

describe('a run of a job', () => {
  it('is on disk before it begins, with who started it, and again at its end', async () => {
    writeRequest(hostOf().runFolder, 'watch', { id: 'by-hand', input: { what: 'birds' } })
    const inputs: unknown[] = []
    const during = jobThat(({ input }) => {
      inputs.push(input)
      expect(recordsIn()).toHaveLength(1)
      expect(stateOf()).toEqual({ kind: 'running' })
      return Promise.resolve()
    })
    await runJob(during, { host: hostOf(), all, stop: never })
    expect(listRunsOf(hostOf(), 'watch')).toMatchObject([
      { startedBy: 'hand', isRecorded: true, state: { kind: 'done', summary: done } },
    ])
    await runJob(during, { host: hostOf(), all, stop: never }).catch(() => undefined)
    expect(listRunsOf(hostOf(), 'watch').map(({ startedBy }) => startedBy)).toEqual(['timer', 'hand'])
    expect(inputs).toEqual([{ what: 'birds' }, {}])
  })

  it('tells how far it is twice a second at most, and always its end', async () => {
    const revisions = new Set<number>()
    const busy = jobThat(async ({ report }) => {
      for (let step = 1; step <= 60; step++) {
        report({ done: step, total: 60, unit: 'steps' })
        revisions.add(seeCurrent(hostOf(), 'watch')?.revision ?? 0)
        await pause(10)
      }
    })
    const beganMs = performance.now()
    await runJob(busy, { host: hostOf(), all, stop: never })
    expect(revisions.size).toBeLessThanOrEqual(2 + (performance.now() - beganMs) / 500)
    expect(stateOf()).toMatchObject({ kind: 'done' })
  })

  it('that fails says why, and is thrown on', async () => {
    const failing = jobThat(() => Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })))
    await expect(runJob(failing, { host: hostOf(), all, stop: never })).rejects.toThrow('ENOSPC')
    expect(stateOf()).toMatchObject({ kind: 'failed', error: { code: 'disk-full' } })
  })

  it('keeps the snapshots that it reads from being deleted, until it has ended', async () => {
    const setId = '20261120T080000000Z-abcdef'
    const { stateFolder } = hostOf()
    const during = jobThat(({ hold }) => {
      hold(setId)
      expect(readHolds(stateFolder)).toEqual([{ version: 1, setId, why: jobsMessages.reads({ title: during.title }) }])
      releaseLeftHolds(hostOf(), [during])
      expect(readHolds(stateFolder)).toHaveLength(1)
      return Promise.resolve()
    })
    await runJob(during, { host: hostOf(), all, stop: never })
    expect(readHolds(stateFolder)).toEqual([])
    holdFor(hostOf(), during, setId)
    releaseLeftHolds(hostOf(), [during])
    expect(readHolds(stateFolder)).toEqual([])
  })

  it('is refused while another one runs, with how far that is', async () => {
    const outer = jobThat(async ({ report }) => {
      report({ done: 1, total: 4, unit: 'steps' })
      await expect(runJob(outer, { host: hostOf(), all, stop: never })).rejects.toThrow(
        /already running\. 25% is done\./,
      )
    })
    await runJob(outer, { host: hostOf(), all, stop: never })
    expect(recordsIn()).toHaveLength(1)
  })

  it('is stopped when it is told to', async () => {
    const stop = new AbortController()
    const waiting = jobThat(async ({ signal }) => {
      stop.abort()
      await pause(60_000, undefined, { signal })
    })
    expect(await runJob(waiting, { host: hostOf(), all, stop: stop.signal })).toBe('Stopped.')
    expect(stateOf()).toMatchObject({ kind: 'stopped' })
  })

  it('that shows no sign of life is ended, and one that reports is not', async () => {
    const silent = jobThat(({ signal }) => pause(60_000, undefined, { signal }))
    await expect(runJob(silent, { host: hostOf(), all, stop: never, silentMs: 200 })).rejects.toThrow(/no sign of life/)
    expect(stateOf()).toMatchObject({ kind: 'failed', error: { code: 'timed-out' } })
    const slow = jobThat(async ({ report }) => {
      for (let step = 1; step <= 6; step++) {
        await pause(100)
        report({ done: step, unit: 'steps' })
      }
    })
    await runJob(slow, { host: hostOf(), all, stop: never, silentMs: 400 })
    expect(stateOf()).toMatchObject({ kind: 'done' })
  })

  it('whose process is gone without an end was interrupted', () => {
    beginRun(hostOf(), 'watch', undefined)
    const files = [path.join(folder, 'run/jobs/watch.json'), path.join(folder, 'root/jobs/watch', recordsIn()[0] ?? '')]
    for (const file of files)
      writeFileSync(file, readFileSync(file, 'utf8').replace(/"startTime": ?"\d+"/, '"startTime":"1"'))
    expect(stateOf()).toEqual({ kind: 'interrupted' })
    rmSync(files[0] ?? '')
    expect(stateOf()).toEqual({ kind: 'interrupted' })
  })

  it('goes on when it cannot be recorded, and says so', async () => {
    mkdirSync(path.join(folder, 'root'))
    writeFileSync(path.join(folder, 'root/jobs'), 'in the way, as a full disk would be')
    await runJob(
      jobThat(() => Promise.resolve()),
      { host: hostOf(), all, stop: never },
    )
    expect(seeCurrent(hostOf(), 'watch')?.run).toMatchObject({ isRecorded: false, state: { kind: 'done' } })
  })
})

describe('records of runs', () => {
  const run = () =>
    runJob(
      jobThat(() => Promise.resolve()),
      { host: hostOf(), all, stop: never },
    )

  it('are fifty at most', async () => {
    const records = path.join(folder, 'root/jobs/watch')
    mkdirSync(records, { recursive: true })
    for (let day = 10; day < 80; day++) writeFileSync(path.join(records, `202601${day}.json`), '{}')
    await run()
    expect(recordsIn()).toHaveLength(50)
  })

  it('that are damaged or from a newer version cost the history alone', async () => {
    await run()
    await run()
    const [one = '', other = ''] = recordsIn().map((name) => path.join(folder, 'root/jobs/watch', name))
    rmSync(path.join(folder, 'run/jobs/watch.json'))
    writeFileSync(one, 'damaged')
    writeFileSync(other, readFileSync(other, 'utf8').replace('"version": 1', '"version": 2'))
    expect(listRunsOf(hostOf(), 'watch')).toEqual([])
    await run()
    expect(listRunsOf(hostOf(), 'watch')).toHaveLength(1)
    expect(readFileSync(other, 'utf8')).toContain('"version": 2')
  })

  it('stay readable where what is told in /run is damaged', async () => {
    await run()
    writeFileSync(path.join(folder, 'run/jobs/watch.json'), '')
    expect(stateOf()).toMatchObject({ kind: 'done' })
  })
})

it('waits for its turn while the laptop is reserved, and its turn ends when somebody reserves it', async () => {
  const { stateFolder } = hostOf()
  const waits: (string | undefined)[] = []
  const onWait = (why: { readonly id: string } | undefined) => void waits.push(why?.id)
  const turns = createTurns({ stateFolder }, { onBattery: true }, { signal: never, onWait })
  const turn = await turns.turn()
  expect(turn.aborted).toBe(false)
  // Another process holds it, as an agent does.
  const laptop = { name: 'p17', label: 'P17' }
  await takeLock(
    stateFolder,
    { id: 'busy', of: { kind: 'work', laptop }, startedBy: 'p17' },
    { signal: never, blocksSwitch: () => undefined },
  )
  await pause(500)
  // Its own reservation is not in its way.
  expect(turn.aborted).toBe(false)
  const lock = path.join(stateFolder, 'lock.json')
  const own = readFileSync(lock, 'utf8')
  const startTime = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? ''
  writeFileSync(
    lock,
    own
      .replace(`"pid":${process.pid}`, `"pid":${process.ppid}`)
      .replace(/"startTime":"\d+"/, `"startTime":"${startTime}"`),
  )
  await pause(700)
  expect(turn.aborted).toBe(true)
  const next = turns.turn()
  await pause(100)
  expect(waits.at(-1)).toBe('jobs.waitsForSwitch')
  writeFileSync(lock, own)
  expect((await next).aborted).toBe(false)
  expect(waits.at(-1)).toBeUndefined()
  turns.end()
  await releaseLock(stateFolder, 'busy', never)
})

describe('a job that is not done', () => {
  const now = Date.parse('2026-11-20T08:00:00Z')
  const error = { code: 'tool-failed' as const, problem: { id: 'test-clocks.job', data: {} } }
  const runOf = (state: ToldRun['state']): ToldRun => ({
    ...{ runId: 'run', startedAt: '2026-11-19T08:00:00Z', startedBy: 'timer', isRecorded: true },
    state,
  })
  const failed = runOf({ kind: 'failed', at: '2026-11-19T08:00:00Z', error })
  const ended = runOf({ kind: 'done', at: '2026-11-11T08:00:00Z', summary: done })
  const notDone = (runs: readonly ToldRun[], every: 'off' | 'daily' | 'weekly' | 'monthly', since?: string) =>
    findNotDone({ ...lookBack(runs), schedule: { every }, since }, now)

  it('is overdue after twice its interval, and its last error says why', () => {
    expect(notDone([ended], 'weekly')).toBeUndefined()
    expect(notDone([failed, ended], 'daily')).toEqual({ kind: 'overdue', since: '2026-11-11T08:00:00Z', error })
    expect(notDone([ended], 'off')).toBeUndefined()
  })

  it('is not overdue when its schedule was chosen since', () => {
    expect(notDone([ended], 'daily', '2026-11-19T20:00:00Z')).toBeUndefined()
    expect(notDone([], 'daily', '2026-11-10T20:00:00Z')).toMatchObject({ kind: 'overdue' })
    expect(notDone([], 'daily')).toBeUndefined()
  })

  it('fails again and again, where a person stopped none of its runs', () => {
    const stopped = runOf({ kind: 'stopped', at: '2026-11-19T08:00:00Z' })
    expect(notDone([failed, stopped, failed, ended], 'off')).toBeUndefined()
    expect(notDone([failed, stopped, runOf({ kind: 'interrupted' }), failed, ended], 'off')).toEqual({
      kind: 'failing',
      times: 3,
      error,
    })
    expect(notDone([ended, failed, failed, failed], 'off')).toBeUndefined()
  })

  it('is told in a sentence', () => {
    expect(overdue('2026-11-11T08:00:00Z', now, 'The disk was not connected.')).toBe(
      'Not done for 9 days. The disk was not connected.',
    )
    expect(failing(3, undefined)).toBe('Failed 3 times in a row.')
  })
})

describe('who never opens the app', () => {
  const failing3 = async (): Promise<Job> => {
    const job = jobThat(() => Promise.reject(new Error('ENOSPC')))
    for (let time = 0; time < 3; time += 1)
      await runJob(job, { host: hostOf(), all, stop: never }).catch(() => undefined)
    return job
  }
  const tellTo = (told: string[], isShown: boolean) => (_host: unknown, body: string) => {
    told.push(body)
    return Promise.resolve(isShown)
  }

  it('is told once a day what is not done, and again while nobody was there to see it', async () => {
    const jobs = [await failing3()]
    const told: string[] = []
    await tellLate(hostOf(), { ...all, jobs }, tellTo(told, false))
    await tellLate(hostOf(), { ...all, jobs }, tellTo(told, true))
    expect(told).toHaveLength(2)
    expect(told[1]).toMatch(/: Failed 3 times in a row\./)
    await tellLate(hostOf(), { ...all, jobs }, tellTo(told, true))
    expect(told).toHaveLength(2)
    const file = path.join(folder, 'root/jobs/told-late.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"at": *"\d{4}/, `"at":"2031`))
    await tellLate(hostOf(), { ...all, jobs }, tellTo(told, true))
    expect(told).toHaveLength(3)
  })

  it('hears nothing where everything is done', async () => {
    const told: string[] = []
    const jobs = [jobThat(() => Promise.resolve())]
    for (const job of jobs) await runJob(job, { host: hostOf(), all, stop: never })
    await tellLate(hostOf(), { ...all, jobs }, tellTo(told, true))
    expect(told).toEqual([])
  })
})

describe('when a job runs', () => {
  it.each([
    { schedule: { every: 'hourly' as const }, calendar: 'hourly' },
    { schedule: { every: 'daily' as const }, calendar: 'daily' },
    { schedule: { every: 'weekly' as const, at: '13:00' }, calendar: 'Mon *-*-* 13:00:00' },
    { schedule: { every: 'monthly' as const, at: '03:30' }, calendar: '*-*-01 03:30:00' },
  ])('is written as $calendar, and read again', ({ schedule, calendar }) => {
    const text = formatSchedule(schedule)
    expect(text).toContain(`OnCalendar=\nOnCalendar=${calendar}\n`)
    expect(parseSchedule(text)).toEqual(schedule)
  })

  it.each([
    [{ every: 'daily', at: '21:00' }, 'Daily, next tonight 21:00'],
    [{ every: 'daily', at: '13:00' }, 'Daily, next today 13:00'],
    [{ every: 'daily', at: '08:00' }, 'Daily, next tomorrow 08:00'],
    [{ every: 'daily' }, 'Daily, next soon after midnight'],
    [{ every: 'weekly', at: '13:00' }, 'Weekly, next Mon 23 Nov, 13:00'],
    [{ every: 'monthly' }, 'Monthly, next Tue 1 Dec, soon after midnight'],
    [{ every: 'hourly' }, 'Every hour'],
    [{ every: 'off' }, 'Off'],
  ] as const)('is told with the next time: %j', (schedule, told) => {
    expect(scheduleText(schedule, new Date(2026, 10, 20, 10).getTime())).toBe(told)
  })

  it('is not guessed of what somebody else wrote', () => {
    expect(parseSchedule('[Timer]\nOnCalendar=\nOnCalendar=Fri *-*-* 99:00:00\n')).toBeUndefined()
  })
})

describe('how far a job is', () => {
  it('is told with the place where it is, where there are several', () => {
    const told = { done: 310e9, total: 740e9, unit: 'bytes' as const }
    expect(jobProgressText(told)).toBe('41%, 310.0 of 740.0 GB')
    expect(jobProgressText({ ...told, current: '/mnt/backup' })).toBe('41%, 310.0 of 740.0 GB, /mnt/backup')
  })

  it('is told without the time of its start while it is followed', () => {
    const progress = { done: 310e9, total: 740e9, unit: 'bytes' } as const
    expect(stateText({ kind: 'running', progress })).toBe('41%, 310.0 of 740.0 GB')
  })

  it('is followed on the laptop on which it was started', () => {
    expect(started('scrub', undefined)).toMatch(/pc-switcher jobs follow scrub$/)
    expect(started('scrub', 'xps')).toMatch(/pc-switcher jobs follow scrub --on xps$/)
  })
})
