/** Default programs that were set by hand on either laptop as one list. */
import type { ComparedOther, SettingValue } from '../../../../contract/packages-others.ts'
import type { Pair } from '../../../../switch/step.ts'
import { comparedSetting } from '../../on-pair/programs/settings-side-by-side.ts'
import type { Alternatives } from '../model.ts'
import { compareAlternatives } from './compare-alternatives.ts'
import { bothCaptures } from './probe-alternatives.ts'

export async function compareDefaultPrograms(pair: Pair): Promise<ComparedOther[]> {
  const [here, there] = await bothCaptures(pair, {})
  const { same, differing, automaticHere, onlyThere } = compareAlternatives(here, there)
  const listed = (all: readonly { readonly name: string }[], isSame: boolean) =>
    all.map(({ name }) =>
      comparedSetting(
        { topic: 'default-program', name, isSame },
        { here: valueOn(here, name), there: valueOn(there, name) },
      ),
    )
  return [...listed(same, true), ...listed([...differing, ...automaticHere, ...onlyThere], false)]
}

/** Undefined where there is no such name. */
function valueOn({ chosen, automatic }: Alternatives, name: string): SettingValue | undefined {
  const one = chosen.find((known) => known.name === name)
  if (one !== undefined) return { kind: 'lines', lines: [one.path], more: 0 }
  return automatic.includes(name) ? { kind: 'automatic' } : undefined
}
