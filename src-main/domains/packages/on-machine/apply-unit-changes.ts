import {
  changeUnit,
  changeUserUnit,
  setStartTarget,
  startUnit,
  type UnitVerb,
} from '../../../tools/systemd/systemctl-units.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { UnitChange } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'

/** Each by itself; one that is done already changes nothing. Never touches units by which the laptop is reached. */
export async function applyUnitChanges(changes: readonly UnitChange[], options: RunOptions): Promise<void> {
  for (const change of changes.filter((one) => !isMachineUnit(one))) await applyUnitChange(change, options)
}

async function applyUnitChange({ unit, scope, change, start }: UnitChange, options: RunOptions): Promise<void> {
  if (scope === 'users') {
    if (change !== 'set-default') for (const verb of verbsOf(change)) await changeUserUnit(verb, unit, options)
    return
  }
  switch (change) {
    case 'enable':
    case 'unmask-and-enable':
      for (const verb of verbsOf(change)) await changeUnit(verb, unit, options)
      if (start === true) await startUnit(unit, options)
      return
    case 'unmask':
      return changeUnit('unmask', unit, options)
    case 'disable':
      return changeUnit('disable', unit, options)
    case 'mask':
      return changeUnit('mask', unit, options)
    case 'set-default':
      return setStartTarget(unit, options)
    default:
      return assertNever(change)
  }
}

function verbsOf(change: Exclude<UnitChange['change'], 'set-default'>): readonly UnitVerb[] {
  return change === 'unmask-and-enable' ? ['unmask', 'enable'] : [change]
}
