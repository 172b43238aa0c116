import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { messageSchema } from '../../contract/message.ts'
import { agentProgressSchema, type AgentProgress } from '../../contract/define.ts'
import { formatBytes, formatPercent } from '../../kernel/units.ts'

const titled = z.object({ title: messageSchema })

export const jobsMessages = defineCatalogue('jobs', {
  noJob: problem('not-found', z.object({ name: z.string() }), ({ name }) => ({
    message: `There is no job "${name}".`,
    hint: '"pc-switcher jobs list" names them.',
  })),
  alreadyRuns: problem(
    'already-running',
    titled.extend({ progress: agentProgressSchema.optional(), waitsFor: messageSchema.optional() }),
    ({ title, progress, waitsFor }, tell) => ({
      message:
        `${tell(title)} is already running. ${waitsFor === undefined ? howFar(progress) : `${tell(waitsFor)}.`}`.trimEnd(),
      hint: 'Wait until it has finished, or stop it first.',
    }),
  ),
  runsNot: problem('not-found', titled, ({ title }, tell) => ({ message: `${tell(title)} is not running.` })),
  neverRan: problem('not-found', titled, ({ title }, tell) => ({ message: `${tell(title)} has not run yet.` })),
  runForgotten: problem('not-found', titled, ({ title }, tell) => ({
    message: `${tell(title)}: there is no record of this run.`,
    hint: 'The last 50 runs are kept.',
  })),
  notStarted: problem('tool-failed', titled.extend({ unit: z.string() }), ({ title, unit }, tell) => ({
    message: `${tell(title)} could not be started.`,
    hint: `Run "systemctl status ${unit}" on that laptop to see why.`,
  })),
  hung: problem('timed-out', z.object({ minutes: z.number() }), ({ minutes }) => ({
    message: `It showed no sign of life for ${minutes} minutes and was stopped.`,
    hint: 'The disk may be damaged or gone: check "journalctl -k".',
  })),
  noTimeOfDay: problem('invalid-input', noData, () => ({
    message: 'A time of day needs daily, weekly or monthly.',
    hint: 'For example "daily --at 13:00".',
  })),
  notScheduled: problem('invalid-input', titled, ({ title }, tell) => ({
    message: `${tell(title)} has no schedule.`,
  })),
  waitsForSwitch: sentence(noData, () => 'Waiting for a switch or other work on this laptop'),
  waitsForCharger: sentence(noData, () => 'Waiting for the charger'),
  reads: sentence(titled, ({ title }, tell) => `${tell(title)} is reading it.`),
  withoutToldLate: sentence(noData, () => 'What is not done may then be told twice on one day.'),
  withoutRun: sentence(noData, () => 'This run is then missing from the history of the job.'),
})

function howFar(progress: AgentProgress | undefined): string {
  if (progress === undefined) return ''
  const { done, total, unit } = progress
  if (total !== undefined && total > 0) return `${formatPercent(Math.min(1, done / total))} is done.`
  return unit === 'bytes' ? `${formatBytes(done)} are done.` : ''
}
