/** What of a transaction is still possible when some of its packages have failed. */
import { hasBrokenDependencies } from '../../../tools/apt/apt-get.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import type { RunOptions } from '../../../tools/run.ts'
import {
  describeAction,
  keyOf,
  type Capture,
  type InstalledPackage,
  type PackageAction,
  type PackageRef,
} from '../model.ts'
import { remaining } from './agreed-transaction.ts'
import { fitPackages } from './fit-packages.ts'
import { isHarmless, outlookAsker, type AskApt, type Transaction } from './simulate.ts'

/** What was to be done, and may be. */
interface Wanted {
  readonly transaction: Transaction
  readonly view: AptView
  readonly agreed: readonly PackageAction[]
}

export interface Rest extends Wanted {
  /** None where nothing is left to do. */
  readonly actions: readonly PackageAction[]
}

/**
 * The largest part that does nothing about those that failed. What came for nothing, unpacked and without something that failed, goes
 * again: apt refuses everything while it is there.
 */
export async function restOf(
  { transaction, view, agreed, failed }: Wanted & { readonly failed: readonly PackageAction[] },
  now: Capture,
  options: RunOptions,
): Promise<Rest> {
  const isBroken = await hasBrokenDependencies(options)
  const strays = isBroken ? straysAmong(failed, now) : []
  const going = [...strays, ...now.packages.filter((one) => one.halfRemoved === true)].map(refOf)
  const isGoing = new Set(going.map(keyOf))
  const leave = failed.map(refOf).filter((one) => !isGoing.has(keyOf(one)))
  const isOver = new Set([...isGoing, ...leave.map(keyOf)])
  const isOpen = (one: PackageRef): boolean => !isOver.has(keyOf(one))
  const removals = agreed.filter(({ act }) => act === 'remove').map(refOf)
  const open = remaining({ install: transaction.install.filter(isOpen), remove: removals.filter(isOpen) }, now)
  const rest = {
    view: isBroken ? ({ ...view, repairs: true } as const) : view,
    agreed: [...agreed, ...strays.map((one): PackageAction => ({ act: 'remove', ...refOf(one), before: one.version }))],
  }
  if (strays.length + open.install.length + open.remove.length === 0) return { ...rest, transaction: open, actions: [] }
  const ask = agreedAsker(outlookAsker(now.nativeArch, rest.view, options), rest.agreed)
  const remove = [...going, ...(await removable(open.remove, { going, leave }, ask))]
  const { accepted, actions } = await fitPackages(open.install, { remove, leave }, ask)
  return { ...rest, transaction: { install: accepted, remove }, actions }
}

/** New, and unpacked alone: what was there before stays, whatever it lacks. */
function straysAmong(failed: readonly PackageAction[], { packages, health }: Capture): readonly InstalledPackage[] {
  const open = new Set(health.kind === 'half-done' ? health.packages : [])
  const isNew = new Set(failed.filter(({ act }) => act === 'install').map(keyOf))
  return packages.filter((one) => isNew.has(keyOf(one)) && open.has(one.name) && !one.torn)
}

/** Those that do not take along what is to be left. */
async function removable(
  wanted: readonly PackageRef[],
  { going, leave }: Readonly<Record<'going' | 'leave', readonly PackageRef[]>>,
  ask: AskApt,
): Promise<readonly PackageRef[]> {
  const limits = { remove: [...going, ...wanted], leave }
  const outlooks: (readonly [PackageRef, boolean])[] = []
  for (const one of wanted) {
    const outlook = await ask({ install: [], remove: [...going, one] })
    outlooks.push([one, outlook.kind === 'possible' && isHarmless(outlook.actions, limits)])
  }
  return outlooks.flatMap(([one, isPossible]) => (isPossible ? [one] : []))
}

/** What was not agreed to is not possible. */
function agreedAsker(ask: AskApt, agreed: readonly PackageAction[]): AskApt {
  const known = new Set(agreed.map(describeAction))
  return async (transaction) => {
    const outlook = await ask(transaction)
    if (outlook.kind === 'impossible') return outlook
    const others = outlook.actions.map(describeAction).filter((action) => !known.has(action))
    return others.length === 0 ? outlook : { kind: 'impossible', words: others.join('\n') }
  }
}

function refOf({ name, arch }: PackageRef): PackageRef {
  return { name, arch }
}
