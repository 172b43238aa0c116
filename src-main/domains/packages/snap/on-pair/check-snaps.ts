/** The snaps of both laptops, as they are now; outside a switch. */
import type { FullCheck, LastSwitch } from '../../../../commons/capability/app-capability.ts'
import { staysApart, type PackageRule } from '../../../../contract/package-rule.ts'
import type { DifferingItem, VerifiedArea } from '../../../../contract/verify-calls.ts'
import type { Pair } from '../../../../switch/step.ts'
import { settingOf } from '../../on-pair/apps/texts.ts'
import { checkedArea, onlyOn } from '../../on-pair/proof/checked-area.ts'
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
  const only = (all: readonly Snap[]) =>
    all.flatMap(({ name }) => onlyOn(isHere.has(name) ? pair.from.label : pair.to.label, [name]))
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
  const isRuled = ({ path }: DifferingItem) => ruled.has(path)
  return checkedArea(
    {
      ...{ title: texts.proofTitle, compared: compared.same.length + differing.length },
      differing: differing.filter((one) => !isRuled(one)),
      ruled: differing.filter(isRuled),
      notCompared: only(compared.along),
    },
    last,
  )
}
