/** The Flatpak apps of both laptops, as they are now; outside a switch. */
import type { FullCheck, LastSwitch } from '../../../../commons/capability/app-capability.ts'
import type { PackageRule } from '../../../../contract/package-rule.ts'
import type { DifferingItem, VerifiedArea } from '../../../../contract/verify-calls.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { settingOf } from '../../on-pair/apps/texts.ts'
import { checkedArea, onlyOn } from '../../on-pair/proof/checked-area.ts'
import { type Flatpak, type FlatpakCapture, type Remote, nameOf, addressOf } from '../model.ts'
import { compareFlatpaks, isOfLaptop } from './compare-flatpaks.ts'
import { namesOf, settingsFor } from './flatpak-settings.ts'
import { otherApps, shown } from './other-installations.ts'
import { bothCaptures, decisionAbout, keeperOf } from './probe-flatpaks.ts'
import * as texts from './texts.ts'
import { compareRemotes } from './remotes/compare-remotes.ts'
import { isSourceApart } from './remotes/plan-remotes.ts'

const examplesShown = 20

export function checkAllFlatpaks(readRules: () => Promise<readonly PackageRule[]>): FullCheck {
  return async (pair, last, { signal }) => areaOf(pair, last, await readRules(), { signal })
}

async function areaOf(
  pair: Pair,
  last: LastSwitch | undefined,
  rules: readonly PackageRule[],
  { signal }: CallOptions,
): Promise<VerifiedArea> {
  const [here, there] = await Promise.all(bothCaptures(pair, { signal }))
  const compared = compareFlatpaks(here, there)
  const alone = [...compared.missing, ...compared.onlyThere]
  const isHere = new Set(here.flatpaks.map(({ ref }) => ref))
  const only = (all: readonly Flatpak[]) =>
    all.flatMap((one) => onlyOn(isHere.has(one.ref) ? pair.from.label : pair.to.label, [nameOf(one)]))
  const isNever = (one: Pick<Flatpak, 'ref'>) => decisionAbout(rules, one) === 'never'
  const settings = settingsOf(here, there, isNever)
  const differing: DifferingItem[] = [
    ...only(alone),
    ...compared.differing.map((twins) => ({ path: nameOf(twins.here), differsIn: ['version' as const] })),
    ...settings.differing.map((path) => ({ path, differsIn: ['contents' as const] })),
  ]
  const ruled = new Set([
    ...alone.filter(keeperOf(rules, here, there)).map(nameOf),
    ...compared.differing.filter((twins) => isNever(twins.here)).map((twins) => nameOf(twins.here)),
    ...settings.never,
  ])
  const isRuled = ({ path }: DifferingItem) => ruled.has(path)
  const sources = checkRemotes(pair, here, there, rules)
  return checkedArea(
    {
      ...{ title: texts.title, compared: compared.same + differing.length + sources.same },
      differing: differing.filter((one) => !isRuled(one)),
      ruled: [...differing.filter(isRuled), ...sources.ruled],
      undecided: sources.apart,
      notCompared: [...only(compared.along), ...onlyOn(pair.to.label, settings.onlyThere)],
      leftOut: [...leftOutOn(pair.from.label, here), ...leftOutOn(pair.to.label, there)],
    },
    last,
  )
}

/** Parts that Flatpak chooses by the laptop, and what is in other installations. */
function leftOutOn(laptop: string, capture: FlatpakCapture): VerifiedArea['leftOut'] {
  const told = (title: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [{ laptop, title, count: names.length, byPerson: false, examples: names.slice(0, examplesShown) }]
  return [
    ...told(texts.ofLaptop, capture.flatpaks.filter(({ ref }) => isOfLaptop(ref)).map(nameOf)),
    ...told(texts.others.title, otherApps(capture).map(shown)),
  ]
}

/** By how they are shown. What is set on the target alone stays there. */
function settingsOf(here: FlatpakCapture, there: FlatpakCapture, isNever: (one: Pick<Flatpak, 'ref'>) => boolean) {
  const open = (one: FlatpakCapture, other: FlatpakCapture, isLeft?: typeof isNever) =>
    namesOf(settingsFor(compareFlatpaks(one, other), other.flatpaks, isLeft)).map(settingOf)
  const differing = open(here, there)
  const free = new Set(open(here, there, isNever))
  return {
    differing,
    never: differing.filter((name) => !free.has(name)),
    onlyThere: open(there, here).filter((name) => !differing.includes(name)),
  }
}

interface CheckedRemotes {
  readonly same: number
  /** A source is added when the person says so, each time: what differs otherwise, nobody has decided. */
  readonly apart: readonly DifferingItem[]
  /** Left so by a rule. */
  readonly ruled: readonly DifferingItem[]
}

/** The sources of Flatpak apps of both laptops, by their addresses. */
function checkRemotes(
  pair: Pair,
  here: FlatpakCapture,
  there: FlatpakCapture,
  rules: readonly PackageRule[],
): CheckedRemotes {
  const { same, differing, onlyHere, onlyThere } = compareRemotes(here, there)
  const itemsOf = (isRuled: boolean): DifferingItem[] => {
    const addresses = (all: readonly Remote[]) =>
      all.filter((one) => isSourceApart(rules, one) === isRuled).map(addressOf)
    return [
      ...addresses(differing.map((one) => one.here)).map((path): DifferingItem => ({ path, differsIn: ['contents'] })),
      ...onlyOn(pair.from.label, addresses(onlyHere)),
      ...onlyOn(pair.to.label, addresses(onlyThere)),
    ]
  }
  return { same: same.length, apart: itemsOf(false), ruled: itemsOf(true) }
}
