/** The snaps of both laptops, as they are now; outside a switch. */
import type { FullCheck, LastSwitch } from '../../../../commons/capability/app-capability.ts'
import { staysApart, type PackageRule } from '../../../../contract/package-rule.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import type { DifferingItem, VerifiedArea } from '../../../../contract/verify-calls.ts'
import type { Pair } from '../../../../switch/step.ts'
import { settingOf } from '../../on-pair/apps/texts.ts'
import type { Snap, SnapCapture } from '../model.ts'
import { compareSnaps, namesOnBoth } from './compare-snaps.ts'
import { bothCaptures, decider } from './probe-snaps.ts'
import { silentArea } from './silent.ts'
import { compareSettings, namesOf } from './snap-settings.ts'
import * as texts from './texts.ts'

type Labels = Pick<Pair, 'from' | 'to'>

export function checkAllSnaps(readRules: () => Promise<readonly PackageRule[]>): FullCheck {
  return async (pair, last, { signal }) => {
    const [from, to, rules] = await Promise.all([...bothCaptures(pair, { signal }), readRules()])
    return silentArea(pair, { from, to }) ?? areaOf(pair, { from, to, rules }, last)
  }
}

interface Known {
  readonly from: SnapCapture
  readonly to: SnapCapture
  readonly rules: readonly PackageRule[]
}

function areaOf(pair: Labels, { from, to, rules }: Known, last: LastSwitch | undefined): VerifiedArea {
  const compared = compareSnaps(from, to)
  const isHere = new Set(from.snaps.map(({ name }) => name))
  const only = (all: readonly Snap[]): DifferingItem[] =>
    all.map((one) => ({
      ...{ path: one.name, differsIn: ['missing'] },
      onlyOn: isHere.has(one.name) ? pair.from.label : pair.to.label,
    }))
  const decide = decider(rules, from, to)
  const isApart = (name: string) => staysApart(decide({ name }))
  const settings = settingsOf(compareSettings(namesOnBoth(compared), isApart, { from, to }), pair.to.label)
  const alone = [...compared.missing, ...compared.onlyThere]
  const differing: DifferingItem[] = [
    ...only(alone),
    ...compared.differing.map((twins) => ({ path: twins.here.name, differsIn: ['version' as const] })),
    ...[...settings.open, ...settings.ruled],
  ]
  const ruled = new Set([
    ...alone.map(({ name }) => name).filter(isApart),
    ...compared.differing.map(({ here }) => here.name).filter((name) => decide({ name }) === 'never'),
    ...settings.ruled.map(({ path }) => path),
  ])
  const [chosen, open] = [last?.chosen(stepIds.packages), last?.open(stepIds.packages)]
  const isChosen = ({ path }: DifferingItem) => chosen?.has(path) === true || ruled.has(path)
  const isOpen = ({ path }: DifferingItem) => open?.has(path) === true
  const list = (items: readonly DifferingItem[]) => ({ count: items.length, items: [...items] })
  return {
    ...{ title: texts.proofTitle, compared: compared.same.length + differing.length, bytesRead: 0 },
    differs: list(differing.filter((one) => !isChosen(one) && !isOpen(one))),
    asChosen: list(differing.filter(isChosen)),
    notCompared: list([
      ...differing.filter((one) => isOpen(one) && !isChosen(one)),
      ...only(compared.along),
      ...settings.there,
    ]),
    ...{ leftOut: [], notes: [] },
  }
}

/** By how they are shown, each once. What is set on the one that is taken alone stays there. */
function settingsOf({ open, ruled, there }: ReturnType<typeof compareSettings>, label: string) {
  const differing = (names: readonly string[]) =>
    names.map((name): DifferingItem => ({ path: settingOf(name), differsIn: ['contents'] }))
  const known = new Set([...namesOf(open), ...ruled])
  const others = new Map(there.filter(({ name }) => !known.has(name)).map((one) => [one.name, one]))
  return {
    ...{ open: differing(namesOf(open)), ruled: differing(ruled) },
    there: [...others.values()].map(({ what, name }): DifferingItem => ({
      path: settingOf(name),
      ...(what === 'other-alias' ? { differsIn: ['contents'] } : { differsIn: ['missing'], onlyOn: label }),
    })),
  }
}
