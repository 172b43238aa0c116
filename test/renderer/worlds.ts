/** Every state that the specs look at, by name. */
import type { Overview } from '../../src-main/contract/calls.ts'
import { AppError } from '../../src-main/kernel/app-error.ts'
import type { ErrorCode } from '../../src-main/kernel/error-codes.ts'
import type { RollbackState } from '../../src-main/contract/rollback-calls.ts'
import type { PlanView, SwitchState } from '../../src-main/contract/switch-state.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import { lookAt } from './etc-questions.ts'
import { here, overview, p17, peerAway, xps } from './laptops.ts'
import * as lists from './lists.ts'
import type { World } from './memory-binding.ts'
import {
  askingHome,
  directionQuestion,
  checkRows,
  checksWith,
  planOf,
  previews,
  quietPlan,
  removals,
  sharedPagePlan,
  steps,
  homeQuestion,
} from './plans.ts'
import { playPlan, playRun } from './play.ts'
import {
  ended,
  homeOnly,
  inUse,
  manyEntries,
  pending,
  retention,
  snapshotAnswers,
  withTask,
} from './snapshot-answers.ts'
import { finishedStatuses, interruptedState, proofOf, runningState } from './runs.ts'

type Answers = World['answers']

const never = (): Promise<never> => new Promise(() => undefined)
const fails = (code: ErrorCode, message: string, hint: string) => (): never => {
  throw new AppError({ code, message, hint, details: 'exit 255: Connection timed out' })
}
const away = fails('unreachable', 'XPS 13 does not answer.', 'Open its lid and bring it into the same network.')

function answersOf(shown: Overview, more: Answers = {}): Answers {
  return {
    overview: () => shown,
    'switch.plan': never,
    'switch.start': never,
    'switch.look': (input) => lookAt((input as { questionId: string }).questionId),
    'switch.pause': () => ({}),
    'switch.resume': away,
    'switch.dismiss': () => ({}),
    'proof.get': () => proofOf(),
    ...snapshotAnswers(lists.snapshots),
    'etc.list': () => ({ rules: lists.rules, file: '~/system-state/etc.stignore' }),
    'etc.decide': () => ({ rules: lists.rules, file: '~/system-state/etc.stignore' }),
    'activity.list': () => ({ entries: lists.activity, unreadable: [] }),
    'activity.log': () => ({ lines: lists.logLines(600) }),
    'settings.list': () => ({ settings: lists.settings }),
    doctor: () => ({
      items: [
        { title: 'Agent', laptop: 'P17', verdict: 'passed', text: 'Version 0.1.0 answers.' },
        {
          title: 'Syncthing',
          laptop: 'XPS 13',
          verdict: 'warning',
          text: 'It is older than on P17.',
          hint: 'Update pc-switcher on XPS 13.',
        },
      ],
    }),
    ...more,
  }
}

const world =
  (state: SwitchState, shown: Overview = overview, more: Answers = {}, rest: Partial<World> = {}) =>
  (): World => ({
    state,
    answers: answersOf(shown, more),
    ...rest,
  })

const awayMissing = {
  laptop: 'xps',
  error: { code: 'unreachable', message: 'XPS 13 does not answer.', hint: 'Open its lid.' },
}

const idle: SwitchState = { kind: 'idle' }
const planned = (plan: PlanView): SwitchState => ({ kind: 'planned', plan })
const neverSwitched: Overview = { ...overview, holder: { kind: 'never-switched' }, history: [] }
const pagesWith = (more: Answers) => world(idle, overview, more)

const planning: SwitchState = {
  kind: 'planning',
  planId: 'plan-1',
  from: p17,
  to: xps,
  at: '2026-11-20T07:59:58.000Z',
  steps,
  probed: [stepIds.checks, stepIds.snapshots, stepIds.etc],
}
const planFailed: SwitchState = {
  kind: 'plan-failed',
  from: p17,
  to: xps,
  at: '2026-11-20T07:59:58.000Z',
  error: {
    code: 'unreachable',
    message: 'XPS 13 does not answer.',
    hint: 'Open its lid and bring it into the same network.',
    details: 'exit 255: Connection timed out',
  },
}

const vmRunning = checkRows.map((row) =>
  row.id === 'vm' ? { ...row, from: { tone: 'blocked' as const, text: 'win11-dev is running' } } : row,
)
const onBattery = checkRows.map((row) =>
  row.id === 'power'
    ? {
        ...row,
        to: { tone: 'warning' as const, text: 'On battery, 61%' },
        remedy: 'Plug it in, or go on if about 9 min are fine.',
      }
    : row,
)
const blockers = [
  {
    title: 'win11-dev is running on P17.',
    text: 'Its disk cannot be copied while it changes. Shut it down here or inside Windows; then check again.',
  },
]

const manyTicks = Array.from({ length: 50_000 }, (_, index) => ({
  ...removals[1],
  id: `apt-remove:package-${index}:amd64`,
  title: `package-${index}`,
  subject: { kind: 'package', manager: 'apt', name: `package-${index}` } as const,
}))
const manyPlaces = Array.from({ length: 50_000 }, (_, index) =>
  homeQuestion(`Documents/file-${index}.txt`, 'Only XPS 13 has it (1 item, 2.1 kB)', 'keep'),
)
const packages = previews[stepIds.packages] ?? askingHome
const etc = previews[stepIds.etc] ?? askingHome

export const worlds: Readonly<Record<string, () => World>> = {
  behind: world(planned(planOf())),
  'never-switched': world(idle, neverSwitched),
  'not-compared': world(idle),
  comparing: world(planning),
  'compare-failed': world(planFailed, { ...overview, peer: peerAway }),
  same: world(planned({ ...quietPlan, estimate: { bytes: 0, items: 0, ms: 0 }, previews: {} })),
  away: world(idle, { ...overview, peer: peerAway }),
  unclear: world(idle, {
    ...overview,
    holder: { kind: 'unclear', why: 'XPS 13 was rolled back on Thursday, and P17 was worked on since.' },
  }),
  'peer-holds': world(idle, {
    ...overview,
    holder: { kind: 'held', by: 'xps', since: '2026-11-20T07:12:00.000Z', switchId: 's3' },
  }),
  'open-switch': world(idle, {
    ...overview,
    openSwitch: { switchId: 's9', from: xps, to: p17, since: '2026-11-20T07:30:00.000Z', running: false },
  }),
  asking: world(idle, overview, { overview: never }),
  'overview-failed': world(idle, overview, {
    overview: fails('unexpected', 'pc-switcher could not look at the laptops.', 'Try again.'),
  }),
  lost: world(planned(planOf()), overview, {}, { lost: true }),
  'not-paired': world(idle, {
    version: '0.1.0',
    pairing: {
      kind: 'not-paired',
      error: {
        code: 'not-paired',
        message: 'P17 is not paired with another laptop.',
        hint: 'Install pc-switcher on both laptops and pair them.',
        details: '/var/lib/pc-switcher/app/pairing.json is missing',
      },
    },
    here,
    holder: { kind: 'never-switched' },
    history: [],
  }),
  planning: world(planning),
  'plan-failed': world(planFailed),
  ready: world(planned(planOf())),
  blocked: world(planned(planOf({ checks: checksWith(vmRunning, blockers) }))),
  battery: world(planned(planOf({ checks: checksWith(onBattery) }))),
  deciding: world(planned(planOf({ home: askingHome }))),
  'plan-changed': world(
    planned({
      ...planOf({ home: askingHome }),
      changedSince: ['XPS 13 has 128 MB less room than before.', 'docker-ce has a newer version on P17.'],
    }),
  ),
  'other-direction': world(
    planned(planOf({ checks: { ...checksWith(checkRows), questions: [directionQuestion] } })),
    overview,
    {
      'switch.dismiss': (_input, push) => {
        push({ type: 'event', event: { type: 'plan-discarded', at: new Date().toISOString() } })
        return {}
      },
    },
  ),
  'shared-page': world(planned(sharedPagePlan)),
  'nothing-to-decide': world(planned(quietPlan)),
  'many-ticks': world(
    planned(
      planOf({
        packages: {
          ...packages,
          questions: manyTicks.map((tick) => ({ ...packages.questions[0], ...tick })) as typeof packages.questions,
        },
      }),
    ),
  ),
  'many-places': world(planned(planOf({ home: { ...askingHome, questions: manyPlaces } }))),
  'many-files': world(
    planned(
      planOf({
        etc: {
          ...etc,
          questions: Array.from({ length: 50_000 }, (_, index) => ({
            ...(etc.questions[4] ?? homeQuestion('', '', 'keep')),
            id: `etc:/many.d/${index}.conf`,
            title: `/etc/many.d/${index}.conf`,
            subject: { kind: 'etc-file', path: `/many.d/${index}.conf` } as const,
            group: '/etc/many.d',
          })),
        },
      }),
    ),
  ),
  running: world(runningState('2026-11-20T07:59:59.000Z')),
  silent: world(runningState('2026-11-20T07:59:12.000Z')),
  verifying: world({ ...runningState('2026-11-20T07:59:59.000Z'), statuses: finishedStatuses, verifying: true }),
  'stopped-away': world(
    interruptedState({
      code: 'unreachable',
      message: 'XPS 13 stopped answering',
      hint: 'Bring it closer to the router, or join both laptops with an Ethernet cable.',
      details: 'ssh: Connection timed out (exit 255)',
    }),
    { ...overview, peer: peerAway },
  ),
  'stopped-paused': world(interruptedState(undefined, undefined, 'person')),
  'stopped-killed': world(interruptedState(undefined)),
  'stopped-differs': world(
    interruptedState(undefined, proofOf(['Documents/talk-draft.odp', 'Projects/atlas/build.log', 'todo.txt'])),
  ),
  done: world({ kind: 'done', plan: planOf(), proof: proofOf(), statuses: finishedStatuses }),
  'snapshots-empty': pagesWith({ 'snapshots.list': () => ({ snapshots: [], missing: [] }) }),
  'snapshots-partial': pagesWith({
    'snapshots.list': () => ({
      snapshots: lists.onlyHere,
      missing: [
        { laptop: 'xps', error: { code: 'unreachable', message: 'XPS 13 does not answer.', hint: 'Open its lid.' } },
      ],
    }),
  }),
  'snapshots-error': pagesWith({
    'snapshots.list': fails('no-sudo', 'The agent on P17 could not be started.', 'Install pc-switcher again.'),
  }),
  'snapshots-loading': pagesWith({ 'snapshots.list': never }),
  'snapshots-many': pagesWith({ 'snapshots.list': () => ({ snapshots: lists.manySnapshots(50_000), missing: [] }) }),
  'snapshots-full': pagesWith(
    snapshotAnswers([...lists.snapshots, ...lists.manySnapshots(1_000, '2026-11-12T07:00:00.000Z')], 100_000),
  ),
  'snapshots-same': pagesWith(snapshotAnswers(lists.snapshots, 0)),
  'compare-running': pagesWith({
    'compare.make': (_input, push) => withTask(push, 'compareMake', 'Compare snapshots on P17', 3_600_000, {}),
    'task.cancel': () => ({}),
  }),
  'snapshots-compare-failed': pagesWith({
    'compare.make': fails('tool-failed', 'The two could not be compared.', 'Try again; nothing was changed.'),
  }),
  'look-failed': pagesWith({
    'files.look': fails('not-found', 'This subvolume no longer exists.', 'Open an older snapshot of it.'),
  }),
  'files-many': pagesWith({
    'files.list': (input) => {
      const { offset, limit } = input as { offset: number; limit: number }
      return { total: 50_000, entries: manyEntries(50_000).slice(offset, offset + limit) }
    },
  }),
  'files-empty': pagesWith({ 'files.list': () => ({ total: 0, entries: [] }) }),
  'files-error': pagesWith({
    'files.list': fails('not-found', 'This folder is not in the snapshot.', 'Go up one folder.'),
  }),
  'files-partial': pagesWith({
    'files.versions': () => ({ versions: [], missing: [awayMissing] }),
    'files.find': () => ({ found: [], complete: true, missing: [awayMissing] }),
  }),
  'rollback-home': pagesWith(snapshotAnswers(lists.snapshots, 1_320, [...homeOnly])),
  'rollback-in-use': pagesWith(snapshotAnswers(lists.snapshots, 1_320, [...inUse])),
  'rollback-planning': pagesWith({
    'rollback.plan': (_input, push) =>
      withTask(push, 'rollbackPlan', 'Look at what rolling back would do', 3_600_000, {}),
  }),
  'rollback-plan-failed': pagesWith({ 'rollback.plan': away }),
  'rollback-run-failed': pagesWith({
    'rollback.run': fails('blocked', 'Syncthing could not be stopped on XPS 13.', 'Nothing was changed. Try again.'),
  }),
  'rollback-pending': pagesWith({ 'rollback.state': () => ({ laptops: [{ laptop: 'p17' }, pending], missing: [] }) }),
  'rollback-restarts': pagesWith(restarting()),
  'rollback-done': pagesWith({
    'rollback.state': () => ({
      laptops: [ended('done', 'Home files are as they were on Wednesday 18 November, 18:12.')],
      missing: [],
    }),
  }),
  'rollback-taken-back': pagesWith({
    'rollback.state': () => ({
      laptops: [ended('taken-back', 'The power went off in the middle; everything is as it was before.')],
      missing: [],
    }),
  }),
  'rollback-failed': pagesWith({
    'rollback.state': () => ({
      laptops: [ended('failed', 'A program still wrote into /home. Nothing was changed.')],
      missing: [],
    }),
  }),
  'keeping-enabled': pagesWith({
    'retention.get': () => ({
      laptops: [retention('p17', { enabled: true, schedule: 'daily' }), retention('xps', { enabled: true })],
      missing: [],
    }),
  }),
  'keeping-nothing': pagesWith({
    'snapshots.prune': () => ({ laptops: [{ laptop: 'p17', keep: [], delete: [], done: false }], missing: [] }),
  }),
  'keeping-error': pagesWith({ 'retention.get': away }),
  'keeping-loading': pagesWith({ 'retention.get': never }),
  'keeping-partial': pagesWith({
    'retention.get': () => ({ laptops: [retention('p17')], missing: [awayMissing] }),
  }),
  'rules-empty': pagesWith({ 'etc.list': () => ({ rules: [], file: '~/system-state/etc.stignore' }) }),
  'rules-error': pagesWith({
    'etc.list': fails(
      'invalid-rules',
      'Line 7 of etc.stignore cannot be read.',
      'Open ~/system-state/etc.stignore and mend line 7.',
    ),
  }),
  'rules-loading': pagesWith({ 'etc.list': never }),
  'rules-many': pagesWith({
    'etc.list': () => ({ rules: lists.manyRules(50_000), file: '~/system-state/etc.stignore' }),
  }),
  'activity-unreadable': pagesWith({
    'activity.list': () => ({
      entries: lists.activity,
      unreadable: [
        {
          switchId: 's0',
          at: '2026-11-12T18:04:00.000Z',
          error: {
            code: 'state-unreadable',
            message: "Line 14 of the journal of this switch can't be read.",
            hint: 'If another version of pc-switcher wrote it, install that version. Otherwise start a new switch.',
          },
        },
      ],
    }),
  }),
  'activity-empty': pagesWith({ 'activity.list': () => ({ entries: [], unreadable: [] }) }),
  'activity-error': pagesWith({
    'activity.list': fails(
      'state-unreadable',
      'The journal of this laptop cannot be read.',
      'Look at its permissions.',
    ),
  }),
  'activity-loading': pagesWith({ 'activity.list': never }),
  'activity-many': pagesWith({
    'activity.list': () => ({ entries: lists.manyActivity(50_000), unreadable: [] }),
    'activity.log': () => ({ lines: lists.logLines(50_000) }),
  }),
  'settings-error': pagesWith({
    'settings.list': fails(
      'invalid-configuration',
      'Line 3 of the configuration cannot be read.',
      'Mend line 3 of ~/.config/pc-switcher/config.json.',
    ),
  }),
  /** A whole switch in a few seconds. */
  whole: wholeSwitch(planOf({ home: askingHome }), 12, 90),
  /** A run of five minutes, a report a second. */
  long: world(idle, overview, {}, { script: (push) => void playRun(planOf(), push, 270, 1_000) }),
}

/** After it was told to restart XPS 13 is silent once, then it is back. */
function restarting(): Answers {
  let silences: number | undefined
  return {
    'laptop.restart': () => {
      silences = 1
      return {}
    },
    'rollback.state': () => {
      const here: RollbackState = { laptop: 'p17' }
      if (silences === undefined) return { laptops: [here, pending], missing: [] }
      silences -= 1
      if (silences >= 0) return { laptops: [here], missing: [] }
      return { laptops: [here, ended('done', 'Everything is as it was on Wednesday 18 November, 18:12.')], missing: [] }
    },
  }
}

function wholeSwitch(plan: PlanView, ticks: number, tickMs: number): () => World {
  return world(idle, neverSwitched, {
    'switch.plan': (_input, push) => playPlan(plan, push, 60),
    'switch.start': (_input, push) => {
      void playRun(plan, push, ticks, tickMs)
      return { switchId: 'switch-3' }
    },
    'switch.dismiss': (_input, push) => {
      push({ type: 'event', event: { type: 'switch-dismissed', at: new Date().toISOString() } })
      return {}
    },
  })
}
