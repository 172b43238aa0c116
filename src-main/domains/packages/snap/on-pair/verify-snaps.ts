import type { Answers } from '../../../../contract/preview.ts'
import { leftFor, sortByWord } from '../../../../contract/proof/left-alone.ts'
import type { Left, Verification } from '../../../../contract/switch-state.ts'
import { nothingUnanswered, type Pair, type ProofOptions } from '../../../../switch/step.ts'
import { settingOf } from '../../on-pair/apps/texts.ts'
import { itemOf } from '../../on-pair/proof/proof-item.ts'
import type { Snap, SnapCapture } from '../model.ts'
import { compareSnaps, namesOnBoth, type SnapComparison, type SnapTwins } from './compare-snaps.ts'
import { bothCaptures } from './probe-snaps.ts'
import { silentItem } from './silent.ts'
import { applyAnswers, classicQuestionId, removalQuestionId, type SnapPlan } from './snap-plan.ts'
import { compareChannels } from './snap-settings.ts'
import * as texts from './texts.ts'

/** Captures both laptops again. What differs was chosen by the person, is left with its reason, or is a difference. */
export async function verifySnaps(
  pair: Pair,
  plan: SnapPlan,
  answers: Answers,
  { unanswered = nothingUnanswered, signal }: ProofOptions,
): Promise<Verification> {
  const options = { signal }
  const [from, to] = await Promise.all(bothCaptures(pair, options))
  const notes = to.failures.map(({ what, words }) => texts.failed(what, words, pair.to.label))
  const silent = silentItem(pair, plan, { from, to })
  if (silent !== undefined) return { items: [silent], notes }
  if (from.snaps.length + to.snaps.length === 0) return { items: [], notes: [] }
  const compared = compareSnaps(from, to)
  const { differences, chosen, left } = sort(
    compared,
    plan,
    { answers, unanswered },
    { from, to, label: pair.to.label },
  )
  const found = { compared: compared.same.length, chosen, left, differences }
  return { items: [itemOf([texts.proofTitle, texts.sameVersion(found.compared)], found)], notes }
}

interface Captures {
  readonly from: SnapCapture
  readonly to: SnapCapture
  readonly label: string
}

interface Said {
  readonly answers: Answers
  readonly unanswered: ReadonlySet<string>
}

interface Sorted {
  readonly differences: string[]
  readonly chosen: string[]
  readonly left: readonly Left[]
}

type Kind = 'differences' | 'chosen' | 'rejected' | 'failed' | 'program'

/** Each that is not the same, once. */
function sort(
  compared: SnapComparison,
  plan: SnapPlan,
  { answers, unanswered }: Said,
  { from, to, label }: Captures,
): Sorted {
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
  const isKept = ({ here }: SnapTwins) => plan.kept.includes(here.name)
  const otherwise = compared.differing.filter(isKept).map(({ here }) => here)
  const apart = [...compared.missing, ...compared.onlyThere, ...otherwise]
  const of = (kind: Kind): string[] => apart.filter((one) => kindOf(one) === kind).map(({ name }) => name)
  const channels = sortChannels(compared, plan, { from, to })
  const { chosen, unsaid } = sortByWord(of('chosen'), undecidedIn(plan, unanswered))
  const left = leftFor([
    [texts.leftThere.rejected(label), of('rejected')],
    [texts.leftThere.failed(label), [...of('failed'), ...channels.failed]],
    [
      texts.leftThere.otherwise(label),
      compared.differing.filter((twins) => !isKept(twins)).map(({ here }) => here.name),
    ],
    [texts.leftThere.program(label), of('program')],
    [texts.leftThere.unplanned(label), channels.unplanned],
  ])
  return {
    differences: [...of('differences'), ...channels.differences],
    chosen: [...chosen, ...channels.chosen],
    left: [...unsaid, ...left],
  }
}

function undecidedIn({ install, removals }: SnapPlan, unanswered: ReadonlySet<string>): readonly string[] {
  const isOpen = (idOf: (name: string) => string) => (name: string) => unanswered.has(idOf(name))
  const names = (snaps: readonly { readonly name: string }[]): string[] => snaps.map(({ name }) => name)
  return [...names(install).filter(isOpen(classicQuestionId)), ...names(removals).filter(isOpen(removalQuestionId))]
}

/** Of snaps that both have, as they are shown. */
function sortChannels(compared: SnapComparison, plan: SnapPlan, captures: Omit<Captures, 'label'>) {
  const { open, ruled } = compareChannels(namesOnBoth(compared), (name) => plan.keptChannels.includes(name), captures)
  const planned = new Set(plan.follow.map(({ name }) => name))
  const failed = new Set(captures.to.failures.map(({ what }) => what))
  const of = (isMeant: (name: string) => boolean) =>
    open
      .map(({ name }) => name)
      .filter(isMeant)
      .map(settingOf)
  return {
    chosen: ruled.map(settingOf),
    failed: of((name) => planned.has(name) && failed.has(name)),
    differences: of((name) => planned.has(name) && !failed.has(name)),
    unplanned: of((name) => !planned.has(name)),
  }
}
