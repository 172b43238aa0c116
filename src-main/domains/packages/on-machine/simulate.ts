import { simulateTransaction, type SimulatedAction, type TransactionWord } from '../../../tools/apt/apt-get.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { AppError } from '../../../kernel/app-error.ts'
import { compareVersions } from '../compare-versions.ts'
import { keyOf, type PackageAction, type PackageRef, type PackageVersion } from '../model.ts'
import { packagesMessages } from '../messages.ts'

export type Outlook =
  | { readonly kind: 'possible'; readonly actions: readonly PackageAction[] }
  | { readonly kind: 'impossible'; readonly words: string }

export interface Transaction {
  readonly install: readonly PackageVersion[]
  readonly remove: readonly PackageRef[]
}

/** What apt would do for a transaction. Throws AppError "packages-failed" where it refuses all of them until something is repaired. */
export type AskApt = (transaction: Transaction) => Promise<Outlook>

export function aptAsker(nativeArch: string, view: AptView, options: RunOptions): AskApt {
  const ask = outlookAsker(nativeArch, view, options)
  return async (transaction) => {
    const outlook = await ask(transaction)
    // Told to repair as well, it says so of what does not fit.
    const isRefused = outlook.kind === 'impossible' && view.repairs !== true && /--fix-broken/.test(outlook.words)
    if (isRefused) throw needsMending(outlook.words)
    return outlook
  }
}

/** The same where dependencies are known to be broken. */
export function outlookAsker(nativeArch: string, view: AptView, options: RunOptions): AskApt {
  return async (transaction) => {
    const simulation = await simulateTransaction(wordsOf(transaction), nativeArch, view, options)
    return simulation.kind === 'impossible'
      ? simulation
      : { kind: 'possible', actions: simulation.actions.map(actionOf) }
  }
}

/** Always with the architecture, so that a "-" or "+" at the end of a name cannot be misread. */
export function wordsOf({ install, remove }: Transaction): readonly TransactionWord[] {
  const words = install.map((wanted) => `${keyOf(wanted)}=${wanted.version}`)
  return [...words, ...remove.map((unwanted) => `${keyOf(unwanted)}-`)]
}

function actionOf(simulated: SimulatedAction): PackageAction {
  const { name, architecture: arch } = simulated
  if (simulated.act === 'remove') return { act: 'remove', name, arch, before: simulated.before }
  const { version, before } = simulated
  if (before === undefined) return { act: 'install', name, arch, version }
  return { act: compareVersions(version, before) < 0 ? 'downgrade' : 'update', name, arch, version, before }
}

/** What a transaction must not do about packages. */
export interface Limits {
  /** To be removed, and nothing else. */
  readonly remove: readonly PackageRef[]
  /** Neither installed, updated nor removed. */
  readonly leave: readonly PackageRef[]
  /** On hold: apt changes none of them, unless it is told to; it says so in the transaction alone. They may be removed. */
  readonly held?: readonly PackageRef[]
}

/** Removes only what was asked for, downgrades nothing, and does nothing to what is to be left, or is on hold. */
export function isHarmless(actions: readonly PackageAction[], { remove, leave, held = [] }: Limits): boolean {
  const allowed = new Set(remove.map(keyOf))
  const left = new Set(leave.map(keyOf))
  const onHold = new Set(held.map(keyOf))
  return actions.every((action) => {
    const key = keyOf(action)
    if (action.act === 'remove') return allowed.has(key) && !left.has(key)
    return action.act !== 'downgrade' && !left.has(key) && !onHold.has(key)
  })
}

/** apt refuses everything while installed packages have unmet dependencies. */
export function needsMending(words: string): AppError {
  return packagesMessages.broken({}, { details: words.slice(-4_000) })
}
