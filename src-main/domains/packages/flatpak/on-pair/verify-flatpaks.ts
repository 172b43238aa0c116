import type { Answers } from '../../../../contract/preview.ts'
import { leftFor, sortByWord } from '../../../../contract/proof/left-alone.ts'
import type { Verification } from '../../../../contract/switch-state.ts'
import { nothingUnanswered, type Pair, type ProofOptions } from '../../../../switch/step.ts'
import { settingOf } from '../../on-pair/apps/texts.ts'
import { itemOf } from '../../on-pair/proof/proof-item.ts'
import { partsOf, type Flatpak, type FlatpakCapture, nameOf } from '../model.ts'
import { compareFlatpaks, type FlatpakComparison, type FlatpakTwins } from './compare-flatpaks.ts'
import { namesOf, openSettings, settingsFor, settingsOnlyOn } from './flatpak-settings.ts'
import { applyAnswers, remoteQuestionId, removalQuestionId, type FlatpakPlan } from './flatpak-plan.ts'
import { othersItem } from './other-installations.ts'
import { bothCaptures, newerHere } from './probe-flatpaks.ts'
import { verifyRemotes } from './remotes/verify-remotes.ts'
import * as texts from './texts.ts'

/** Captures both laptops again. What differs was chosen by the person, is left with its reason, or is a difference. */
export async function verifyFlatpaks(
  pair: Pair,
  plan: FlatpakPlan,
  answers: Answers,
  { unanswered = nothingUnanswered, signal }: ProofOptions,
): Promise<Verification> {
  const options = { signal }
  const [from, to] = await Promise.all(bothCaptures(pair, options))
  const compared = compareFlatpaks(from, to)
  const isNewer = await newerHere(pair, compared.differing, options)
  const kept = new Set(plan.kept)
  const isOlder = (twins: FlatpakTwins) => isNewer(twins) || kept.has(twins.here.ref)
  const older = compared.differing.filter(isOlder).map(({ here }) => here)
  const newer = compared.differing.filter((twins) => !isOlder(twins)).map(({ there }) => there)
  const sorted = sort({ compared, older, newer }, plan, answers, to)
  const settings = {
    ...sortSettings(openSettings(plan, settingsFor(compared, to.flatpaks)), to),
    onlyThere: namesOf(settingsOnlyOn(to, from)).map(settingOf),
  }
  const sources = verifyRemotes({ from, to }, plan, { answers, unanswered }, pair)
  if (from.flatpaks.length + to.flatpaks.length + Object.values(settings).flat().length === 0)
    return { items: [...sources.items, ...othersItem(from, to)], notes: sources.notes }
  const { chosen, unsaid } = sortByWord(names(sorted.chosen), undecidedIn(plan, unanswered))
  const left = [...unsaid, ...leftOf(sorted, settings, pair.to.label)]
  const differences = [...names(sorted.differences), ...settings.differences]
  const found = { compared: compared.same, chosen, left, differences }
  const item = itemOf([texts.title, texts.sameVersion(compared.same)], found)
  return {
    items: [item, ...sources.items, ...othersItem(from, to)],
    notes: [
      ...to.failures.map(({ what, words }) => texts.failed(shown(what), words, pair.to.label)),
      ...sources.notes,
      ...(compared.apart.length === 0 ? [] : [texts.apart(compared.apart.length)]),
    ],
  }
}

/** Names of apps about which, or about whose source, nobody answered. */
function undecidedIn({ install, removals, remotes }: FlatpakPlan, unanswered: ReadonlySet<string>): readonly string[] {
  const isOpen = new Set(remotes.filter(({ name }) => unanswered.has(remoteQuestionId(name))).map(({ name }) => name))
  return names([
    ...install.filter(({ remote }) => isOpen.has(remote)),
    ...removals.filter(({ ref }) => unanswered.has(removalQuestionId(ref))),
  ])
}

interface Apart {
  readonly compared: FlatpakComparison
  /** On the receiver, than on the sender; or left so by a rule. */
  readonly older: readonly Flatpak[]
  readonly newer: readonly Flatpak[]
}

interface Sorted {
  readonly differences: readonly Flatpak[]
  readonly chosen: readonly Flatpak[]
  readonly rejected: readonly Flatpak[]
  readonly failed: readonly Flatpak[]
  readonly newer: readonly Flatpak[]
  /** Nothing could be installed: the program is not there. */
  readonly program: readonly Flatpak[]
}

/** Each that is not the same, once. */
function sort({ compared, older, newer }: Apart, plan: FlatpakPlan, answers: Answers, to: FlatpakCapture): Sorted {
  const agreed = applyAnswers(plan, answers)
  const refs = (all: readonly { readonly ref: string }[]) => new Set(all.map(({ ref }) => ref))
  const [without, rejected, failed] = [
    refs(agreed.without),
    refs(plan.rejected),
    new Set(to.failures.map(({ what }) => what)),
  ]
  const [kept, removed] = [new Set([...plan.kept, ...plan.both, ...refs(plan.removals)]), new Set(agreed.remove)]
  // A source that could not be added keeps its apps away.
  const barred = refs(plan.install.filter(({ remote }) => failed.has(remote)))
  const kindOf = ({ ref }: Flatpak): keyof Sorted => {
    if (failed.has(ref) || barred.has(ref)) return 'failed'
    if (!to.isInstalled) return 'program'
    if (rejected.has(ref)) return 'rejected'
    if (without.has(ref) || (kept.has(ref) && !removed.has(ref))) return 'chosen'
    return 'differences'
  }
  const apart = [...compared.missing, ...older, ...compared.onlyThere]
  const of = (kind: keyof Sorted) => apart.filter((one) => kindOf(one) === kind)
  return {
    ...{ differences: of('differences'), chosen: of('chosen'), rejected: of('rejected') },
    ...{ failed: of('failed'), program: of('program'), newer },
  }
}

type SortedSettings = Readonly<Record<'differences' | 'failed' | 'program', readonly string[]>>
type Settings = SortedSettings & { readonly onlyThere: readonly string[] }

/** As they are shown. */
function sortSettings(open: readonly string[], { isInstalled, failures }: FlatpakCapture): SortedSettings {
  const failed = new Set(failures.map(({ what }) => what))
  const kindOf = (name: string): keyof SortedSettings =>
    failed.has(name) ? 'failed' : isInstalled ? 'differences' : 'program'
  const of = (kind: keyof SortedSettings) => open.filter((name) => kindOf(name) === kind).map(settingOf)
  return { differences: of('differences'), failed: of('failed'), program: of('program') }
}

function leftOf({ rejected, failed, newer, program }: Sorted, settings: Settings, label: string) {
  const told = new Set([...settings.differences, ...settings.failed])
  return leftFor([
    [texts.leftThere.rejected(label), names(rejected)],
    [texts.leftThere.failed(label), [...names(failed), ...settings.failed]],
    [texts.leftThere.newer(label), names(newer)],
    [texts.leftThere.program(label), [...names(program), ...settings.program]],
    [texts.leftThere.onlyThere(label), settings.onlyThere.filter((name) => !told.has(name))],
  ])
}

function names(all: readonly Flatpak[]): string[] {
  return all.map(nameOf)
}

function shown(what: string): string {
  return what.includes('/') ? partsOf(what).id : what
}
