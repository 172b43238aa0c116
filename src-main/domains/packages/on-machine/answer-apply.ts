import type { Output, Parsed } from '../../../contract/define.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { formatUnit } from '../../../kernel/format-unit.ts'
import { answer, type AnswerContext } from '../../../machine/machine.ts'
import { holdAbsent, markPackages, unholdAbsent } from '../../../tools/apt/apt-mark.ts'
import { seedDebconf } from '../../../tools/apt/debconf.ts'
import type { Outcome } from '../../../tools/outcome.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isDetachedRunning } from '../../../tools/systemd/detached-unit.ts'
import {
  reloadUnitFiles,
  changeUnit,
  changeUserUnit,
  setStartTarget,
  startUnit,
  type UnitVerb,
} from '../../../tools/systemd/systemctl-units.ts'
import { packagesMessages } from '../messages.ts'
import { keyOf, type Capture, type PackageAction, type UnitChange, nameToApt, type PackageMark } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'
import type { Failure } from '../program-failure.ts'
import { applyPackages, changeUnits } from '../verbs.ts'
import { agreedActions, remaining } from './agreed-transaction.ts'
import { capture } from './answer-capture.ts'
import { wantedArchives } from './archives/answer-archives.ts'
import { archivesFolder, clearArchives, makeArchivesFolder } from './archives/archive-folders.ts'
import { viewOf } from './archives/files-view.ts'
import { agreedFiles, findOtherFiles } from './archives/package-files.ts'
import { findMissing } from './archives/place-archives.ts'
import { undoneOf } from './assess-transaction.ts'
import { restOf, type Rest } from './carry-on.ts'
import { packagesUnit } from './packages-unit.ts'
import { readFailures, rememberFailures } from './program-failures.ts'
import { finishHalfDone, followTransaction, runTransaction } from './run-transaction.ts'
import { wordsOf, type Transaction } from './simulate.ts'

type Order = Parsed<typeof applyPackages>

export const answerApply = answer(applyPackages, applyOrder)

export const answerChangeUnits = answer(changeUnits, async ({ changes, readAnew }, { host, signal }) => {
  if (readAnew) await reloadUnitFiles({ signal })
  const failures = await applyUnitChanges(changes, host.stateFolder, { signal })
  return { done: changes.length - failures.length, failures: [...failures] }
})

async function applyOrder(order: Order, context: AnswerContext): Promise<Output<typeof applyPackages>> {
  const options = { signal: context.signal }
  const { stateFolder } = context.host
  const unit = packagesUnit(stateFolder)
  if (await isDetachedRunning(unit, options)) await followTransaction(context, order.agreed.length)
  let now = await capture(context.host, options)
  refuseOwn(order, now)
  if (now.health.kind === 'half-done') {
    await finishHalfDone(new Set(order.leave), context)
    now = await capture(context.host, options)
  }
  const failures = await applyUnitChanges(order.masksBefore, stateFolder, options)
  const unheld = await unhold(order.marks, now, context)
  const actions = await applyTransaction(order, now, context)
  const marks =
    order.marks.length === 0 ? [] : await applyMarks(order.marks, await capture(context.host, options), context)
  return { actions: [...actions], marks: [...unheld, ...marks], failures: [...failures] }
}

async function applyTransaction(order: Order, now: Capture, context: AnswerContext): Promise<readonly PackageAction[]> {
  const transaction = remaining(order, now)
  const isNothing = transaction.install.length === 0 && transaction.remove.length === 0 && !order.repairs
  const actions = isNothing ? [] : await runAgreed(transaction, order, now, context)
  await clearArchives()
  return actions
}

/** Of files that are proven once more: apt looks at their size alone, and after a power cut they may be anything. */
async function runAgreed(
  transaction: Transaction,
  order: Order,
  { nativeArch }: Capture,
  context: AnswerContext,
): Promise<readonly PackageAction[]> {
  const { signal } = context
  const { agreed, debconf, files } = order
  const view = await viewOf(order)
  const actions = await agreedActions(transaction, { nativeArch, view, agreed }, { signal })
  // Of repairs alone nothing may be left.
  if (actions.length === 0) return []
  await makeArchivesFolder()
  const wanted = await wantedArchives(transaction, view, { signal })
  const gone = await findMissing(wanted, archivesFolder, signal)
  const unsigned = agreedFiles(
    wanted.filter((one) => !gone.includes(one)),
    files,
  )
  const missing = [...gone, ...(await findOtherFiles(unsigned, archivesFolder, { signal }))]
  if (missing.length > 0) throw packagesMessages.notDownloaded({ names: missing.map(({ name }) => name) })
  const coming = new Set(actions.flatMap(({ act, name }) => (act === 'install' ? [name] : [])))
  const told = debconf.filter(({ owner }) => coming.has(owner))
  await seedDebconf(told, { signal })
  await runWhatCanBe({ transaction, view, agreed }, { nativeArch, actions }, context)
  const undone = new Set(await undoneOf(actions, { signal }))
  return actions.filter((action) => !undone.has(action))
}

/** One that fails keeps nothing else from being done. What it has kept from being done is done without it. */
async function runWhatCanBe(
  wanted: Pick<Rest, 'transaction' | 'view' | 'agreed'>,
  { nativeArch, actions }: Pick<Capture, 'nativeArch'> & Pick<Rest, 'actions'>,
  context: AnswerContext,
): Promise<void> {
  const options = { signal: context.signal }
  const failed = new Map<string, PackageAction>()
  let rest: Rest = { ...wanted, actions }
  while (rest.actions.length > 0) {
    const before = failed.size
    const goesOnAfter = new Set([...failed.values()].map(({ name }) => name))
    const run = { ...rest, words: wordsOf(rest.transaction), nativeArch }
    const undone = await runTransaction(before === 0 ? run : { ...run, goesOnAfter }, context)
    for (const one of undone.failed) failed.set(keyOf(one), one)
    if (failed.size === before) return
    rest = await restOf({ ...wanted, failed: [...failed.values()] }, await capture(context.host, options), options)
  }
}

/** Refused whatever the app asks for: removing the product, or what it depends on. */
function refuseOwn(order: Order, now: Capture): void {
  const kept = new Set([...now.own, ...now.packages.filter(({ essential }) => essential).map(({ name }) => name)])
  const removed = order.agreed.filter(({ act }) => act === 'remove')
  const refused = [...order.remove, ...removed].find(({ name }) => kept.has(name))
  if (refused === undefined) return
  throw packagesMessages.needed({ name: refused.name })
}

/**
 * Each by itself; one that is done already changes nothing. Never touches units by which the laptop is reached. One that systemctl
 * refuses keeps nothing else from being done: it is in the answer, and is remembered for the proof.
 */
async function applyUnitChanges(
  changes: readonly UnitChange[],
  stateFolder: string,
  options: RunOptions,
): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  for (const change of changes.filter((one) => !isMachineUnit(one))) {
    const { isDone, words } = await applyUnitChange(change, options)
    if (!isDone) failures.push({ what: formatUnit(change), words })
  }
  const tried = new Set(changes.map(formatUnit))
  const others = readFailures(stateFolder, 'unit').filter(({ what }) => !tried.has(what))
  if (changes.length > 0) rememberFailures(stateFolder, 'unit', [...others, ...failures])
  return failures
}

async function applyUnitChange({ unit, scope, change, start }: UnitChange, options: RunOptions): Promise<Outcome> {
  const done = { isDone: true, words: '' }
  if (change === 'set-default') return scope === 'users' ? done : setStartTarget(unit, options)
  const apply = scope === 'users' ? changeUserUnit : changeUnit
  for (const verb of verbsOf(change)) {
    const outcome = await apply(verb, unit, options)
    if (!outcome.isDone) return outcome
  }
  if (scope === undefined && start === true) await startUnit(unit, options)
  return done
}

function verbsOf(change: Exclude<UnitChange['change'], 'set-default'>): readonly UnitVerb[] {
  return change === 'unmask-and-enable' ? ['unmask', 'enable'] : [change]
}

/**
 * Those that were not set before. "manual" first: after an interruption a package marked "auto" could be taken for unneeded. What apt
 * there does not know can't be kept out by it: that is seen by whoever looks next.
 */
async function applyMarks(
  marks: readonly PackageMark[],
  now: Capture,
  { signal }: Pick<AnswerContext, 'signal'>,
): Promise<readonly PackageMark[]> {
  const isUnset = unsetOn(now)
  const open = marks.filter(isUnset)
  const namesOf = (kind: PackageMark['mark']) => open.filter(({ mark }) => mark === kind).map(keyOf)
  for (const kind of ['manual', 'hold'] as const) await markPackages(kind, namesOf(kind), { signal })
  await markPackages('auto', [...namesOf('auto'), ...namesOf('not-manual')], { signal })
  const refused = new Set<string>()
  for (const name of namesOf('keep-out')) {
    const { isDone } = await holdAbsent(name, { signal })
    if (!isDone) refused.add(name)
  }
  return open.filter((one) => one.mark !== 'keep-out' || !refused.has(keyOf(one)))
}

/** What apt is to take as off hold already when it installs. Tells those that were on hold. */
async function unhold(
  marks: readonly PackageMark[],
  now: Capture,
  { signal }: Pick<AnswerContext, 'signal'>,
): Promise<readonly PackageMark[]> {
  const open = marks.filter(({ mark }) => mark === 'unhold').filter(unsetOn(now))
  const there = new Set(now.packages.map(keyOf))
  const installed = open.filter((one) => there.has(keyOf(one)))
  const absent = open.filter((one) => !there.has(keyOf(one)))
  await markPackages('unhold', installed.map(keyOf), { signal })
  await unholdAbsent(
    absent.map((one) => nameToApt(one, now.nativeArch)),
    { signal },
  )
  return open
}

/** Of a package that is not there nothing can be set but that it is to be kept out, and of one that is there not that. */
function unsetOn({ packages, heldAbsent }: Capture): (mark: PackageMark) => boolean {
  const there = new Map(packages.map((one) => [keyOf(one), one]))
  const keptOut = new Set(heldAbsent.map(keyOf))
  return (wanted) => {
    const one = there.get(keyOf(wanted))
    switch (wanted.mark) {
      case 'manual':
        return one?.auto === true
      case 'auto':
      case 'not-manual':
        return one?.auto === false
      case 'hold':
        return one?.hold === false
      case 'keep-out':
        return one === undefined && !keptOut.has(keyOf(wanted))
      case 'unhold':
        return one?.hold ?? keptOut.has(keyOf(wanted))
      default:
        return assertNever(wanted.mark)
    }
  }
}
