import { countLeft, leftFor, sortByWord } from '../../../../contract/proof/left-alone.ts'
import type { VerificationItem } from '../../../../contract/switch-state.ts'
import type { PackageSource, PackageSources } from '../../sources-model.ts'
import { hasSource } from './compare-archives.ts'
import { compareSources } from './compare-sources.ts'
import { partsDiffering } from './source-parts.ts'
import { itemOf, itemsNotCompared } from '../proof/proof-item.ts'
import type { AgreedPackages } from '../apply-answers.ts'
import { sourceQuestionId, type PackagesPlan } from '../packages-plan.ts'
import * as texts from './texts.ts'

interface Captured {
  readonly label: string
  readonly plan: PackagesPlan
  /** What the person agreed to, whether it is there or not. */
  readonly agreed: Pick<AgreedPackages, 'sources'>
  readonly unanswered: ReadonlySet<string>
  readonly from: PackageSources
  readonly to: PackageSources
}

/** Of those that were agreed to: apt could not use them, so nothing of them is there. */
export function absentSources({ sources }: Pick<AgreedPackages, 'sources'>, to: PackageSources): ReadonlySet<string> {
  return new Set(idsOf(sources.filter((one) => !hasSource(to, one))))
}

/** Nothing where there is none to compare. */
export function sourcesItems({ label, plan, agreed, unanswered, from, to }: Captured): readonly VerificationItem[] {
  const { offered, told, same, differing, onlyThere } = compareSources(from, to, () => false)
  const absent = absentSources(agreed, to)
  const isAgreed = new Set(agreed.sources.map(({ id }) => id))
  const asked = new Set(plan.sources.map(({ source }) => source.id))
  const byEtcRule = plan.sourcesTold.flatMap(({ source, why }) => (why === 'rule' ? [source.id] : []))
  const ruled = new Set([...byEtcRule, ...plan.keptSources])
  const onlyHere = [...offered, ...told.map(({ source }) => source)]
  const other = differing.map(({ there }) => there)
  const isChosen = (id: string) => (asked.has(id) && !isAgreed.has(id)) || ruled.has(id)
  const stays = [...idsOf(onlyHere).filter(isChosen), ...idsOf([...other, ...onlyThere]).filter((id) => ruled.has(id))]
  const { chosen, unsaid } = sortByWord(stays, undecidedIn(plan, unanswered))
  const differences = idsOf(other).filter((id) => isAgreed.has(id) && !ruled.has(id))
  const left = [...unsaid, ...leftFor([[texts.proof.refused(label), [...absent]]])]
  const others = idsOf([...onlyHere, ...other, ...onlyThere]).filter(
    (id) => ![...stays, ...differences].includes(id) && !absent.has(id),
  )
  const found = { compared: same.length, chosen, left, differences }
  const isNothing = same.length + chosen.length + differences.length + countLeft(left) === 0
  const { title, text, notCompared, notComparedText } = texts.proof
  return [
    ...(isNothing ? [] : [itemOf([title, text(same.length)], found)]),
    ...itemsNotCompared([title, notComparedText(others.length)], {
      ...{ why: 'undecided', what: notCompared(others.length), names: others },
    }),
  ]
}

/** Ids of those about which nobody answered. */
function undecidedIn(plan: PackagesPlan, unanswered: ReadonlySet<string>): readonly string[] {
  return idsOf([
    ...plan.sources.map(({ source }) => source).filter((source) => unanswered.has(sourceQuestionId(source))),
  ])
}

/** What either laptop has of the sources that both have otherwise, a sentence each; not of those that a rule leaves. */
export function sourcesNotes(
  { from, to }: Readonly<Record<'from' | 'to', Sided>>,
  plan: PackagesPlan,
): readonly string[] {
  const ruled = new Set(plan.keptSources)
  return compareSources(from.sources, to.sources, () => false)
    .differing.filter(({ source }) => !ruled.has(source.id))
    .map((one) =>
      texts.proof.differs(one.source.id, texts.differs(one, partsDiffering(one), { from: from.label, to: to.label })),
    )
}

interface Sided {
  readonly label: string
  readonly sources: PackageSources
}

function idsOf(sources: readonly PackageSource[]): readonly string[] {
  return sources.map(({ id }) => id)
}
