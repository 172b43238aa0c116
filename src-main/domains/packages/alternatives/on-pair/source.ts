import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import { staysApart, type PackageRule } from '../../../../contract/package-rule.ts'
import type { ComparedOther, SettingValue } from '../../../../contract/packages-others.ts'
import type { DifferingItem } from '../../../../contract/verify-calls.ts'
import { anyStep } from '../../../../switch/any-step.ts'
import type { Pair } from '../../../../switch/step.ts'
import { type Listed, type ProgramSource, byKey } from '../../on-pair/programs/program-source.ts'
import { comparedSetting } from '../../on-pair/programs/settings-side-by-side.ts'
import { checkedArea, onlyOn } from '../../on-pair/proof/checked-area.ts'
import { captureAlternatives, type Alternative, type Alternatives } from '../verbs.ts'
import { createAlternativesStep } from './alternatives-step.ts'
import { bothCaptures, decisionAbout, compareAlternatives } from './probe-alternatives.ts'
import * as texts from './texts.ts'

export const alternativesSource: ProgramSource = {
  key: 'alternatives',
  createStep: (info, { readLines }) => anyStep(createAlternativesStep(info, readLines)),
  createCheck: checkAllAlternatives,
  compare: async (pair) => ({ packages: [], others: await compareDefaultPrograms(pair) }),
  list: async (machine, options) =>
    listedAlternatives((await machine.call(captureAlternatives, { wanted: [] }, options)).chosen),
}

/** Default programs that were set by hand. */
export function listedAlternatives(chosen: readonly Alternative[]): Listed {
  return { apps: {}, settings: { 'default-program': byKey(chosen.map(({ name, path }) => [name, path])) } }
}

/** Default programs that were set by hand on either laptop as one list. */
async function compareDefaultPrograms(pair: Pair): Promise<ComparedOther[]> {
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

/** Default programs set by hand on both laptops, as they are now; outside a switch. */
export function checkAllAlternatives(readRules: () => Promise<readonly PackageRule[]>): FullCheck {
  return async (pair, last, { signal }) => {
    const [[here, there], rules] = await Promise.all([bothCaptures(pair, { signal }), readRules()])
    const { same, differing, automaticHere, onlyThere } = compareAlternatives(here, there)
    const items = [...differing, ...automaticHere].map(({ name }): DifferingItem => ({
      path: name,
      differsIn: ['contents'],
    }))
    const isRuled = ({ path }: DifferingItem) => staysApart(decisionAbout(rules, path))
    return checkedArea(
      {
        ...{ title: texts.title, compared: same.length + items.length },
        differing: items.filter((one) => !isRuled(one)),
        ruled: items.filter(isRuled),
        notCompared: onlyOn(
          pair.to.label,
          onlyThere.map(({ name }) => name),
        ),
      },
      last,
    )
  }
}
