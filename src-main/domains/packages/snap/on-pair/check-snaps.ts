/** The snaps of both laptops, as they are now; outside a switch. */
import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import { staysApart, type PackageRule } from '../../../../contract/package-rule.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import type { DifferingItem } from '../../../../contract/verify-calls.ts'
import type { Snap } from '../model.ts'
import { compareSnaps } from './compare-snaps.ts'
import { bothCaptures, decider } from './probe-snaps.ts'
import * as texts from './texts.ts'

export function checkAllSnaps(readRules: () => Promise<readonly PackageRule[]>): FullCheck {
  return async (pair, last, { signal }) => {
    const [here, there, rules] = await Promise.all([...bothCaptures(pair, { signal }), readRules()])
    const compared = compareSnaps(here, there)
    const isHere = new Set(here.snaps.map(({ name }) => name))
    const only = (all: readonly Snap[]): DifferingItem[] =>
      all.map((one) => ({
        ...{ path: one.name, differsIn: ['missing'] },
        onlyOn: isHere.has(one.name) ? pair.from.label : pair.to.label,
      }))
    const alone = [...compared.missing, ...compared.onlyThere]
    const differing: DifferingItem[] = [
      ...only(alone),
      ...compared.differing.map((twins) => ({ path: twins.here.name, differsIn: ['version' as const] })),
    ]
    const decide = decider(rules, here, there)
    const ruled = new Set([
      ...alone.filter((one) => staysApart(decide(one))).map(({ name }) => name),
      ...compared.differing.map(({ here }) => here.name).filter((name) => decide({ name }) === 'never'),
    ])
    const chosen = last?.chosen(stepIds.packages)
    const open = last?.open(stepIds.packages)
    const isChosen = ({ path }: DifferingItem) => chosen?.has(path) === true || ruled.has(path)
    const isOpen = ({ path }: DifferingItem) => open?.has(path) === true
    const list = (items: readonly DifferingItem[]) => ({ count: items.length, items: [...items] })
    const silent = [pair.from, pair.to].filter((_, index) => (index === 0 ? here : there).snapd === 'silent')
    return {
      ...{ title: texts.proofTitle, compared: compared.same.length + differing.length, bytesRead: 0 },
      differs: list(differing.filter((one) => !isChosen(one) && !isOpen(one))),
      asChosen: list(differing.filter(isChosen)),
      notCompared: list([...differing.filter((one) => isOpen(one) && !isChosen(one)), ...only(compared.along)]),
      leftOut: [],
      notes: silent.map(({ label }) => texts.notCompared(label)),
    }
  }
}
