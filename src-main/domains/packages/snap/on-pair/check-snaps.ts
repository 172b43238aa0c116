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
import { compareChannels } from './snap-settings.ts'
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
  const channels = compareChannels(namesOnBoth(compared), isApart, { from, to })
  const otherChannels = (names: readonly string[]) =>
    names.map((name): DifferingItem => ({ path: settingOf(name), differsIn: ['contents'] }))
  const alone = [...compared.missing, ...compared.onlyThere]
  const differing: DifferingItem[] = [
    ...only(alone),
    ...compared.differing.map((twins) => ({ path: twins.here.name, differsIn: ['version' as const] })),
    ...otherChannels([...channels.open.map(({ name }) => name), ...channels.ruled]),
  ]
  const ruled = new Set([
    ...alone.map(({ name }) => name).filter(isApart),
    ...compared.differing.map(({ here }) => here.name).filter((name) => decide({ name }) === 'never'),
    ...channels.ruled.map(settingOf),
  ])
  const [chosen, open] = [last?.chosen(stepIds.packages), last?.open(stepIds.packages)]
  const isChosen = ({ path }: DifferingItem) => chosen?.has(path) === true || ruled.has(path)
  const isOpen = ({ path }: DifferingItem) => open?.has(path) === true
  const list = (items: readonly DifferingItem[]) => ({ count: items.length, items: [...items] })
  return {
    ...{ title: texts.proofTitle, compared: compared.same.length + differing.length, bytesRead: 0 },
    differs: list(differing.filter((one) => !isChosen(one) && !isOpen(one))),
    asChosen: list(differing.filter(isChosen)),
    notCompared: list([...differing.filter((one) => isOpen(one) && !isChosen(one)), ...only(compared.along)]),
    ...{ leftOut: [], notes: [] },
  }
}
