/** What the person's answers make of the plan of packages. Pure. */
import { keepAlwaysId } from '../../../commons/kept/on-pair/keep-always.ts'
import type { Answers } from '../../../contract/preview.ts'
import { packagesMessages } from '../messages.ts'
import {
  describeAction,
  keyOf,
  type PackageMark,
  type PackageAction,
  type PackageFile,
  type PackageRef,
  type PackageVersion,
  type Rejection,
  type UnitChange,
} from '../model.ts'
import type { PackageSource } from '../sources-model.ts'
import {
  addChoice,
  agreedUnits,
  fileQuestionId,
  fromFileChoice,
  removalQuestionId,
  repairChoice,
  repairQuestionId,
  sourceQuestionId,
  triedAgainQuestionId,
  type PackagesPlan,
} from './packages-plan.ts'

/** What is done once the person has answered. */
export interface AgreedPackages {
  readonly install: readonly PackageVersion[]
  readonly remove: readonly PackageVersion[]
  readonly actions: readonly PackageAction[]
  /** Of what is installed, and not known there yet. */
  readonly architectures: readonly string[]
  readonly units: readonly UnitChange[]
  readonly marks: readonly PackageMark[]
  readonly downloadBytes: number
  /** Added before packages are installed. */
  readonly sources: readonly PackageSource[]
  /** Broken dependencies are put right in the same transaction. */
  readonly repairs: boolean
  /** Of `remove`: what goes for that alone. */
  readonly removedByRepair: readonly PackageVersion[]
  /** Asked for, and not done: without the repair apt refuses it. */
  readonly notRepaired: readonly PackageRef[]
  /** No source signs these. */
  readonly files: readonly PackageFile[]
  /** Not set up there, or not updated, and to be left so. */
  readonly leftNotSetUp: readonly PackageRef[]
  /** Could not be installed the last time, and is not tried again. */
  readonly leftOut: readonly PackageRef[]
  /** Still impossible with these answers. */
  readonly rejected: readonly Rejection[]
}

/**
 * What the answers make of the plan. A package that a removal makes room for is installed with it, and one that a source offers
 * or a file is with these. `absent`: sources that are not there whatever the answers say.
 */
export function applyAnswers(
  plan: PackagesPlan,
  answers: Answers,
  absent: ReadonlySet<string> = new Set(),
): AgreedPackages {
  const agreed = agreedWith(plan, answers, absent)
  // Without an action there is nothing that could be agreed to.
  if (plan.repairs === undefined || plan.repairs.length === 0) return agreed
  if (answers[repairQuestionId] === repairChoice) {
    const removedByRepair = removalsOf(plan.repairs, plan, agreed)
    return { ...agreed, repairs: true, remove: [...agreed.remove, ...removedByRepair], removedByRepair }
  }
  // apt refuses whatever it is asked.
  const notDone = agreed.install.map((one) => ({
    ...one,
    reason: packagesMessages.notRepaired({}),
    needsRemoval: [],
    actions: [],
  }))
  const nothing = { install: [], remove: [], actions: [], architectures: [], files: [], downloadBytes: 0 }
  return {
    ...{ ...agreed, ...nothing },
    rejected: [...notDone, ...agreed.rejected],
    notRepaired: [...agreed.install, ...agreed.remove],
  }
}

/** Not of what the plan updates instead: named as both, apt would remove it once it is updated. */
function removalsOf(
  repairs: readonly PackageAction[],
  plan: Pick<PackagesPlan, 'actions'>,
  { install }: Pick<AgreedPackages, 'install'>,
): readonly PackageVersion[] {
  const planned = new Set(plan.actions.map(describeAction))
  const installed = new Set(install.map(keyOf))
  return repairs.flatMap((one) =>
    one.act === 'remove' && planned.has(describeAction(one)) && !installed.has(keyOf(one))
      ? [{ name: one.name, arch: one.arch, version: one.before }]
      : [],
  )
}

function agreedWith(plan: PackagesPlan, answers: Answers, absent: ReadonlySet<string>): AgreedPackages {
  const sources = plan.sources.filter(
    ({ source }) => answers[sourceQuestionId(source)] === addChoice && !absent.has(source.id),
  )
  const filed = plan.files.filter(({ asked }) => answers[fileQuestionId(asked)] === fromFileChoice)
  const files = [...new Map(filed.flatMap((one) => one.files).map((file) => [file.sha256, file])).values()]
  const offered = [...sources.flatMap(({ install }) => install), ...filed.map(({ asked }) => asked)]
  const removals = plan.removals.filter(({ asked }) => answers[removalQuestionId(asked)] === 'remove')
  const isLeft = ({ asked, failedWith }: PackagesPlan['removals'][number]) =>
    failedWith !== undefined && answers[removalQuestionId(asked)] === keepAlwaysId
  const notTried = plan.triedAgain.filter(({ asked }) => answers[triedAgainQuestionId(asked)] === keepAlwaysId)
  const leftOut = notTried.filter(({ state }) => state === 'not-installed')
  const staying = notTried.filter(({ state }) => state !== 'not-installed')
  const leftNotSetUp = [
    ...plan.leftNotSetUp,
    ...[...plan.removals.filter(isLeft), ...staying].map(({ asked }) => asked),
  ]
  const notInstalled = new Set([
    ...[...leftNotSetUp, ...removals.map(({ asked }) => asked)].map(keyOf),
    ...leftOut.flatMap(({ goes }) => goes),
  ])
  const removed = new Set(removals.flatMap(({ actions }) => actions.map(keyOf)))
  const isFreed = ({ needsRemoval }: Rejection) =>
    needsRemoval.length > 0 && needsRemoval.every((ref) => removed.has(keyOf(ref)))
  const isOffered = new Set([...offered, ...filed.flatMap(({ actions }) => actions)].map(keyOf))
  const blocked = sources.flatMap(({ rejected }) => rejected)
  const isBlocked = new Set(blocked.map(keyOf))
  const open = [...plan.rejected.filter((one) => !isBlocked.has(keyOf(one))), ...blocked].filter(
    (one) => !isOffered.has(keyOf(one)),
  )
  const freed = open.filter(isFreed)
  const actions = unique([
    ...plan.actions,
    ...removals.flatMap((one) => one.actions),
    ...[...sources, ...filed].flatMap((one) => one.actions),
    ...freed.flatMap((one) => one.actions),
  ])
  return {
    install: uniqueVersions([...plan.install, ...offered, ...freed]).filter((one) => !notInstalled.has(keyOf(one))),
    remove: removals.map(({ asked }) => asked),
    actions,
    architectures: plan.architectures.filter((arch) => actions.some((action) => action.arch === arch)),
    units: agreedUnits(plan.units, answers),
    marks: [...plan.marks, ...[...sources, ...filed].flatMap(({ marks }) => marks)],
    sources: sources.map(({ source }) => source),
    files,
    repairs: false,
    removedByRepair: [],
    notRepaired: [],
    leftNotSetUp,
    leftOut: leftOut.map(({ asked }) => asked),
    downloadBytes: plan.downloadBytes + [...sources, ...filed].reduce((sum, one) => sum + one.downloadBytes, 0),
    rejected: open.filter((one) => !isFreed(one)),
  }
}

/** Of two versions of one package the one that was named first. */
function uniqueVersions(packages: readonly PackageVersion[]): readonly PackageVersion[] {
  const named = packages.map(({ name, arch, version }) => [keyOf({ name, arch }), { name, arch, version }] as const)
  return [...new Map(named.toReversed()).values()].toReversed()
}

function unique(actions: readonly PackageAction[]): readonly PackageAction[] {
  return [...new Map(actions.map((action) => [describeAction(action), action])).values()]
}
