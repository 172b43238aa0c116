/** Starts and stops the unit of a job by hand. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { attemptStart, readActiveStates, stopUnit } from '../../../tools/systemd/systemctl-units.ts'
import { parseRequest, type HostContext } from '../../../machine/machine.ts'
import type { Job, JobInput } from '../../capability/agent-capability.ts'
import { jobsMessages } from '../messages.ts'
import type { ToldRun } from '../verbs.ts'
import { takeRequest, writeRequest } from './request-file.ts'
import { alreadyRuns } from './run-job.ts'
import { seeCurrent, type SeenRun } from './run-files.ts'

const lookEveryMs = 100
/** TimeoutStopSec of the unit, and a moment. */
const endsWithinMs = 12_000
/** systemd has taken up its start by then, or it failed. */
const beginsWithinMs = 2_000
/** On a busy laptop it gets little of the processor. */
const patienceMs = 90_000

const nothing = z.strictObject({})

export function unitOf(name: string): string {
  return `pc-switcher-scheduled@${name}.service`
}

/** Returns once it runs, or has ended already. AppError "invalid-input" for what its run takes no notice of, and "already-running" also for one that began at the same moment. */
export async function startByHand(host: HostContext, job: Job, given: JobInput, signal: AbortSignal): Promise<ToldRun> {
  const input = parseRequest(job.input ?? nothing, given)
  const before = seeCurrent(host, job.name)?.run
  if (before?.state.kind === 'running') throw alreadyRuns(job, before.state)
  await waitForEnd(unitOf(job.name), signal)
  const request = randomUUID()
  writeRequest(host.runFolder, job.name, { id: request, input })
  const unit = unitOf(job.name)
  const started = await attemptStart(unit, { signal })
  const seen = started.isDone ? await waitForAnother(host, job, before, signal) : undefined
  if (seen?.request === request) return seen.run
  takeRequest(host.runFolder, job.name)
  if (seen?.run.state.kind === 'running') throw alreadyRuns(job, seen.run.state)
  throw jobsMessages.notStarted({ title: job.title, unit }, { details: started.words })
}

/** A start is lost in a unit whose program is gone and that has not ended yet: it is taken for the start before. */
async function waitForEnd(unit: string, signal: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + endsWithinMs; Date.now() < deadline && !(await isOver(unit, signal));)
    await pause(lookEveryMs, undefined, { signal })
}

async function isOver(unit: string, signal: AbortSignal): Promise<boolean> {
  const state = (await readActiveStates([unit], { signal })).get(unit)
  return state === 'inactive' || state === 'failed'
}

/** The first run that is another than the one before; undefined where none begins. */
async function waitForAnother(
  host: HostContext,
  { name }: Job,
  before: ToldRun | undefined,
  signal: AbortSignal,
): Promise<SeenRun | undefined> {
  const beganMs = performance.now()
  for (;;) {
    const seen = seeCurrent(host, name)
    if (seen !== undefined && seen.run.runId !== before?.runId) return seen
    const waitedMs = performance.now() - beganMs
    if (waitedMs > ((await isOver(unitOf(name), signal)) ? beginsWithinMs : patienceMs)) return undefined
    await pause(lookEveryMs, undefined, { signal })
  }
}

export async function stopByHand(host: HostContext, job: Job, signal: AbortSignal): Promise<ToldRun> {
  const before = seeCurrent(host, job.name)?.run
  if (before?.state.kind !== 'running') throw jobsMessages.runsNot({ title: job.title })
  await stopUnit(unitOf(job.name), { signal })
  return seeCurrent(host, job.name)?.run ?? before
}
