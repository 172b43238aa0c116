import {
  changeUnit,
  changeUserUnit,
  setStartTarget,
  startUnit,
  type UnitVerb,
} from '../../../tools/systemd/systemctl-units.ts'
import type { Outcome } from '../../../tools/outcome.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { formatUnit } from '../../../kernel/format-unit.ts'
import type { UnitChange } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'
import type { Failure } from '../program-failure.ts'
import { readFailures, rememberFailures } from './program-failures.ts'

/**
 * Each by itself; one that is done already changes nothing. Never touches units by which the laptop is reached. One that systemctl
 * refuses keeps nothing else from being done: it is in the answer, and is remembered for the proof.
 */
export async function applyUnitChanges(
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
