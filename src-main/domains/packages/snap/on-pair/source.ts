import type { FullCheck, LastSwitch } from '../../../../commons/capability/app-capability.ts'
import { staysApart, type PackageRule } from '../../../../contract/package-rule.ts'
import type { ComparedPackage, PackageDifference } from '../../../../contract/packages-calls.ts'
import type { ComparedOther } from '../../../../contract/packages-others.ts'
import type { Answers } from '../../../../contract/preview.ts'
import type { StepOutcome } from '../../../../contract/switch-state.ts'
import type { DifferingItem, VerifiedArea } from '../../../../contract/verify-calls.ts'
import { anyStep } from '../../../../switch/any-step.ts'
import { createPhases } from '../../../../switch/phases.ts'
import type { Pair, RunContext, Step, StepDeclaration } from '../../../../switch/step.ts'
import { settingOf, changed } from '../../on-pair/apps/texts.ts'
import {
  type ProgramSource,
  type Listed,
  type ListedSettings,
  byKey,
  onlySet,
} from '../../on-pair/programs/program-source.ts'
import { settingsSideBySide } from '../../on-pair/programs/settings-side-by-side.ts'
import { checkedArea, onlyOn } from '../../on-pair/proof/checked-area.ts'
import { newAndGone } from '../../on-pair/run/describe-changes.ts'
import { neededByOn } from '../../on-pair/side-by-side.ts'
import { type SnapCapture, connectionName, type Snap, shownVersion } from '../model.ts'
import { captureSnaps, applySnaps } from '../verbs.ts'
import { compareSnaps, namesOnBoth } from './compare-snaps.ts'
import { previewSnaps, timeOf } from './preview-snaps.ts'
import { bothCaptures, decider, probeSnaps } from './probe-snaps.ts'
import { silentArea } from './silent.ts'
import { applyAnswers, isClassic, snapPlanSchema, type AgreedSnaps, type SnapPlan } from './snap-plan.ts'
import { linkName, compareChannels } from './snap-settings.ts'
import * as texts from './texts.ts'
import { verifySnaps } from './verify-snaps.ts'

export const snapSource: ProgramSource = {
  key: 'snap',
  createStep: (info, { readLines }) => anyStep(createSnapStep(info, readLines)),
  createCheck: checkAllSnaps,
  compare: async (pair) => {
    const [here, there] = await Promise.all(bothCaptures(pair, {}))
    return { packages: compareSnapApps(here, there), others: compareSnapSettings(here, there) }
  },
  list: async (machine, options) => listedSnaps(await machine.call(captureSnaps, {}, options)),
}

/** Of one snap, which tells nothing where one laptop alone has it. */
const ofOneSnap = ['snap-channel', 'snap-hold', 'snap-disabled'] as const

const others = ['snap-connection', 'snap-alias'] as const

/** What is set for the snaps of both laptops as one list. Nothing where one of the two snapd does not answer. */
export function compareSnapSettings(here: SnapCapture, there: SnapCapture): ComparedOther[] {
  const [one, other] = [listedSnaps(here).settings, listedSnaps(there).settings]
  const [these, those] = [here, there].map(({ snaps }) => new Set(snaps.map(({ name }) => name)))
  const isOnBoth = ({ name }: ComparedOther) => these?.has(name) === true && those?.has(name) === true
  const list = (topic: (typeof ofOneSnap | typeof others)[number]) => {
    const [values, otherValues] = [one[topic], other[topic]]
    return values === undefined || otherValues === undefined ? [] : settingsSideBySide(topic, values, otherValues)
  }
  return [...ofOneSnap.flatMap((topic) => list(topic).filter(isOnBoth)), ...others.flatMap(list)]
}

/** What the list of a laptop in ~/system-state tells of snaps. A snapd that does not answer has not lost its snaps. */
export function listedSnaps(capture: SnapCapture): Listed {
  if (capture.snapd === 'silent') return { apps: {}, settings: {} }
  return { apps: { snap: versionsOf(capture.snaps) }, settings: settingsOf(capture) }
}

function versionsOf(snaps: readonly Snap[]) {
  return byKey(snaps.map(({ name, version, revision, kind }) => [name, { version, revision, manual: kind === 'app' }]))
}

function settingsOf({ snaps, connections, aliases }: SnapCapture): ListedSettings {
  return {
    'snap-channel': byKey(snaps.flatMap(({ name, channel }) => (channel === undefined ? [] : [[name, channel]]))),
    'snap-hold': byKey(snaps.filter(({ isHeld }) => isHeld).map(({ name }) => onlySet(name))),
    'snap-disabled': byKey(snaps.filter(({ isEnabled }) => !isEnabled).map(({ name }) => onlySet(name))),
    'snap-connection': byKey(
      connections.map((one) => [
        linkName(connectionName(one), `${one.slotSnap}:${one.slot}`),
        one.isConnected ? 'connected' : 'disconnected',
      ]),
    ),
    'snap-alias': byKey(aliases.map(({ snap, app, alias }) => [alias, `${snap}.${app}`])),
  }
}

/**
 * The snaps of two captures as one list, as packages are compared. Nothing where one of the two snapd does not
 * answer.
 */
export function compareSnapApps(here: SnapCapture, there: SnapCapture): ComparedPackage[] {
  if ([here, there].some(({ snapd }) => snapd === 'silent')) return []
  const [neededHere, neededThere] = [neededByApps(here), neededByApps(there)]
  const names = new Set([...here.snaps, ...there.snaps].map(({ name }) => name))
  return [...names].flatMap((name) => {
    const [one, other] = [find(here, name), find(there, name)]
    const known = one ?? other
    if (known === undefined) return []
    return [
      {
        ...{ manager: 'snap' as const, name, architecture: one === undefined ? there.architecture : here.architecture },
        ...{ summary: known.title, installedBytes: known.installedBytes },
        difference: differenceOf(one, other),
        ...(one === undefined ? {} : { here: shown(one) }),
        ...(other === undefined ? {} : { there: shown(other) }),
        ...(known.kind === 'machine' ? { apart: 'hardware' as const } : {}),
        neededBy: (one === undefined ? neededThere : neededHere)(name),
      },
    ]
  })
}

/** Of its base, and of what runs it. */
function neededByApps({ snaps }: SnapCapture): (name: string) => ComparedPackage['neededBy'] {
  return neededByOn(snaps.map(({ name, base }) => ({ name, needs: base === undefined ? [] : [base, 'snapd'] })))
}

function find({ snaps }: SnapCapture, name: string): Snap | undefined {
  return snaps.find((one) => one.name === name)
}

function shown(one: Snap): NonNullable<ComparedPackage['here']> {
  return { version: shownVersion(one), auto: one.kind !== 'app', held: one.isHeld, origin: texts.origin(one) }
}

/** Of one channel the higher revision is the newer one; of a file they have no order ("x2"). */
function differenceOf(one: Snap | undefined, other: Snap | undefined): PackageDifference {
  if (one === undefined || other === undefined) return one === undefined ? 'only-there' : 'only-here'
  if (one.revision === other.revision) return 'same'
  return Number(one.revision) > Number(other.revision) ? 'newer-here' : 'older-here'
}

type Labels = Pick<Pair, 'from' | 'to'>

/** The snaps of both laptops, as they are now; outside a switch. */
export function checkAllSnaps(readRules: () => Promise<readonly PackageRule[]>): FullCheck {
  return async (pair, last, { signal }) => {
    const [from, to, rules] = await Promise.all([...bothCaptures(pair, { signal }), readRules()])
    return silentArea(pair, { from, to }) ?? areaOf(pair, { from, to, rules }, last)
  }
}

interface Known {
  readonly from: SnapCapture
  readonly to: SnapCapture
  readonly rules: readonly PackageRule[]
}

function areaOf(pair: Labels, { from, to, rules }: Known, last: LastSwitch | undefined): VerifiedArea {
  const compared = compareSnaps(from, to)
  const isHere = new Set(from.snaps.map(({ name }) => name))
  const only = (all: readonly Snap[]) =>
    all.flatMap(({ name }) => onlyOn(isHere.has(name) ? pair.from.label : pair.to.label, [name]))
  const decide = decider(rules, from, to)
  const isApart = (name: string) => staysApart(decide({ name }))
  const channels = compareChannels(namesOnBoth(compared), isApart, { from, to })
  const otherChannels = (names: readonly string[]) =>
    names.map((name): DifferingItem => ({ path: settingOf(name), differsIn: ['contents'] }))
  const alone = [...compared.missing, ...compared.onlyThere]
  const differing: DifferingItem[] = [
    ...only(alone),
    ...compared.differing.map((twins) => ({ path: twins.here.name, differsIn: ['version' as const] })),
    ...otherChannels([...channels.open.map(({ name }) => name), ...channels.ruled]),
  ]
  const ruled = new Set([
    ...alone.map(({ name }) => name).filter(isApart),
    ...compared.differing.map(({ here }) => here.name).filter((name) => decide({ name }) === 'never'),
    ...channels.ruled.map(settingOf),
  ])
  const isRuled = ({ path }: DifferingItem) => ruled.has(path)
  return checkedArea(
    {
      ...{ title: texts.proofTitle, compared: compared.same.length + differing.length },
      differing: differing.filter((one) => !isRuled(one)),
      ruled: differing.filter(isRuled),
      notCompared: only(compared.along),
    },
    last,
  )
}

/** Snaps: a part of the step of packages. `readRules` reads what the person decided once and for all, as the source has it. */
export function createSnapStep(
  whole: StepDeclaration,
  readRules: (pair: Pair) => Promise<readonly PackageRule[]>,
): Step<SnapPlan> {
  return {
    ...whole,
    planSchema: snapPlanSchema,
    probe: (pair, { signal, answered = {} }) => probeSnaps(pair, () => readRules(pair), { signal, answered }),
    preview: previewSnaps,
    run: runSnaps,
    verify: verifySnaps,
    changes: describeChanges,
  }
}

async function runSnaps({ to }: Pair, plan: SnapPlan, answers: Answers, context: RunContext): Promise<StepOutcome> {
  const nothing = { text: texts.done(0, to.label), bytes: 0, items: 0 }
  const order = orderOf(plan, applyAnswers(plan, answers))
  if (Object.values(order).every(({ length }) => length === 0)) return nothing
  const { signal } = context
  // The package that brings snapd may be one that could not be installed: the proof says so.
  if ((await to.call(captureSnaps, {}, { signal })).snapd !== 'there') return nothing
  const phases = createPhases(context.report, { apply: { ms: timeOf(plan), current: texts.installing, on: 'to' } })
  const { done } = await to.call(applySnaps, order, { signal, onProgress: phases.of('apply') })
  return { text: texts.done(done, to.label), bytes: 0, items: done }
}

function orderOf(plan: SnapPlan, { install, remove, without }: AgreedSnaps) {
  const comes = (name: string): boolean => !without.has(name)
  return {
    install: install.map((one) => ({ name: one.name, revision: one.revision, isClassic: isClassic(one) })),
    follow: plan.follow.filter(({ name }) => comes(name)),
    remove: [...remove],
  }
}

/** What changed since the person answered, a sentence each. */
function describeChanges(agreed: SnapPlan, now: SnapPlan): readonly string[] {
  const { nowInstalled, noLonger, newQuestion, goneQuestion } = changed
  const asked = ({ install, removals }: SnapPlan) => [...install.filter(isClassic), ...removals]
  const coming = ({ install }: SnapPlan) => install.filter((one) => !isClassic(one))
  const key = ({ name, revision }: Snap) => `${name} ${revision}`
  return [
    ...newAndGone(coming(agreed), coming(now), key, [({ name }) => nowInstalled(name), ({ name }) => noLonger(name)]),
    ...newAndGone(asked(agreed), asked(now), key, [({ name }) => newQuestion(name), ({ name }) => goneQuestion(name)]),
  ]
}
