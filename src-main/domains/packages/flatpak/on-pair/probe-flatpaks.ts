import { ruleFor, staysApart, type PackageDecision, type PackageRule } from '../../../../contract/package-rule.ts'
import type { Answers, NeededRoom } from '../../../../contract/preview.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { partsOf, type Flatpak, type FlatpakCapture } from '../model.ts'
import { captureFlatpaks, dateFlatpaks } from '../verbs.ts'
import { isLeft, withLeft, type Probing } from '../../on-pair/later/left-for-later.ts'
import { compareFlatpaks, isApp, type FlatpakComparison, type FlatpakTwins } from './compare-flatpaks.ts'
import { targetOf } from './flatpak-change.ts'
import { settingsFor, settingsOnlyOn } from './flatpak-settings.ts'
import { othersOnly } from './other-installations.ts'
import type { FlatpakPlan, FlatpakWhyNot } from './flatpak-plan.ts'
import { sameOf, whyNotAdded } from './remotes/compare-remotes.ts'
import { isSourceApart, planRemotes } from './remotes/plan-remotes.ts'
import { roomsFor } from '../../on-pair/room/needed-rooms.ts'

/** Captures both laptops, and asks how old versions are where they differ. Reads only. */
export async function probeFlatpaks(
  pair: Pair,
  readRules: () => Promise<readonly PackageRule[]>,
  { answered = {}, ...options }: Probing,
): Promise<FlatpakPlan> {
  const [from, to, lines] = await Promise.all([...bothCaptures(pair, options), readRules()])
  const compared = compareFlatpaks(from, to)
  const isNewer = await newerHere(pair, compared.differing, options)
  const later = leftFlatpaks({ from, to, rules: lines, compared, isNewer }, answered)
  const rules = withLeft(lines, later.map(targetOf))
  const isKept = keeperOf(rules, from, to)
  const isNever = (one: Pick<Flatpak, 'ref'>) => decisionAbout(rules, one) === 'never'
  const differing = compared.differing.filter(({ here }) => !isNever(here))
  const isForBoth = (one: Flatpak) => decisionAbout(rules, one) === 'both'
  const fates = compared.missing.filter((one) => !isKept(one)).map((one) => fateOf(one, from, to))
  const install = fates.flatMap((fate) => (fate.kind === 'take' ? [{ ...fate.one, remote: fate.remote }] : []))
  const rejected = fates.flatMap((fate) => (fate.kind === 'leave' ? [{ ...fate.one, ...fate.because }] : []))
  const update = differing.filter(isNewer).map(({ here }) => here)
  return {
    isInstalled: { from: from.isInstalled, to: to.isInstalled },
    ...planRemotes({ from, to, rules, install, rejected }),
    install,
    update,
    downloads: downloadsOf(from, to, [...install, ...update]),
    rejected,
    // Without the program nobody knows what the source would have.
    removals: from.isInstalled ? compared.onlyThere.filter((one) => !isKept(one) && !isForBoth(one)) : [],
    kept: [
      ...[...compared.missing, ...compared.onlyThere].filter(isKept),
      ...compared.differing.map(({ here }) => here).filter(isNever),
    ].map(({ ref }) => ref),
    later: [...later],
    both: compared.onlyThere.filter(isForBoth).map(({ ref }) => ref),
    newer: differing.filter((twins) => !isNewer(twins)).map(({ there }) => there),
    ...settingsFor(compared, [...to.flatpaks, ...install], isNever),
    settingsThere: settingsOnlyOn(to, from, isNever),
    others: othersOnly(from, to),
    rooms: roomsForFlatpaks({ install, update }, from, to),
    isPersonUnknown: !from.person.isKnown,
    failedBefore: to.failures,
  }
}

interface Known {
  readonly from: FlatpakCapture
  readonly to: FlatpakCapture
  readonly rules: readonly PackageRule[]
  readonly compared: FlatpakComparison
  readonly isNewer: (twins: FlatpakTwins) => boolean
}

/** Of apps that would be installed or updated, those that are left this time. A rule of the person's says more. */
function leftFlatpaks({ from, to, rules, compared, isNewer }: Known, answered: Answers): FlatpakPlan['later'] {
  const isKept = keeperOf(rules, from, to)
  const newer = compared.differing.filter(isNewer).map(({ here }) => here)
  return [
    ...compared.missing.filter((one) => !isKept(one)).map((one) => ({ ...one, isThere: false })),
    ...newer.filter((one) => decisionAbout(rules, one) !== 'never').map((one) => ({ ...one, isThere: true })),
  ].filter((one) => isApp(one.ref) && isLeft(targetOf(one), answered))
}

/** Undefined where everything can be copied. */
function downloadsOf(from: FlatpakCapture, to: FlatpakCapture, coming: readonly Flatpak[]): FlatpakPlan['downloads'] {
  const lacking = to.hasOstree ? 'from' : 'to'
  const isPacked = ({ origin }: Flatpak) =>
    to.hasOstree &&
    (from.hasOstree || from.remotes.some(({ name, collection }) => name === origin && collection !== ''))
  const refs = coming.filter((one) => !isPacked(one)).map(({ ref }) => ref)
  return refs.length === 0 ? undefined : { refs, lacking }
}

export function bothCaptures(
  { from, to }: Pair,
  options: CallOptions,
): [Promise<FlatpakCapture>, Promise<FlatpakCapture>] {
  return [from.call(captureFlatpaks, {}, options), to.call(captureFlatpaks, {}, options)]
}

/**
 * Versions have no order: the one that was made later is the newer one, where both laptops tell when that was. None is replaced by what may
 * be older. `scope`: as `flatpak.dates` has it.
 */
export async function newerHere(
  { from, to }: Pair,
  differing: readonly FlatpakTwins[],
  options: CallOptions,
  scope?: 'person',
): Promise<(twins: FlatpakTwins) => boolean> {
  if (differing.length === 0) return () => false
  const refs = differing.map(({ here }) => here.ref)
  const answers = await Promise.all([
    from.call(dateFlatpaks, { refs, scope }, options),
    to.call(dateFlatpaks, { refs, scope }, options),
  ])
  const [here, there] = answers.map(({ dates }) => new Map(dates.map(({ ref, at }) => [ref, Date.parse(at)])))
  return ({ here: { ref } }) => {
    const [own, other] = [here?.get(ref), there?.get(ref)]
    return own !== undefined && other !== undefined && own > other
  }
}

export function decisionAbout(
  rules: readonly PackageRule[],
  { ref }: Pick<Flatpak, 'ref'>,
): PackageDecision | undefined {
  const { id, arch } = partsOf(ref)
  return ruleFor(rules, { kind: 'flatpak', name: id, architecture: arch })?.decision
}

/** Whether each laptop keeps its own: a rule says so of the app, or of its source, which the other one does not have. */
export function keeperOf(rules: readonly PackageRule[], from: FlatpakCapture, to: FlatpakCapture) {
  const isHere = new Set(from.flatpaks.map(({ ref }) => ref))
  return (one: Flatpak): boolean => {
    if (decisionAbout(rules, one) !== undefined) return staysApart(decisionAbout(rules, one))
    const [has, lacks] = isHere.has(one.ref) ? [from, to] : [to, from]
    const source = has.remotes.find(({ name }) => name === one.origin)
    if (source === undefined || sameOf(source, lacks.remotes) !== undefined) return false
    return isSourceApart(rules, source)
  }
}

type Fate =
  | { readonly kind: 'take'; readonly one: Flatpak; readonly remote: string }
  | {
      readonly kind: 'leave'
      readonly one: Flatpak
      readonly because: { readonly why: FlatpakWhyNot; readonly remote: string }
    }

/** Of the same source, under whatever name the receiver knows it. */
function fateOf(one: Flatpak, from: FlatpakCapture, to: FlatpakCapture): Fate {
  const leave = (why: FlatpakWhyNot): Fate => ({ kind: 'leave', one, because: { why, remote: one.origin } })
  const source = from.remotes.find(({ name }) => name === one.origin)
  if (source === undefined || source.url === '') return leave('no-source')
  const same = sameOf(source, to.remotes)
  if (same !== undefined) return same.isDisabled ? leave('turned-off') : { kind: 'take', one, remote: same.name }
  const why = whyNotAdded(source, to)
  return why === undefined ? { kind: 'take', one, remote: source.name } : leave(why)
}

/** With the runtimes that they bring; of those that wait for a question about their source, none. */
function roomsForFlatpaks(
  { install, update }: Pick<FlatpakPlan, 'install' | 'update'>,
  from: FlatpakCapture,
  to: FlatpakCapture,
): NeededRoom[] {
  const sources = new Set(to.remotes.map(({ name }) => name))
  const coming = [...install.filter(({ remote }) => sources.has(remote)), ...update]
  const needed = new Set(coming.map(({ runtime }) => runtime))
  const there = new Set(to.flatpaks.map(({ ref }) => ref))
  const runtimes = from.flatpaks.filter(({ ref }) => needed.has(ref) && !there.has(ref))
  const sizes = new Map([...coming, ...runtimes].map((one) => [one.ref, one.installedBytes]))
  return roomsFor([...sizes.values()].map((bytes) => ({ bytes, on: to.room })))
}
