/** The part of the step that brings apt packages and services of the sender to the receiver. */
import { keepAlwaysId } from '../../../commons/kept/on-pair/keep-always.ts'
import { systemArea } from '../../../commons/snapshot-sets/areas.ts'
import type { Output } from '../../../contract/define.ts'
import type { Answers } from '../../../contract/preview.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { StepOutcome } from '../../../contract/switch-state.ts'
import { createPhases, type Phase } from '../../../switch/phases.ts'
import type { GetBeforehand, Pair, RunContext, Step, StepDeclaration } from '../../../switch/step.ts'
import { keyOf, type Capture, type DebconfAnswer, type UnitChange } from '../model.ts'
import { applyPackages, changeUnits, fetchPackagesAhead, readDebconf, rememberMarks } from '../verbs.ts'
import { applyAnswers, type AgreedPackages } from './apply-answers.ts'
import { bringPackages } from './run/bring-packages.ts'
import { isMasked, unitKey, unitChangesToMake } from './compare-units.ts'
import { describeChanges } from './run/describe-changes.ts'
import { healthWithout } from './not-set-up/not-set-up.ts'
import { packagesPlanSchema, unitQuestionId, type PackagesPlan } from './packages-plan.ts'
import { markChange } from './preview-changes.ts'
import { previewPackages, timesOf } from './preview-packages.ts'
import { probePackages, type PersonRules } from './probe-packages.ts'
import * as texts from './texts.ts'
import * as runTexts from './run/texts.ts'
import { verifyPackages } from './proof/verify-packages.ts'
import { readCapture } from './read-capture.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import { isUsable, type PackageSource } from '../sources-model.ts'
import { addSource } from '../source-verbs.ts'
import { readDefinition } from './sources/read-definition.ts'

/** Of all ways in which programs come. */
export const packagesDeclaration: StepDeclaration = {
  info: {
    id: stepIds.packages,
    title: texts.stepTitle,
    stage: 'copy',
    icon: 'package',
    after: [stepIds.systemState],
    waitsFor: texts.waitsFor,
    counted: texts.counted,
  },
  undo: { area: systemArea.id },
  scopes: ['packages'],
}

/** `readRules` reads what the person decided once and for all, as the source has it. */
export function createPackagesStep(readRules: (pair: Pair) => Promise<PersonRules>): Step<PackagesPlan> {
  return {
    ...packagesDeclaration,
    planSchema: packagesPlanSchema,
    probe: (pair, { signal, answered = {} }) => probePackages(pair, () => readRules(pair), { signal, answered }),
    preview: previewPackages,
    beforehand: fetchAhead,
    run: runPackages,
    verify: verifyPackages,
    changes: describeChanges,
    remember: async ({ from, to }, _plan, { switchId }) => {
      await Promise.all([from, to].map((machine) => machine.call(rememberMarks, { switchId })))
    },
  }
}

/** What comes whatever is answered. */
function fetchAhead(plan: PackagesPlan): GetBeforehand | undefined {
  const { install, architectures } = applyAnswers(plan, {})
  if (install.length === 0) return undefined
  const wanted = { install: [...install], architectures: [...architectures] }
  return async ({ to }, signal) => (await to.call(fetchPackagesAhead, wanted, { signal })).end
}

/**
 * Asks `from` again: what it no longer has since the plan is not brought, which also lets Resume go on without it. Where the
 * plan has nothing to do, neither is asked: the proof looks at both.
 */
async function runPackages(
  pair: Pair,
  plan: PackagesPlan,
  answers: Answers,
  context: RunContext,
): Promise<StepOutcome> {
  const { sources } = applyAnswers(plan, answers)
  const { added, absent } = await addSources(pair, sources, context)
  const agreed = applyAnswers(plan, answers, absent)
  if (isNothing(plan, agreed))
    return {
      text: runTexts.done({ packages: 0, services: 0, sources: 0, marks: 0 }, pair.to.label),
      bytes: 0,
      items: 0,
    }
  const from = await readCapture(pair.from, { signal: context.signal })
  const { signal } = context
  const order = { ...orderOf(plan, agreed, from), debconf: await answersFor(pair, agreed, context) }
  const phases = createPhases(context.report, phasesOf(agreed, pair))
  await bringPackages(pair, order, { signal, onDownload: phases.of('download'), onCopy: phases.of('copy') })
  const {
    actions,
    marks: set,
    failures,
  } = await pair.to.call(applyPackages, order, { signal, onProgress: phases.of('install') })
  const units = await followUnits(pair, from, { agreed: agreed.units, arriving: arrivingOf(plan, answers) }, context)
  const marks = set.flatMap(markChange).length
  const refused = [...new Set([...failures, ...units.failures].map(({ what }) => what))]
  const count = { packages: actions.length, services: units.done, sources: added, marks }
  return {
    text: runTexts.withRefusedUnits(runTexts.done(count, pair.to.label), refused),
    bytes: actions.length === 0 ? 0 : agreed.downloadBytes,
    items: actions.length + units.done + added + marks,
  }
}

function phasesOf(
  { actions, downloadBytes }: AgreedPackages,
  { from }: Pair,
): Readonly<Record<'download' | 'copy' | 'install', Phase>> {
  const { downloadMs, copyMs, installMs } = timesOf(actions.length, downloadBytes)
  return {
    download: { ms: downloadMs, current: runTexts.working.downloading, on: 'to' },
    copy: { ms: copyMs, current: runTexts.working.copying(from.label), on: 'to' },
    install: { ms: installMs, current: runTexts.working.installing, on: 'to' },
  }
}

/** With a health that is not good there is something to finish, but for what is left so. Units arrive with packages alone. */
function isNothing({ masksBefore, health }: PackagesPlan, agreed: AgreedPackages): boolean {
  const changes = [agreed.install, agreed.remove, agreed.units, agreed.marks, agreed.sources, masksBefore]
  return (
    healthWithout(health.to, agreed.leftNotSetUp).kind === 'healthy' &&
    !agreed.repairs &&
    changes.every(({ length }) => length === 0)
  )
}

function orderOf(plan: PackagesPlan, agreed: AgreedPackages, from: Capture) {
  const here = new Set(from.packages.map(keyOf))
  const install = agreed.install.filter((one) => here.has(keyOf(one)))
  const isNeeded = (change: UnitChange) => isMasked(change, from.units)
  return {
    install,
    remove: agreed.remove.map(({ name, arch }) => ({ name, arch })),
    agreed: [...agreed.actions],
    marks: [...agreed.marks],
    masksBefore: plan.masksBefore.filter(isNeeded),
    architectures: [...agreed.architectures],
    files: [...agreed.files],
    repairs: agreed.repairs,
    leave: agreed.leftNotSetUp.map(({ name }) => name),
  }
}

/** What the person told packages that are installed now, when they asked on the source. */
async function answersFor(
  { from }: Pair,
  { actions }: AgreedPackages,
  { signal }: RunContext,
): Promise<DebconfAnswer[]> {
  const packages = actions.filter(({ act }) => act === 'install').map(({ name }) => name)
  if (packages.length === 0) return []
  return (await from.call(readDebconf, { packages: [...new Set(packages)] }, { signal })).answers
}

/** Without those that are to stay as their package brings them. */
function arrivingOf({ arriving, units }: PackagesPlan, answers: Answers): readonly string[] {
  const kept = new Set(units.filter((one) => answers[unitQuestionId(one)] === keepAlwaysId).map(unitKey))
  return arriving.filter((key) => !kept.has(key))
}

/** After the packages: what was agreed, and units that have come with a package as the source has them. */
async function followUnits(
  pair: Pair,
  from: Capture,
  wanted: { readonly agreed: readonly UnitChange[]; readonly arriving: readonly string[] },
  { signal }: RunContext,
): Promise<Output<typeof changeUnits>> {
  const nothing = { done: 0, failures: [] }
  if (wanted.agreed.length + wanted.arriving.length === 0) return nothing
  const to = await readCapture(pair.to, { signal })
  const changes = unitChangesToMake(from.units, to.units, wanted)
  if (changes.length === 0) return nothing
  return pair.to.call(changeUnits, { changes: [...changes] }, { signal })
}

interface AddedSources {
  /** How many were not there before. */
  readonly added: number
  /** Ids of those that are not there afterwards. */
  readonly absent: ReadonlySet<string>
}

/**
 * One by one, before packages are installed. Where apt cannot use one, or it is to be had no more, or not with the key that was
 * shown, everything else goes on without it.
 */
async function addSources(
  pair: Pair,
  agreed: readonly PackageSource[],
  { signal, logger }: Pick<RunContext, 'signal' | 'logger'>,
): Promise<AddedSources> {
  const absent = new Set<string>()
  let added = 0
  for (const shown of agreed) {
    const { state, isNew } = await addShown(pair, shown, { signal })
    if (isNew) added += 1
    if (isUsable(state)) continue
    absent.add(shown.id)
    logger.log('warn', 'a package source was not added', { source: shown.id, state })
  }
  return { added, absent }
}

async function addShown(pair: Pair, shown: PackageSource, options: CallOptions): Promise<Output<typeof addSource>> {
  const source = await readDefinition(pair, shown, options)
  return source === undefined ? { state: 'refused', isNew: false } : pair.to.call(addSource, { source }, options)
}
