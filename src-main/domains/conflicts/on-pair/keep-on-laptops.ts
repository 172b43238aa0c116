/** Decides on the laptop that has it, and on the other one too where no Syncthing brings it there. */
import { randomUUID } from 'node:crypto'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import type { calls } from '../../../contract/calls.ts'
import type { KeptVersion } from '../../../contract/conflicts-calls.ts'
import type { Output } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { keepConflicts, type ConflictDecision } from '../verbs.ts'
import { carriedPaths } from './carried-paths.ts'
import type { GroupedConflict } from './group-copies.ts'

type Kept = Output<typeof calls.conflictsKeep>

interface ToKeep {
  /** This laptop first. */
  readonly machines: readonly Machine[]
  /** Laptops that did not answer. */
  readonly away: readonly string[]
  readonly conflicts: readonly GroupedConflict[]
  readonly keep: KeptVersion
}

export async function keepOnLaptops(
  { machines, away, conflicts, keep }: ToKeep,
  options: CallOptions,
): Promise<Omit<Kept, 'gone'>> {
  const paths = conflicts.flatMap(({ conflict }) => conflict.copies)
  const carried = await carriedPaths(machines, paths, options)
  const isCarried = ({ conflict }: GroupedConflict): boolean => conflict.copies.every((copy) => carried.has(copy))
  // Both of one thing are no two.
  const keptOf = ({ conflict }: GroupedConflict): KeptVersion =>
    keep === 'both' && conflict.contents === 'same' ? 'file' : keep
  const told: Omit<Kept, 'gone'> = {
    ...{ decided: [], snapshots: [] },
    carriedTo: machines.flatMap(({ name }) =>
      conflicts.some((one) => isCarried(one) && one.on.some(({ laptop }, index) => index > 0 && laptop === name))
        ? [name]
        : [],
    ),
    notAsked: conflicts.every(isCarried) ? [] : [...away],
  }
  for (const machine of machines) {
    const toDecide = conflicts.flatMap((one) =>
      one.on.flatMap(({ laptop, toDecide: asked }, index) =>
        laptop === machine.name && (index === 0 || !isCarried(one)) ? [{ ...asked, keep: keptOf(one) }] : [],
      ),
    )
    if (toDecide.length === 0) continue
    await keepOn(machine, { toDecide, told }, options)
  }
  return told
}

interface KeepOn {
  readonly toDecide: readonly ConflictDecision[]
  readonly told: Omit<Kept, 'gone'>
}

/** What was done on one laptop is told, whatever becomes of the other. */
async function keepOn(machine: Machine, { toDecide, told }: KeepOn, options: CallOptions): Promise<void> {
  const operationId = `conflicts-${randomUUID()}`
  const laptop = machine.name
  try {
    const { setId, outcomes } = await withLock(machine, operationId, () =>
      machine.call(keepConflicts, { operationId, conflicts: [...toDecide] }, options),
    )
    if (setId !== undefined) told.snapshots.push({ laptop, id: setId })
    toDecide.forEach(({ file }, index) => {
      const outcome = outcomes[index]
      if (outcome === undefined) return
      const inWords = outcome.kind === 'left' ? { kind: outcome.kind, why: machine.wording.text(outcome.why) } : outcome
      told.decided.push({ file, laptop, outcome: inWords })
    })
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code === 'cancelled' || told.decided.length === 0) throw thrown
    for (const { file } of toDecide) told.decided.push({ file, laptop, outcome: { kind: 'left', why: thrown.message } })
  }
}
