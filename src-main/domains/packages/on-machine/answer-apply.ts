import type { AppError } from '../../../kernel/app-error.ts'
import { refreshPackageLists } from '../../../tools/apt/apt-get.ts'
import { markPackages } from '../../../tools/apt/apt-mark.ts'
import { seedDebconf } from '../../../tools/apt/debconf.ts'
import { addArchitecture } from '../../../tools/apt/dpkg-architectures.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isDetachedRunning } from '../../../tools/systemd/detached-unit.ts'
import { answer, type AnswerContext } from '../../../machine/machine.ts'
import type { Parsed } from '../../../contract/define.ts'
import { compareVersions } from '../compare-versions.ts'
import { describeAction, keyOf, type Capture, type Mark, type PackageAction } from '../model.ts'
import { applyPackages, changeUnits } from '../verbs.ts'
import { applyUnitChanges } from './apply-unit-changes.ts'
import { capture } from './answer-capture.ts'
import { forgetArchitectures } from './fresh-offers.ts'
import { packagesUnit } from './packages-unit.ts'
import { finishHalfDone, followTransaction, runTransaction } from './run-transaction.ts'
import { aptAsker, wordsOf, type Transaction } from './simulate.ts'
import { packagesMessages } from '../messages.ts'

type Order = Parsed<typeof applyPackages>

export const answerApply = answer(applyPackages, applyOrder)

export const answerChangeUnits = answer(changeUnits, async ({ changes }, { signal }) => {
  await applyUnitChanges(changes, { signal })
  return { done: changes.length }
})

async function applyOrder(order: Order, context: AnswerContext): Promise<{ actions: PackageAction[] }> {
  const options = { signal: context.signal }
  const { stateFolder } = context.host
  const unit = packagesUnit(stateFolder)
  if (await isDetachedRunning(unit, options)) await followTransaction(context, order.agreed.length)
  let now = await capture(stateFolder, options)
  refuseOwn(order, now)
  if (now.health.kind === 'half-done') {
    await finishHalfDone(context)
    now = await capture(stateFolder, options)
  }
  await applyUnitChanges(order.masksBefore, options)
  await addArchitectures(order.architectures, now, options)
  const actions = await applyTransaction(order, now, context)
  if (order.marks.length > 0) await applyMarks(order.marks, await capture(stateFolder, options), context)
  return { actions: [...actions] }
}

/** apt's lists know them once they are fetched anew, as they are before each installation. */
async function addArchitectures(wanted: readonly string[], now: Capture, options: RunOptions): Promise<void> {
  for (const one of wanted.filter((name) => !now.architectures.includes(name))) await addArchitecture(one, options)
  if (wanted.length > 0) await forgetArchitectures()
}

async function applyTransaction(order: Order, now: Capture, context: AnswerContext): Promise<readonly PackageAction[]> {
  const transaction = remaining(order, now)
  if (transaction.install.length === 0 && transaction.remove.length === 0) return []
  context.report({ done: 0, unit: 'steps', current: packagesMessages.updating({}) })
  const refreshed =
    transaction.install.length === 0
      ? undefined
      : await refreshPackageLists({ kind: 'own' }, { signal: context.signal })
  const words = refreshed?.kind === 'not-refreshed' ? refreshed.words : ''
  const outlook = await aptAsker(now.nativeArch, { kind: 'own' }, { signal: context.signal })(transaction)
  if (outlook.kind === 'impossible') throw notPossible(`${outlook.words}\n${words}`)
  refuseUnagreed(outlook.actions, order.agreed)
  const coming = new Set(outlook.actions.flatMap(({ act, name }) => (act === 'install' ? [name] : [])))
  await seedDebconf(
    order.debconf.filter(({ owner }) => coming.has(owner)),
    { signal: context.signal },
  )
  await runTransaction(
    { words: wordsOf(transaction), nativeArch: now.nativeArch, actions: outlook.actions, agreed: order.agreed },
    context,
  )
  return outlook.actions
}

/** Without what an earlier run has already done. */
function remaining(order: Order, now: Capture): Transaction {
  const torn = now.health.kind === 'half-done' ? now.health.packages : []
  const versions = new Map(now.packages.map((one) => [keyOf(one), torn.includes(one.name) ? undefined : one.version]))
  return {
    install: order.install.filter((wanted) => isOlder(versions.get(keyOf(wanted)), wanted.version)),
    remove: order.remove.filter((unwanted) => versions.has(keyOf(unwanted))),
  }
}

function isOlder(version: string | undefined, wanted: string): boolean {
  return version === undefined || compareVersions(version, wanted) < 0
}

/** Refused whatever the app asks for: removing the product, or what it depends on. */
function refuseOwn(order: Order, now: Capture): void {
  const kept = new Set([...now.own, ...now.packages.filter(({ essential }) => essential).map(({ name }) => name)])
  const removed = order.agreed.filter(({ act }) => act === 'remove')
  const refused = [...order.remove, ...removed].find(({ name }) => kept.has(name))
  if (refused === undefined) return
  throw packagesMessages.needed({ name: refused.name })
}

function refuseUnagreed(actions: readonly PackageAction[], agreed: readonly PackageAction[]): void {
  const known = new Set(agreed.map(describeAction))
  const unagreed = actions.filter((action) => !known.has(describeAction(action)))
  if (unagreed.length === 0) return
  throw packagesMessages.notAgreed({}, { details: unagreed.map(describeAction).join('\n') })
}

function notPossible(details: string): AppError {
  return packagesMessages.notPossible({}, { details: details.trim().slice(-4_000) })
}

/** "manual" first: after an interruption a package marked "auto" could be taken for unneeded. */
async function applyMarks(marks: readonly Mark[], now: Capture, { signal }: AnswerContext): Promise<void> {
  const there = new Map(now.packages.map((one) => [keyOf(one), one]))
  for (const kind of ['manual', 'hold', 'auto'] as const) {
    const names = marks
      .filter(({ mark }) => mark === kind)
      .map(keyOf)
      .filter((key) => there.has(key))
    await markPackages(kind, names, { signal })
  }
}
