import type { Answers } from '../../../../contract/preview.ts'
import { countLeft, leftFor, verdictFor } from '../../../../contract/proof/left-alone.ts'
import type { Left, Verification } from '../../../../contract/switch-state.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { settingOf } from '../../on-pair/apps/texts.ts'
import { proofText } from '../../on-pair/proof/texts.ts'
import { connectionName, type Snap, type SnapCapture } from '../model.ts'
import { compareSnaps, settingsFor, type SnapComparison, type SnapSettings, type Twins } from './compare-snaps.ts'
import { bothCaptures } from './probe-snaps.ts'
import { applyAnswers, type SnapPlan } from './snap-plan.ts'
import * as texts from './texts.ts'

/** Captures both laptops again. What differs was chosen by the person, is left with its reason, or is a difference. */
export async function verifySnaps(
  pair: Pair,
  plan: SnapPlan,
  answers: Answers,
  options: CallOptions,
): Promise<Verification> {
  const [from, to] = await Promise.all(bothCaptures(pair, options))
  const silent = [pair.from, pair.to].filter((_, index) => (index === 0 ? from : to).snapd === 'silent')
  if (silent.length > 0) return { items: [], notes: silent.map(({ label }) => texts.notCompared(label)) }
  if (from.snaps.length + to.snaps.length === 0) return { items: [], notes: [] }
  const compared = compareSnaps(from, to)
  const { differences, chosen, left } = sort(compared, plan, answers, { from, to, label: pair.to.label })
  const found = { compared: compared.same.length, chosen, left, differences }
  const counts = { chosen: chosen.length, left: countLeft(left), different: differences.length }
  return {
    items: [
      {
        ...{ title: texts.proofTitle, verdict: verdictFor(found), ...found, left: [...left] },
        text: proofText(texts.sameVersion(compared.same.length), counts),
        readBack: [],
      },
    ],
    notes: to.failures.map(({ what, words }) => texts.failed(what, words, pair.to.label)),
  }
}

interface Captures {
  readonly from: SnapCapture
  readonly to: SnapCapture
  readonly label: string
}

interface Sorted {
  readonly differences: string[]
  readonly chosen: string[]
  readonly left: readonly Left[]
}

type Kind = 'differences' | 'chosen' | 'rejected' | 'failed' | 'program'

/** Each that is not the same, once. */
function sort(compared: SnapComparison, plan: SnapPlan, answers: Answers, { from, to, label }: Captures): Sorted {
  const { without, remove } = applyAnswers(plan, answers)
  const failed = new Set(to.failures.map(({ what }) => what))
  const rejected = new Set(plan.rejected.map(({ name }) => name))
  const kept = new Set([...plan.kept, ...plan.both, ...plan.removals.map(({ name }) => name)])
  const kindOf = ({ name }: Snap): Kind => {
    if (failed.has(name)) return 'failed'
    if (to.snapd === 'absent') return 'program'
    if (rejected.has(name)) return 'rejected'
    return without.has(name) || (kept.has(name) && !remove.includes(name)) ? 'chosen' : 'differences'
  }
  const isKept = ({ here }: Twins) => plan.kept.includes(here.name)
  const otherwise = compared.differing.filter(isKept).map(({ here }) => here)
  const apart = [...compared.missing, ...compared.onlyThere, ...otherwise]
  const of = (kind: Kind): string[] => apart.filter((one) => kindOf(one) === kind).map(({ name }) => name)
  const names = new Set([...compared.same, ...compared.differing].map(({ here }) => here.name))
  const open = openSettings(plan, settingsFor(names, from, to))
  const settings = (isFailed: boolean): string[] => open.filter((name) => failed.has(name) === isFailed)
  return {
    differences: [...of('differences'), ...settings(false).map(settingOf)],
    chosen: of('chosen'),
    left: leftFor([
      [texts.leftThere.rejected(label), of('rejected')],
      [texts.leftThere.failed(label), [...of('failed'), ...settings(true).map(settingOf)]],
      [
        texts.leftThere.otherwise(label),
        compared.differing.filter((twins) => !isKept(twins)).map(({ here }) => here.name),
      ],
      [texts.leftThere.program(label), of('program')],
    ]),
  }
}

/** What of the plan's is not set there, by what a failure of it is called. */
function openSettings(plan: SnapPlan, now: SnapSettings): readonly string[] {
  const namesOf = ({ follow, hold, disable, connections, aliases }: SnapSettings) =>
    [
      ...follow.map(({ name }) => ['follow', name] as const),
      ...hold.map((name) => ['hold', name] as const),
      ...disable.map((name) => ['disable', name] as const),
      ...connections.map((one) => ['connection', connectionName(one)] as const),
      ...aliases.map(({ alias }) => ['alias', alias] as const),
    ] as const
  const open = new Set(namesOf(now).map((one) => one.join(' ')))
  const names = namesOf(plan).filter((one) => open.has(one.join(' ')))
  return [...new Set(names.map(([, name]) => name))]
}
