import { seedDebconf } from '../../../tools/apt/debconf.ts'
import { isDetachedRunning } from '../../../tools/systemd/detached-unit.ts'
import { reloadUnitFiles } from '../../../tools/systemd/systemctl-units.ts'
import { answer, type AnswerContext } from '../../../machine/machine.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import { keyOf, type Capture, type PackageAction } from '../model.ts'
import { applyPackages, changeUnits } from '../verbs.ts'
import { agreedActions, remaining } from './agreed-transaction.ts'
import { undoneOf } from './assess-transaction.ts'
import { applyUnitChanges } from './apply-unit-changes.ts'
import { applyMarks, unhold } from './apply-marks.ts'
import { archivesFolder, clearArchives, makeArchivesFolder } from './archives/archive-folders.ts'
import { viewOf } from './archives/files-view.ts'
import { agreedFiles, findOtherFiles } from './archives/package-files.ts'
import { findMissing } from './archives/place-archives.ts'
import { wantedArchives } from './archives/answer-archives.ts'
import { capture } from './answer-capture.ts'
import { restOf, type Rest } from './carry-on.ts'
import { packagesUnit } from './packages-unit.ts'
import { finishHalfDone, followTransaction, runTransaction } from './run-transaction.ts'
import { wordsOf, type Transaction } from './simulate.ts'
import { packagesMessages } from '../messages.ts'

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
