import type { CallOptions } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import type { Capture, PackageAction, UnitChange } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'
import { findUnitPackages } from '../verbs.ts'
import { startingAlone } from './compare-units.ts'

/**
 * Services of the packages that come: they start by themselves on the laptop that is left, and on the other one as soon as it
 * starts, or at once if the person wishes. Those of every user start with a login.
 */
export async function startingWithPackages(
  pair: Pair,
  { from, to }: Readonly<Record<'from' | 'to', Capture>>,
  actions: readonly PackageAction[],
  options: CallOptions,
): Promise<readonly UnitChange[]> {
  const coming = new Set(actions.flatMap(({ act, name }) => (act === 'install' ? [name] : [])))
  if (coming.size === 0) return []
  const units = startingAlone(from.units, to.units).filter(({ scope }) => scope === undefined)
  if (units.length === 0) return []
  const { packages } = await pair.from.call(findUnitPackages, { units: units.map(({ unit }) => unit) }, options)
  return units.flatMap(({ unit }) => {
    const name = packages[unit]
    return name !== undefined && coming.has(name) && !isMachineUnit({ unit })
      ? [{ unit, change: 'enable' as const }]
      : []
  })
}
