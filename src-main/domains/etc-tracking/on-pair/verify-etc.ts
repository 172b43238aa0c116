import { toRun } from '../../../commons/etc-effects/texts.ts'
import { wouldRefuse } from '../../../commons/doors/texts.ts'
import type { Answers } from '../../../contract/preview.ts'
import { countLeft, leftFor, sortByWord, verdictFor } from '../../../contract/proof/left-alone.ts'
import type { Left, Verification, VerificationItem } from '../../../contract/switch-state.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { groupBy } from '../../../kernel/group-by.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { decide } from '../decide.ts'
import { listEffectsEtc } from '../verbs.ts'
import { fingerprintOf, isEqual, inspectBoth, unreadableOn, type EtcPair, type EtcPath } from './compare-etc.ts'
import { allRules, chart, questionId, type Rules, findProtected } from './decisions.ts'
import { findHeld } from './find-held.ts'
import { hasUnknownOwner } from './find-lines.ts'
import { isDecision } from './make-plan.ts'
import { driftQuestionPrefix, type EtcPlan } from './plan.ts'
import * as texts from './texts.ts'

const sampleSize = 50
const namesShown = 500

/** Reads both laptops again: content, names of owner and group, and mode of every tracked file. */
export async function verifyEtc(
  pair: Pair,
  plan: EtcPlan,
  answers: Answers,
  { switchId, signal, unanswered }: RunContext,
): Promise<Verification> {
  const rules = allRules(plan, answers)
  const inspection = await inspectBoth(pair, { signal })
  const { tracked, kept, own, unreadable } = chart(inspection, rules, { plan, answers, placed: new Set() })
  const { same, unowned, later, ...sorted } = sortTracked(inspection, tracked, switchId)
  const held = await findHeld(pair, sorted.differences, { signal })
  const differences = sorted.differences.filter(({ path }) => !held.some((one) => one.path === path))
  const asked = new Set([...plan.undecided, ...plan.drift].map(({ path }) => path))
  const isOpen = ({ path }: EtcPath) => unanswered.has(questionId(driftQuestionPrefix, path))
  const stays = [...kept.filter(({ path }) => asked.has(path)), ...differingByRule(inspection, rules)].map(nameOf)
  const { chosen, unsaid } = sortByWord(stays, kept.filter(isOpen).map(nameOf))
  const { leftThere } = texts
  const damagedOn = (side: 'from' | 'to') => unreadable.filter((one) => unreadableOn(one)[side]).map(nameOf)
  const left = [
    ...unsaid,
    ...leftFor([
      [leftThere.meanwhile(pair.to.label), own.map(nameOf)],
      [leftThere.only(pair.to.label), kept.filter(({ path }) => !asked.has(path)).map(nameOf)],
      [leftThere.unowned(pair.to.label), unowned.map(nameOf)],
      ...[...groupBy(held, ({ why }) => wouldRefuse(pair.to.label, why))].map(
        ([why, some]) => [leftThere.held(why), some.map(nameOf)] as const,
      ),
      [leftThere.unreadable(pair.from.label), damagedOn('from')],
      [leftThere.unreadable(pair.to.label), damagedOn('to')],
    ]),
  ]
  const undecided = undecidedOf(inspection, rules)
  const compared = { tracked: [...same, ...differences], chosen, left, differences }
  const effects = await pair.to.call(listEffectsEtc, { switchId }, { signal })
  const guarded = new Set(await findProtected(pair.to, differences, { signal }))
  const isNothing = tracked.length + chosen.length + left.length === 0
  return {
    items: [
      ...(isNothing ? [] : [trackedItem(compared)]),
      ...(isNothing || undecided.length > 0 ? [undecidedItem(undecided)] : []),
    ],
    notes: [
      texts.stillGuarded(differences.filter(({ path }) => guarded.has(path)).map(nameOf), pair.to.label),
      texts.changedSince(later.map(nameOf), pair.from.label, pair.to.label),
      ...effects.toRun.map((one) => toRun(pair.to.label, one)),
      plan.changes.length === 0 ? undefined : texts.readAtRestart(pair.to.label),
    ].filter((note) => note !== undefined),
  }
}

interface Sorted {
  readonly same: readonly EtcPath[]
  readonly unowned: readonly EtcPath[]
  /**
   * The target has what this switch brought, and the source was changed since. A program that writes all the time would keep a switch from
   * ever ending.
   */
  readonly later: readonly EtcPath[]
  readonly differences: readonly EtcPath[]
}

function sortTracked(inspection: EtcPair, tracked: readonly EtcPath[], switchId: string): Sorted {
  const staying = inspection.paths.filter((one) => one.to !== undefined && !tracked.includes(one))
  const holdsStaying = (one: EtcPath) => staying.some(({ path }) => path.startsWith(`${one.path}/`))
  const isRecorded = inspection.from.lastEqual.switchId === switchId
  const sortOf = (one: EtcPath): keyof Sorted => {
    if (isEqual(one) || (one.from === undefined && holdsStaying(one))) return 'same'
    if (hasUnknownOwner(one, inspection)) return 'unowned'
    return isRecorded && one.base !== undefined && fingerprintOf(one.to) === one.base ? 'later' : 'differences'
  }
  const sorts = groupBy(tracked, sortOf)
  const of = (sort: keyof Sorted) => sorts.get(sort) ?? []
  return { same: of('same'), unowned: of('unowned'), later: of('later'), differences: of('differences') }
}

interface Compared {
  readonly tracked: readonly EtcPath[]
  readonly chosen: string[]
  readonly left: readonly Left[]
  readonly differences: readonly EtcPath[]
}

function trackedItem({ tracked, chosen, left, ...found }: Compared): VerificationItem {
  const files = tracked.filter(({ from }) => from?.kind === 'file').map(nameOf)
  const differences = found.differences.map(nameOf)
  const apart = { chosen: chosen.length, left: countLeft(left), different: differences.length }
  return {
    title: texts.stepTitle,
    verdict: verdictFor({ compared: tracked.length, chosen, left, differences }),
    text: texts.proofText(tracked.length, apart),
    compared: tracked.length,
    chosen,
    ...(left.length === 0 ? {} : { left: [...left] }),
    differences,
    readBack: files.slice(0, sampleSize),
  }
}

/** Nobody has said that these should be the same. */
function undecidedItem(undecided: readonly EtcPath[]): VerificationItem {
  const count = undecided.length
  return {
    title: texts.undecided.title,
    verdict: 'not-compared',
    text: texts.undecided.text(count),
    compared: 0,
    chosen: [],
    notCompared: {
      why: 'undecided',
      count,
      what: texts.undecided.what(count),
      names: undecided.slice(0, namesShown).map(nameOf),
    },
    differences: [],
    readBack: [],
  }
}

function differingByRule({ paths, never }: EtcPair, rules: Rules): readonly EtcPath[] {
  return paths.filter((one) => decide(one.path, rules, never) === 'never' && !isEqual(one) && isDecision(one))
}

function undecidedOf({ paths, never }: EtcPair, rules: Rules): readonly EtcPath[] {
  return paths.filter((one) => decide(one.path, rules, never) === 'undecided' && !isEqual(one) && isDecision(one))
}

function nameOf({ path }: Pick<EtcPath, 'path'>): string {
  return `/etc${textFromBytePath(path)}`
}
