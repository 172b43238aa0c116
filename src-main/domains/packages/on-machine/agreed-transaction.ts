/** What of an order is still to be done, and whether apt would do just that. */
import type { AppError } from '../../../kernel/app-error.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { compareVersions } from '../compare-versions.ts'
import { describeAction, keyOf, type Capture, type PackageAction } from '../model.ts'
import { packagesMessages } from '../messages.ts'
import { aptAsker, type Transaction } from './simulate.ts'

/** Without what an earlier run has already done. What only waits to be set up needs no file, and is not installed again. */
export function remaining(order: Transaction, now: Pick<Capture, 'packages'>): Transaction {
  const versions = new Map(
    now.packages.map((one) => [keyOf(one), one.torn || one.halfRemoved === true ? undefined : one.version]),
  )
  return {
    install: order.install.filter((wanted) => isOlder(versions.get(keyOf(wanted)), wanted.version)),
    remove: order.remove.filter((unwanted) => versions.has(keyOf(unwanted))),
  }
}

function isOlder(version: string | undefined, wanted: string): boolean {
  return version === undefined || compareVersions(version, wanted) < 0
}

export interface AgreedOf {
  readonly nativeArch: string
  readonly view: AptView
  readonly agreed: readonly PackageAction[]
  /** What is said besides, where apt cannot do it. */
  readonly words?: string
}

/** Throws AppError "plan-changed" where it cannot do it, or would do more than was agreed to. */
export async function agreedActions(
  transaction: Transaction,
  { nativeArch, view, agreed, words = '' }: AgreedOf,
  options: RunOptions,
): Promise<readonly PackageAction[]> {
  const outlook = await aptAsker(nativeArch, view, options)(transaction)
  if (outlook.kind === 'impossible') throw notPossible(`${outlook.words}\n${words}`)
  refuseUnagreed(outlook.actions, agreed)
  return outlook.actions
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
