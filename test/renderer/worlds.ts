/** Every state that the specs look at, by name. */
import { calls, type CallKey } from '../../src-main/contract/calls.ts'
import type { Overview } from '../../src-main/contract/overview-calls.ts'
import type { ActivityEntry } from '../../src-main/contract/activity-calls.ts'
import { AppError } from '../../src-main/kernel/app-error.ts'
import { historyEntryOf } from '../../src-main/contract/proof/history-entry.ts'
import type { ErrorCode } from '../../src-main/kernel/error-codes.ts'
import type { PackageRuleKind } from '../../src-main/contract/package-rule.ts'
import type { HeldFolders } from '../../src-main/contract/held-folders-calls.ts'
import { observeProgress } from '../../src-main/contract/progress/observe.ts'
import { toldRun } from '../../src-main/contract/progress/told.ts'
import type { RollbackState } from '../../src-main/contract/rollback-calls.ts'
import type { PlanView, SwitchState } from '../../src-main/contract/switch-state.ts'
import type { Preview } from '../../src-main/contract/preview.ts'
import { wizardPages } from '../../src-main/contract/wizard-page.ts'
import { inConflict as inConflictNotice } from '../../src-main/domains/home-sync/on-pair/syncthing/texts.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import { fromWireError } from '../../src-main/contract/wire-error.ts'
import { lookAt } from './etc-questions.ts'
import {
  here,
  hereInConflict,
  overview,
  p17,
  peer,
  peerAway,
  peerWithJobs,
  peerWithMissed,
  withFacts,
  withSyncthing,
  xps,
} from './laptops.ts'
import { atXps, atXpsAway, bringing, broughtAway, broughtAwayStopped, broughtPlan, planAsAsked } from './brought.ts'
import { keepingApp } from './keeping-app.ts'
import { awayBundles, bundlesAnswers, damagedBundles, noBundles, roomAnswers } from './bundles-answers.ts'
import { connectedCopies, copiesAnswers, noCopies, openCopies, workingCopies } from './copies-answers.ts'
import { conflictsAnswers, inConflict, noConflicts, onlyHere } from './conflicts-answers.ts'
import { crowdedDisks, damagedDisks, disksAnswers, dyingDisks, healthyDisks } from './disks-answers.ts'
import { keptLive, liveAnswers, liveHere, noneLive, someLive } from './live-answers.ts'
import * as lists from './lists.ts'
import type { World } from './memory-binding.ts'
import {
  askingHome,
  comparingHome,
  checkRows,
  checkRowsWith,
  checksWith,
  holderChecks,
  homeQuestion,
  imagesAsked,
  imagesInUse,
  imagesRunning,
  manyPackagesPlan,
  manyQuestionsPlan,
  packagesPlan,
  planOf,
  previews,
  quietPlan,
  samePlan,
  removals,
  sharedPagePlan,
  sourcesPlan,
  steps,
  withoutInstall,
  leavingInstall,
} from './plans.ts'
import { lookInto, planAnswers } from './plan-answers.ts'
import { playPlan, playRun } from './play.ts'
import {
  ended,
  homeOnly,
  inUse,
  nothingDiffers,
  manyEntries,
  nothingToPrune,
  pending,
  retention,
  snapshotAnswers,
  withTask,
} from './snapshot-answers.ts'
import {
  oneOf,
  oneOfKind,
  recordedAnswer,
  recordedError,
  recordedMessages,
  recordedPlan,
  recordedStateOf,
} from './recorded.ts'
import { manyUndecided, noneUndecided, undecidedAnswers, undecidedOn } from './undecided-answers.ts'
import { undoAtRestart, undoNow, undoQuiet, undoUnknown } from './undo-answers.ts'
import { whyAnswers } from './why-answers.ts'
import { pairingAnswers } from './pairing-answers.ts'
import { namingAnswers, needPassword, settingsAnswers } from './settings-answers.ts'
import {
  finishedStatuses,
  interruptedState,
  packagesProof,
  proofOf,
  proofWithLeft,
  proofBehind,
  proofWithRunning,
  runningState,
  verifyingState,
} from './runs.ts'

type Answers = World['answers']

const never = (): Promise<never> => new Promise(() => undefined)
const fails = (code: ErrorCode, message: string, hint: string) => (): never => {
  throw new AppError({ code, message, hint, details: 'exit 255: Connection timed out' })
}
/** As the app refused it when it was recorded. */
const refuses = (key: CallKey, about: string) => (): never => {
  throw fromWireError(recordedError(key, about))
}
const unanswered = 'while XPS 13 does not answer'
const away = refuses('switchResume', unanswered)

const machinesPage = {
  id: 'machines',
  title: 'Machines and containers',
  room: 'travels',
  rulesFor: ['image', 'container'],
} as const

/** One name can be left out and forgotten again; nothing can be included. */
function decideHomeRule(decision: string) {
  if (decision === 'include') return refuses('homeDecideRule', 'a private key')()
  if (decision === 'exclude') return recordedAnswer('homeDecideRule', 'a name')
  return { changed: true, exclusions: recordedAnswer('homeExclusions', 'without rules') }
}

/** What was decided last counts for what a switch would do. */
function packagesAnswers(): Answers {
  let rules = lists.packageRules
  return {
    'packages.compare': () => lists.packages,
    'packages.rules': () => lists.packageRules,
    'containers.rules': () => lists.containerRules,
    'containers.decide': (input) => lists.decideContainer(calls.containersDecide.input.parse(input)),
    'packages.decide': (input) => (rules = lists.decidePackage(calls.packagesDecide.input.parse(input))),
    'packages.atSwitch': () => ({ lines: lists.linesAtSwitch(rules), isTurnedOff: false }),
  }
}

function answersOf(shown: Overview, more: Answers = {}): Answers {
  return {
    'switch.plan': never,
    'switch.start': never,
    'switch.answer': () => ({}),
    'switch.look': (input) => {
      const { questionId, path } = input as { questionId: string; path?: string }
      return path === undefined ? lookAt(questionId) : lookInto(path)
    },
    ...planAnswers,
    'switch.pause': () => ({}),
    'switch.resume': away,
    'switch.giveUp': (_input, push) => {
      push({ type: 'event', event: { type: 'switch-dismissed', at: new Date().toISOString() } })
      return { switchId: 'switch-3', from: p17, to: xps, startedBy: p17.name, told: true }
    },
    'switch.dismiss': () => ({}),
    'switch.suspend': () => ({ laptop: p17 }),
    'proof.get': () => proofOf(),
    ...snapshotAnswers(lists.snapshots),
    'packages.origins': (input) => lists.originsOf(calls.packagesOrigins.input.parse(input)),
    ...packagesAnswers(),
    'kept.list': () => lists.kept,
    'kept.forget': () => ({ ...lists.kept, kinds: lists.kept.kinds.map((kind) => ({ ...kind, names: [] })) }),
    'undo.plan': () => undoNow,
    ...copiesAnswers(),
    ...bundlesAnswers(),
    ...disksAnswers(),
    ...conflictsAnswers(),
    ...liveAnswers(),
    ...whyAnswers(),
    'pages.list': () => ({ pages: [machinesPage] }),
    'pages.read': () => ({
      lead: '2 virtual machines, 7 volumes on both laptops.',
      sections: [
        {
          title: 'Virtual machines',
          rows: [
            { title: 'win11', text: 'P17: off, 41 GB. XPS 13: off, 41 GB', value: 'The same on both' },
            { title: 'debian', text: 'P17: running, 8.2 GB. XPS 13: not there', value: 'Only on P17' },
          ],
        },
        {
          title: 'Volumes of containers',
          rows: Array.from({ length: 7 }, (_, index) => ({
            title: `shop_${index} (Docker)`,
            text: 'P17: 210 MB, in use by shop. XPS 13: 190 MB',
            value: 'On both, by a rule',
          })),
        },
      ],
    }),

    'etc.list': () => ({ rules: lists.rules, file: lists.rulesFile }),
    'etc.decide': () => ({ rules: lists.rules, file: lists.rulesFile }),
    ...undecidedAnswers,
    'home.exclusions': () => recordedAnswer('homeExclusions', 'with rules'),
    'home.beforehand': () => ({ enabled: false, now: { kind: 'ready' } }),
    'home.setBeforehand': (input) => ({ ...(input as { enabled: boolean }), now: { kind: 'ready' } }),
    'home.decideRule': (input) => decideHomeRule((input as { decision: string }).decision),
    'activity.list': () => ({ entries: lists.activity, unreadable: [] }),
    'activity.log': () => ({ lines: lists.logLines(600) }),
    'settings.list': () => ({ settings: lists.settings }),
    ...settingsAnswers(),
    ...namingAnswers(shown),
    doctor: () => recordedAnswer('doctor', 'before the first switch'),
    ...more,
  }
}

const doneWith = (more: Answers) =>
  world({ kind: 'done', plan: planOf(), proof: proofOf(), statuses: finishedStatuses }, overview, more)

/** The source has the latest work again. */
function afterUndo(): Pick<Overview, 'holder' | 'history'> {
  const { switchId, from, to, startedAt, finishedAt, tookMs } = proofOf()
  const undoneAt = '2026-11-20T07:59:00.000Z'
  const undone = { switchId, from, to, startedAt, finishedAt, tookMs, verified: true, bytes: 1e9, undoneAt }
  return { holder: { kind: 'held', by: from.name, since: undoneAt, switchId }, history: [undone, ...overview.history] }
}

function undoneNewest(entry: ActivityEntry): ActivityEntry {
  const [newest] = lists.activity.filter(({ kind }) => kind === 'switch')
  return entry === newest && entry.kind === 'switch' ? { ...entry, undoneAt: '2026-11-20T07:59:00.000Z' } : entry
}

const world =
  (state: SwitchState, shown: Overview = overview, more: Answers = {}, rest: Partial<World> = {}) =>
  (): World => ({
    state,
    answers: answersOf(shown, more),
    ...rest,
  })

const awayMissing = oneOf('a laptop that is missing', recordedAnswer('snapshotsList', unanswered).missing)

const idle: SwitchState = { kind: 'idle' }
const planned = (plan: PlanView): SwitchState => ({ kind: 'planned', plan })
const { holder: unknownHolder, history: noHistory } = recordedAnswer('overview', 'before the first switch')
const neverSwitched: Overview = { ...overview, holder: unknownHolder, history: noHistory }
const held = oneOfKind('held', [recordedAnswer('overview', 'after the first switch').holder])
const openSwitch = oneOf('a switch that is not finished', [
  recordedAnswer('overview', 'after a switch was killed').openSwitch,
])
/** P17 handed over at seven; XPS 13 has begun the way back. */
const earlierProof = { ...proofOf(), finishedAt: '2026-11-20T07:02:00.000Z' }
const wayBackSwitch = {
  ...openSwitch,
  switchId: 's9',
  from: xps,
  to: p17,
  startedBy: xps.name,
  since: '2026-11-20T07:58:00.000Z',
  running: true,
}
const nothingSaved = {
  ...{ switchId: earlierProof.switchId, files: 0, hidden: 0, names: [] as string[] },
  ...{ lookedAt: '2026-11-20T07:59:40.000Z', isCurrent: true },
}
/** To XPS 13, and nothing was saved on either since. */
const handedOver: Overview = {
  ...overview,
  here: withFacts(here, { savedSince: nothingSaved }),
  peer: withFacts(peer, { savedSince: nothingSaved }),
  holder: { ...held, by: xps.name, since: earlierProof.finishedAt, switchId: earlierProof.switchId },
  history: [historyEntryOf(earlierProof), ...overview.history],
}
const savedSince = {
  ...nothingSaved,
  files: 14,
  hidden: 11,
  names: [
    'Documents/thesis/chapter-3.tex',
    'Documents/thesis/figures/a name without spaces that is as long as names are.svg',
  ].concat(['Downloads/ticket.pdf', '.config/dconf/user', '.local/share/recently-used.xbel']),
}
/** Somebody went on with the source. */
const savedOnLeft: Overview = {
  ...handedOver,
  here: withFacts(here, { savedSince }),
}
const workThere = { ...nothingSaved, files: 61, hidden: 19, names: ['Documents/plan.md', 'Downloads/ticket.pdf'] }
/** As the command line or an app that was started anew has it: from what both laptops remember. */
const undoWaiting = { operationId: 'o', at: '2026-11-20T06:58:00.000Z', undoes: earlierProof.switchId }
const atOther = (seen: Overview): Overview => ({
  ...seen,
  here: { ...(seen.peer ?? peer), here: true, connection: here.connection },
  peer: { ...seen.here, here: false, connection: peer.connection },
})
const toldState = runningState('2026-11-20T07:59:59.000Z')
const toldAt = Date.parse('2026-11-20T08:00:00.000Z')
const wayBack: Overview = { ...handedOver, openSwitch: wayBackSwitch }
const comparing = oneOf(
  'a comparison',
  recordedMessages('comparing home').flatMap((message) => (message.type === 'task' ? [message.task] : [])),
)
const beforehand = {
  enabled: true,
  now: { kind: 'ready' },
  fetched: { at: '2026-11-20T07:56:40.000Z', laptop: 'XPS 13', files: 4_100, bytes: 1_240e6 },
}

const usualHome = oneOf('the home files', [previews[stepIds.home]])
const homeInConflict: Preview = {
  ...usualHome,
  blocks: [
    ...usualHome.blocks,
    { ...{ kind: 'notice', pageId: wizardPages.home.id, tone: 'warning' }, ...inConflictNotice(3) },
  ],
}

const pagesWith = (more: Answers) => world(idle, overview, more)

const planning: SwitchState = {
  ...recordedStateOf('planning', 'the first plan', 'step-probed'),
  planId: 'plan-1',
  at: '2026-11-20T07:59:58.000Z',
  steps: [...steps],
  probed: [stepIds.checks, stepIds.snapshots, stepIds.etc],
  told: { stepId: stepIds.home, sentence: 'Syncthing brings Documents: 1,204 of 2,000 files' },
}
const planFailed: SwitchState = {
  ...recordedStateOf('plan-failed', 'a plan while XPS 13 does not answer', 'plan-failed'),
  at: '2026-11-20T07:59:58.000Z',
}

const onBattery = checkRowsWith(
  'power',
  { tone: 'warning', text: 'On battery, 61%' },
  'Plug both laptops in. If one runs out of power, the switch has to be resumed later.',
)

/** Made when a page asks for that state: every other one would wait for it. */
const many = <T>(make: (index: number) => T): T[] => Array.from({ length: 50_000 }, (_, index) => make(index))
const packages = previews[stepIds.packages] ?? askingHome
const etc = previews[stepIds.etc] ?? askingHome

const heldFolders: HeldFolders = {
  ...{ laptop: 'xps', label: 'XPS 13', at: '2026-11-18T18:12:00.000Z', devices: ['p17', 'nas'] },
  folders: [
    { id: 'docs', label: 'Documents' },
    { id: 'pics', label: 'Pictures' },
  ],
}

export const worlds: Readonly<Record<string, () => World>> = {
  behind: world(planned(planOf())),
  /**
   * What is decided about a package is not in the next plan, and left in it where that is to be so this time. Of a snap it is not
   * kept, after one of a Flatpak app none is made.
   */
  'deciding-packages': () => {
    const away = fails('unreachable', 'XPS 13 does not answer.', 'Try again when it does.')
    let decided: PackageRuleKind | undefined
    let left: string | null | undefined
    const nextPlan = () => {
      if (decided !== undefined) return planOf({ packages: withoutInstall('docker-ce') })
      return left === 'later' ? leavingInstall('docker-ce') : planOf()
    }
    return world(planned(planOf()), overview, {
      'switch.answer': (input) => {
        left = calls.switchAnswer.input.parse(input).answers['apt-later:docker-ce:amd64']
        return {}
      },
      'packages.decide': (input) => {
        const change = calls.packagesDecide.input.parse(input)
        if (change.kind === 'snap') return away()
        decided = change.kind
        return lists.decidePackage(change)
      },
      'switch.plan': (_input, push) => {
        if (decided === 'flatpak') return away()
        const plan = nextPlan()
        push({ type: 'event', event: { type: 'plan-made', at: new Date().toISOString(), plan } })
        return plan
      },
    })()
  },
  'packages-planned': world(planned(packagesPlan())),
  'packages-done': world({
    kind: 'done',
    plan: packagesPlan(),
    proof: packagesProof(),
    statuses: finishedStatuses,
  }),
  'never-switched': world(idle, neverSwitched),
  'not-compared': world(idle),
  comparing: world(planning),
  'compare-failed': world(planFailed, { ...overview, peer: peerAway }),
  same: world(planned(samePlan), neverSwitched),
  'was-same': world(planned({ ...samePlan, at: '2026-11-20T07:12:00.000Z' }), neverSwitched),
  'done-saved': world({ kind: 'done', plan: planOf(), proof: earlierProof, statuses: finishedStatuses }, savedOnLeft, {
    'switch.plan': planAsAsked,
  }),
  'way-back': world({ kind: 'done', plan: planOf(), proof: earlierProof, statuses: finishedStatuses }, wayBack),
  'way-back-told': world(idle, {
    ...wayBack,
    openSwitch: {
      ...wayBackSwitch,
      progress: toldRun(oneOf('a run', [observeProgress(undefined, toldState, toldAt)]), toldState),
    },
  }),
  'way-back-stopped': world(
    { kind: 'done', plan: planOf(), proof: earlierProof, statuses: finishedStatuses },
    { ...wayBack, openSwitch: { ...wayBackSwitch, running: false } },
  ),
  'way-back-begins': () => {
    const answers = [handedOver, wayBack].map((one) => () => one)
    return {
      state: { kind: 'done', plan: planOf(), proof: earlierProof, statuses: finishedStatuses },
      answers: answersOf(handedOver, { overview: () => (answers.length > 1 ? answers.shift() : answers[0])?.() }),
    }
  },
  'never-switched-compared': world(planned(planOf()), neverSwitched),
  'planned-before-last-switch': world(planned(planOf()), {
    ...overview,
    holder: { ...held, by: p17.name, since: '2026-11-20T07:59:00.000Z', switchId: 's4' },
  }),
  safe: world(idle, handedOver),
  'safe-slept': world(idle, { ...handedOver, here: withFacts(handedOver.here, { hasSlept: true }) }),
  'safe-away': world(idle, { ...handedOver, peer: { ...peerAway, facts: handedOver.peer?.facts } }),
  'safe-elsewhere': world(idle, atOther(handedOver)),
  'safe-looking': world(idle, {
    ...handedOver,
    here: withFacts(here, { savedSince: { ...nothingSaved, lookedAt: undefined, isCurrent: false } }),
  }),
  'work-there': world(idle, { ...handedOver, peer: withFacts(peer, { savedSince: workThere }) }),
  'work-on-both': world(idle, { ...savedOnLeft, peer: withFacts(peer, { savedSince: workThere }) }),
  'undo-waits': world(idle, {
    ...handedOver,
    peer: withFacts(peer, { savedSince: nothingSaved, waiting: undoWaiting }),
  }),
  away: world(idle, { ...overview, peer: peerAway }),
  unclear: world(idle, {
    ...overview,
    holder: recordedAnswer('overview', 'after a rollback').holder,
  }),
  'peer-holds': world(idle, {
    ...overview,
    holder: { ...held, since: '2026-11-20T07:12:00.000Z', switchId: 's3' },
  }),
  bring: world(planned(broughtPlan), atXps, { 'switch.plan': planAsAsked }),
  'bring-idle': world(idle, atXps, { 'switch.plan': planAsAsked }),
  'bring-away': world(planned(broughtPlan), atXpsAway),
  'bring-running': world(bringing.running, atXps),
  'bring-stopped': world(bringing.stopped, atXpsAway),
  'bring-done': world(bringing.done, atXps),
  'brought-away': world(idle, broughtAway),
  'brought-away-stopped': world(idle, broughtAwayStopped),
  'open-switch': world(idle, {
    ...overview,
    openSwitch: {
      ...openSwitch,
      switchId: 's9',
      from: xps,
      to: p17,
      startedBy: xps.name,
      since: '2026-11-20T07:30:00.000Z',
    },
  }),
  'open-switch-lost': world(idle, ...openSwitchOfALostLaptop()),
  asking: world(idle, overview, { overview: never }),
  'copies-none': world(idle, overview, copiesAnswers(noCopies)),
  'copies-working': world(idle, overview, copiesAnswers(workingCopies, true)),
  'copies-open': world(idle, overview, copiesAnswers(openCopies)),
  'bundles-room': world(idle, overview, { ...bundlesAnswers(), ...roomAnswers() }),
  'bundles-none': world(idle, overview, bundlesAnswers(noBundles)),
  'bundles-damaged': world(idle, overview, {
    ...bundlesAnswers(damagedBundles),
    ...copiesAnswers(connectedCopies),
  }),
  'bundles-away': world(idle, overview, bundlesAnswers(awayBundles)),
  'bundles-failed': world(idle, overview, { 'bundles.list': away }),
  'copies-failed': world(idle, overview, { 'copies.list': away }),
  'disks-crowded': world(idle, overview, disksAnswers(crowdedDisks)),
  'disks-damaged': world(idle, overview, disksAnswers(damagedDisks)),
  'disks-dying': world(idle, overview, disksAnswers(dyingDisks)),
  'disks-scrubbing': world(idle, overview, disksAnswers(healthyDisks, xps.name)),
  'disks-reclaim': world(idle, overview, disksAnswers(healthyDisks, undefined, true)),
  'disks-none': world(idle, overview, disksAnswers({ disks: [], unreadable: [], missing: [] })),
  'disks-away': world(
    idle,
    { ...overview, peer: peerAway },
    disksAnswers({ disks: healthyDisks.disks.slice(0, 1), unreadable: [], missing: [awayMissing] }),
  ),
  'in-conflict': world(idle, { ...overview, here: hereInConflict }),
  'plan-in-conflict': world(planned(planOf({ home: homeInConflict }))),
  'conflicts-none': pagesWith(conflictsAnswers(noConflicts)),
  'conflicts-change': pagesWith(conflictsAnswers(inConflict, true)),
  'conflicts-away': world(idle, { ...overview, peer: peerAway }, conflictsAnswers(onlyHere([awayMissing]))),
  'conflicts-failed': pagesWith({ 'conflicts.list': away }),
  'disks-failed': world(idle, overview, { 'disks.list': away }),
  jobs: world(planned(planOf()), { ...overview, peer: peerWithJobs }),
  'syncthing-behind': world(planned(planOf()), { ...overview, ...withSyncthing }),
  'missed-changes': world(planned(planOf()), { ...overview, peer: peerWithMissed }),
  'overview-failed': world(idle, overview, {
    overview: fails('unexpected', 'pc-switcher could not look at the laptops.', 'Try again.'),
  }),
  lost: world(runningState('2026-11-20T07:59:59.000Z'), overview, {}, { lost: 'away' }),
  'signed-out': world(runningState('2026-11-20T07:59:59.000Z'), overview, {}, { lost: 'signed-out' }),
  'not-paired': world(idle, { ...recordedAnswer('overview', 'without a pairing'), here }, pairingAnswers()),
  alone: world(idle, {
    ...recordedAnswer('overview', 'without a pairing'),
    here,
    pairing: {
      kind: 'alone',
      error: {
        code: 'no-peer',
        message: 'This laptop is set up without another one.',
        hint: 'Snapshots, copies, bundles and disks work. To switch, pair it with: pc-switcher pair HOST',
      },
    },
  }),
  'not-paired-refused': world(
    idle,
    { ...recordedAnswer('overview', 'without a pairing'), here },
    pairingAnswers({ isRefused: true }),
  ),
  'not-paired-broken': world(
    idle,
    { ...recordedAnswer('overview', 'without a pairing'), here },
    pairingAnswers({ breaks: true }),
  ),
  'paired-by-other': world(idle, {
    ...recordedAnswer('overview', 'without a pairing'),
    here,
    pairing: {
      kind: 'not-paired',
      error: {
        code: 'invalid-configuration',
        message: 'The pairing of this laptop belongs to another account.',
        hint: 'Start pc-switcher as the user who paired the laptops.',
      },
    },
  }),
  planning: world(planning),
  'plan-failed': world(planFailed),
  ready: world(planned(planOf())),
  'ready-away': world(planned({ ...planOf(), at: '2026-11-20T07:59:20.000Z' }), { ...overview, peer: peerAway }),
  blocked: world(planned(planOf({ images: imagesInUse }))),
  'deciding-images': world(planned(planOf({ images: imagesAsked }))),
  'deciding-running': world(planned(planOf({ images: imagesRunning }))),
  battery: world(planned(planOf({ checks: checksWith(onBattery) }))),
  'in-use': world(planned(recordedPlan('a plan while the other laptop is in use'))),
  deciding: world(planned(planOf({ home: askingHome }))),
  /** Keeps what is answered, for all windows. */
  keeping: () => {
    const app = keepingApp(planOf({ home: askingHome }))
    return world(app.state, overview, app.answers, app.script === undefined ? {} : { script: app.script })()
  },
  'asked-again': world(
    planned({ ...planOf({ home: askingHome }), askedAgain: ['home:Documents/talk-draft.odp'] }),
    overview,
    {
      'switch.answer': (input, push) => {
        const { planId, answers } = calls.switchAnswer.input.parse(input)
        const kept = Object.fromEntries(Object.entries(answers).map(([id, choice]) => [id, String(choice)]))
        push({ type: 'event', event: { type: 'answers-kept', at: new Date().toISOString(), planId, answers: kept } })
        return {}
      },
    },
  ),
  'deciding-versions': world(planned(planOf({ home: comparingHome }))),
  'plan-changed': world(
    planned({
      ...planOf({ home: askingHome }),
      changedSince: ['XPS 13 has 128 MB less room than before.', 'docker-ce has a newer version on P17.'],
    }),
  ),
  'other-direction': world(
    planned(planOf({ checks: { ...holderChecks, blocks: checksWith(checkRows).blocks } })),
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
  starting: world(planned(quietPlan), overview, {
    'switch.start': (_input, push) => {
      const at = new Date().toISOString()
      push({ type: 'event', event: { type: 'start-told', at, doing: 'looking' } })
      for (const { id } of quietPlan.steps.slice(0, 3))
        push({ type: 'event', event: { type: 'step-probed', at, stepId: id } })
      return new Promise(() => undefined)
    },
  }),
  'starting-waits': world(planned(quietPlan), overview, {
    'switch.start': (_input, push) => {
      const at = new Date().toISOString()
      const sentence = 'Syncthing brings Documents: 1,204 of 2,000 files'
      push({ type: 'event', event: { type: 'start-told', at, doing: 'looking' } })
      push({ type: 'event', event: { type: 'probe-told', at, stepId: stepIds.home, sentence } })
      return new Promise(() => undefined)
    },
  }),
  'start-password': world(planned(quietPlan), overview, {
    'switch.start': (input, push) => {
      needPassword((input as { readonly password?: string }).password)
      void playRun(quietPlan, push, { ticks: 12, tickMs: 90 })
      return { switchId: 'switch-3' }
    },
  }),
  'many-questions': () => world(planned(manyQuestionsPlan(317, 62, 30)))(),
  'many-more-questions': () => world(planned(manyQuestionsPlan(300, 200, 4_992)))(),
  'many-ticks': () => {
    const questions = many((index) => ({
      ...oneOf('a package', [packages.questions[0]]),
      ...removals[1],
      id: `apt-remove:package-${index}:amd64`,
      title: `package-${index}`,
      subject: { kind: 'package', manager: 'apt', name: `package-${index}` } as const,
    }))
    return world(planned(planOf({ packages: { ...packages, questions } })))()
  },
  'many-places': () => {
    const questions = many((index) =>
      homeQuestion(`Documents/file-${index}.txt`, 'only-there', 'Only XPS 13 has it (1 item, 2.1 kB)'),
    )
    return world(planned(planOf({ home: { ...askingHome, questions } })))()
  },
  'package-sources': world(planned(sourcesPlan)),
  'many-packages': world(planned(manyPackagesPlan(1_200))),
  'many-files': () => {
    const questions = many((index) => ({
      ...oneOf('a file', [etc.questions[4]]),
      id: `etc:/many.d/${index}.conf`,
      title: `/etc/many.d/${index}.conf`,
      subject: { kind: 'etc-file', path: `/many.d/${index}.conf` } as const,
      group: '/etc/many.d',
    }))
    return world(planned(planOf({ etc: { ...etc, questions } })))()
  },
  running: world(runningState('2026-11-20T07:59:59.000Z')),
  silent: world(runningState('2026-11-20T07:59:12.000Z')),
  verifying: world(verifyingState('2026-11-20T07:59:59.000Z')),
  'stopped-away': world(interruptedState('lost'), { ...overview, peer: peerAway }),
  'stopped-paused': world(interruptedState('paused')),
  'stopped-battery': world({ ...interruptedState('paused'), by: 'battery' }),
  'stopped-killed': world(interruptedState('killed')),
  'stopped-differs': world(
    interruptedState('differs', proofOf(['Documents/talk-draft.odp', 'Projects/atlas/build.log', 'todo.txt'])),
  ),
  done: world({ kind: 'done', plan: planOf(), proof: proofOf(), statuses: finishedStatuses }),
  'done-away': doneWith({ 'etc.undecided': away }),
  'undo-at-restart': doneWith({ 'undo.plan': () => undoAtRestart, 'rollback.run': () => pending }),
  'undo-quiet': doneWith({ 'undo.plan': () => undoQuiet }),
  'undo-unknown': doneWith({ 'undo.plan': () => undoUnknown }),
  'undo-refused': doneWith({
    'undo.plan': fails(
      'blocked',
      'The snapshots that XPS 13 had from before this switch are gone.',
      'It can no longer be undone. Other snapshots may still have what you need.',
    ),
  }),
  'undo-run-failed': doneWith({
    'rollback.run': fails('blocked', 'The home files are in use.', 'Nothing was changed. Try again.'),
  }),
  undone: world(
    { kind: 'done', plan: planOf(), proof: proofOf(), statuses: finishedStatuses },
    { ...overview, ...afterUndo() },
    { 'activity.list': () => ({ entries: lists.activity.map(undoneNewest), unreadable: [] }) },
  ),
  'suspend-refused': world({ kind: 'done', plan: planOf(), proof: proofOf(), statuses: finishedStatuses }, overview, {
    'switch.suspend': fails(
      'blocked',
      'P17 has to stay awake.',
      'Something was begun since that switch, or was not finished. The overview says how both laptops stand now.',
    ),
  }),
  'done-left': world({ kind: 'done', plan: planOf(), proof: proofWithLeft(), statuses: finishedStatuses }),
  'done-behind': world({ kind: 'done', plan: planOf(), proof: proofBehind(), statuses: finishedStatuses }),
  'done-running': world({ kind: 'done', plan: planOf(), proof: proofWithRunning(), statuses: finishedStatuses }),
  'snapshots-empty': pagesWith({ 'snapshots.list': () => ({ snapshots: [], missing: [] }) }),
  'snapshots-partial': pagesWith({
    'snapshots.list': () => ({
      snapshots: lists.onlyHere,
      missing: [awayMissing],
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
    'compare.make': (_input, push, callId) =>
      withTask(push, { callId, title: comparing.title, ms: 3_600_000, value: {} }),
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
    'files.list': refuses('filesList', 'a folder that is not there'),
  }),
  'files-partial': pagesWith({
    'files.versions': () => ({ versions: [], missing: [awayMissing] }),
    'files.find': () => ({ found: [], complete: true, missing: [awayMissing] }),
  }),
  'search-in-two-windows': pagesWith(searchBesideAnother()),
  'rollback-home': pagesWith(snapshotAnswers(lists.snapshots, 1_320, [...homeOnly])),
  'rollback-nothing': pagesWith(snapshotAnswers(lists.snapshots, 1_320, [...nothingDiffers])),
  'rollback-in-use': pagesWith(snapshotAnswers(lists.snapshots, 1_320, [...inUse])),
  'rollback-planning': pagesWith({
    'rollback.plan': (_input, push, callId) =>
      withTask(push, { callId, title: 'Plan a rollback of XPS 13', ms: 3_600_000, value: {} }),
  }),
  'rollback-plan-failed': pagesWith({ 'rollback.plan': away }),
  'rollback-run-failed': pagesWith({
    'rollback.run': fails('blocked', 'Syncthing could not be stopped on XPS 13.', 'Nothing was changed. Try again.'),
  }),
  'rollback-pending': pagesWith({ 'rollback.state': () => ({ laptops: [{ laptop: 'p17' }, pending], missing: [] }) }),
  'syncthing-held': pagesWith({
    'syncthing.held': () => ({ laptops: [heldFolders], missing: [] }),
    'syncthing.decide': () => ({ laptops: [], missing: [] }),
  }),
  'syncthing-held-waits': pagesWith({
    'syncthing.held': () => ({
      laptops: [
        {
          ...heldFolders,
          choice: 'newer',
          waits: 'No other device that has Documents is connected. It goes on by itself when one is.',
        },
      ],
      missing: [],
    }),
  }),
  'rollback-restarts': pagesWith(restarting()),
  'rollback-done': pagesWith({
    'rollback.state': () => ({
      laptops: [ended('done')],
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
    'snapshots.prune': () => ({ laptops: [nothingToPrune], missing: [] }),
  }),
  'keeping-error': pagesWith({ 'retention.get': away }),
  'keeping-loading': pagesWith({ 'retention.get': never }),
  'keeping-partial': pagesWith({
    'retention.get': () => ({ laptops: [retention('p17')], missing: [awayMissing] }),
  }),
  /** A capability that says what stands on its page. */
  declared: pagesWith({
    'pages.list': () => ({ pages: [machinesPage, { id: 'clocks', title: 'Clocks', room: 'travels' }] }),
    'pages.read': () => ({
      lead: 'Both laptops agree on the time.',
      sections: [
        {
          title: 'Time of day',
          rows: [
            { title: 'P17', text: 'Set by the network.', value: '07:12:04' },
            { title: 'XPS 13', text: 'Set by the network.', value: '07:12:04' },
          ],
        },
      ],
    }),
  }),
  'rules-empty': pagesWith({
    'etc.list': () => ({ rules: [], file: lists.rulesFile }),
    'home.exclusions': () => recordedAnswer('homeExclusions', 'without rules'),
    'packages.rules': () => ({ ...lists.packageRules, rules: [] }),
    'containers.rules': () => ({ ...lists.containerRules, rules: [] }),
    'kept.list': () => ({ ...lists.kept, kinds: [] }),
  }),
  'rules-error': pagesWith({
    'etc.list': refuses('etcList', 'with rules that cannot be read'),
  }),
  'rules-loading': pagesWith({ 'etc.list': never }),
  'packages-same': pagesWith({
    'packages.compare': () => ({
      ...lists.packages,
      packages: lists.packages.packages.filter(({ difference }) => difference === 'same'),
      others: lists.packages.others.filter(({ difference }) => difference === 'same'),
    }),
    'packages.atSwitch': () => ({ lines: [], isTurnedOff: false }),
  }),
  'packages-others-differ': pagesWith({
    'packages.compare': () => ({
      ...lists.packages,
      packages: lists.packages.packages.filter(({ difference }) => difference === 'same'),
    }),
  }),
  'packages-many': pagesWith({ 'packages.compare': () => lists.manyPackages }),
  'packages-away': pagesWith({ 'packages.compare': away }),
  'packages-loading': pagesWith({ 'packages.compare': never }),
  'packages-rules-error': pagesWith({
    'packages.rules': fails(
      'invalid-rules',
      'Line 3 of ~/system-state/packages.rules is not a valid rule: apart unit cups',
      'Write the name of a unit, "cups.service", or a pattern with * and ?.',
    ),
  }),
  /** P17 was left; XPS 13 answers, or does not. */
  'rules-elsewhere': world(idle, handedOver, {
    'etc.list': () => ({ rules: lists.rules, file: lists.rulesFile, elsewhere: { laptop: xps.label, isRead: true } }),
    'home.exclusions': () => ({
      ...recordedAnswer('homeExclusions', 'with rules'),
      elsewhere: { laptop: xps.label, isRead: true },
    }),
    'etc.undecided': () => undecidedOn(xps),
  }),
  'rules-elsewhere-away': world(
    idle,
    { ...handedOver, peer: peerAway },
    {
      'etc.list': () => ({
        rules: lists.rules,
        file: lists.rulesFile,
        elsewhere: { laptop: xps.label, isRead: false },
      }),
      'home.exclusions': () => ({
        ...recordedAnswer('homeExclusions', 'with rules'),
        elsewhere: { laptop: xps.label, isRead: false },
      }),
      'etc.undecided': away,
      'etc.decide': away,
    },
  ),
  'rules-decided': pagesWith({ 'etc.undecided': () => noneUndecided }),
  'rules-comparing': pagesWith({ 'etc.undecided': never }),
  'rules-many-undecided': pagesWith({ 'etc.undecided': () => manyUndecided }),
  'rules-many': pagesWith({
    'etc.list': () => ({ rules: lists.manyRules(50_000), file: lists.rulesFile }),
  }),
  'activity-unreadable': pagesWith({
    'activity.list': () => ({
      entries: lists.activity,
      unreadable: [lists.unreadableJournal],
    }),
  }),
  'activity-log-away': pagesWith({
    'activity.log': fails(
      'unreachable',
      'The log of this switch is on XPS 13, which does not answer.',
      'Connect both laptops, or open pc-switcher on XPS 13.',
    ),
  }),
  'activity-work-ends': world(idle, overview, ...workThatEnds()),
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
  'exclusions-empty': pagesWith({ 'home.exclusions': () => recordedAnswer('homeExclusions', 'without rules') }),
  'exclusions-invalid': pagesWith({
    'home.exclusions': () => recordedAnswer('homeExclusions', 'with a line that cannot be read'),
  }),
  'exclusions-loading': pagesWith({ 'home.exclusions': never }),
  'beforehand-done': pagesWith({ 'home.beforehand': () => beforehand }),
  'beforehand-fetching': pagesWith({
    'home.beforehand': () => ({ ...beforehand, now: { kind: 'fetching', doneBytes: 310e6, totalBytes: 1_240e6 } }),
  }),
  'beforehand-waiting': pagesWith({
    'home.beforehand': () => ({
      ...beforehand,
      now: { kind: 'waiting', why: 'battery', sentence: 'XPS 13 runs on battery.' },
    }),
  }),
  'beforehand-first': pagesWith({
    'home.beforehand': () => ({
      enabled: true,
      now: { kind: 'waiting', why: 'never-switched', sentence: 'It starts after your first switch.' },
    }),
  }),
  'beforehand-refused': pagesWith({
    'home.setBeforehand': refuses('homeDecideRule', 'a private key'),
  }),
  'live-on': pagesWith(liveAnswers(someLive)),
  'live-kept': pagesWith(liveAnswers(keptLive)),
  'live-away': pagesWith(liveAnswers(liveHere([awayMissing]))),
  'live-making': pagesWith(liveAnswers(noneLive, { ms: 3_600_000 })),
  'live-failed': pagesWith({ 'live.status': away }),
  'settings-loading': pagesWith({
    'settings.list': never,
    'settings.power': never,
    'settings.travel': never,
    'home.beforehand': never,
    'live.status': never,
    'home.exclusions': never,
    'retention.get': never,
  }),
  'settings-away': world(
    idle,
    { ...overview, peer: peerAway },
    {
      'settings.imagesFolder': () => ({ folders: [{ laptop: p17, folder: '/var/lib/libvirt/images' }] }),
    },
  ),
  'settings-refused': pagesWith({
    'settings.setPower': refuses('homeDecideRule', 'a private key'),
    'settings.setTravel': refuses('homeDecideRule', 'a private key'),
    'settings.nameLaptop': fails(
      'invalid-input',
      'The other laptop is already called P17.',
      'Use another name, so that you can tell the two apart.',
    ),
    'home.measure': away,
  }),
  'exclusions-counting': pagesWith({ 'home.measure': never }),
  'settings-error': pagesWith({
    'settings.list': fails(
      'invalid-configuration',
      'Line 3 of the configuration cannot be read.',
      'Mend line 3 of ~/.config/pc-switcher/config.json.',
    ),
  }),
  /** A whole switch in a few seconds. */
  whole: wholeSwitch(planOf({ home: askingHome })),
  /** A run of five minutes, a report a second. */
  long: world(idle, overview, {}, { script: (push) => void playRun(planOf(), push, { ticks: 270, tickMs: 1_000 }) }),
}

/** As long as it is open: XPS 13 began it, and does not answer. */
function openSwitchOfALostLaptop(): [Overview, Answers] {
  const open = {
    ...openSwitch,
    switchId: 's9',
    from: xps,
    to: p17,
    startedBy: xps.name,
    since: '2026-11-20T07:30:00.000Z',
  }
  let isOpen = true
  const shown = (): Overview => ({ ...overview, peer: peerAway, ...(isOpen ? { openSwitch: open } : {}) })
  return [
    shown(),
    {
      overview: shown,
      'switch.giveUp': () => {
        isOpen = false
        return { switchId: open.switchId, from: open.from, to: open.to, startedBy: open.startedBy, told: true }
      },
    },
  ]
}

/** Work of another window that is over a moment after this one listens. */
function workThatEnds(): [Answers, Partial<World>] {
  const { callId, title, startedAt } = lists.endingWork
  let isOver = false
  return [
    {
      'activity.list': () => ({
        entries: [isOver ? lists.endingWork : { ...lists.endingWork, result: 'running', summary: 'Running' }],
        unreadable: [],
      }),
    },
    {
      script: (push) =>
        void setTimeout(() => {
          isOver = true
          push({ type: 'task', task: { callId, title, startedAt, state: 'done' } })
        }, 1_000),
    },
  ]
}

/** Another window searches as well. What it has reached is told last, and nobody may stop it from here. */
function searchBesideAnother(): Answers {
  const stops = new Map<string, (error: AppError) => void>()
  const running = { title: 'Search for “route”', startedAt: '2026-11-20T08:00:00.000Z', state: 'running' } as const
  return {
    'files.find': (_input, push, callId) => {
      const tell = (id: string, done: number) =>
        push({ type: 'task', task: { ...running, callId: id, progress: { done, total: 98_000, unit: 'files' } } })
      tell(callId, 12_400)
      tell('867b9b3c-c417-4e4d-8516-d17f6370ec16', 97_000)
      return new Promise((_resolve, reject) => stops.set(callId, reject))
    },
    'task.cancel': (input) => {
      const stop = stops.get((input as { callId: string }).callId)
      if (stop === undefined) throw new Error('another window is stopped')
      stop(new AppError({ code: 'cancelled', message: 'The search was stopped.', hint: 'Search again.' }))
      return {}
    },
  }
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
      return { laptops: [here, ended('done')], missing: [] }
    },
  }
}

function wholeSwitch(plan: PlanView): () => World {
  return world(idle, neverSwitched, {
    'switch.plan': (_input, push) => playPlan(plan, push, 60),
    'switch.start': (_input, push) => {
      void playRun(plan, push, { ticks: 12, tickMs: 90 })
      return { switchId: 'switch-3' }
    },
    'switch.dismiss': (_input, push) => {
      push({ type: 'event', event: { type: 'switch-dismissed', at: new Date().toISOString() } })
      return {}
    },
  })
}
