import { ruleFor, staysApart, type PackageDecision, type PackageRule } from '../../../../contract/package-rule.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { Snap, SnapCapture } from '../model.ts'
import { captureSnaps } from '../verbs.ts'
import { compareSnaps, namesOnBoth, type SnapTwins } from './compare-snaps.ts'
import { isLeft, withLeft, type Probing } from '../../on-pair/later/left-for-later.ts'
import { roomsFor } from '../../on-pair/room/needed-rooms.ts'
import { targetOf } from './snap-change.ts'
import { emptySnapPlan, isClassic, type SnapPlan, type SnapWhyNot } from './snap-plan.ts'
import { compareChannels } from './snap-settings.ts'

/** Captures both laptops. Reads only. */
export async function probeSnaps(
  pair: Pair,
  readRules: () => Promise<readonly PackageRule[]>,
  { answered = {}, ...options }: Probing,
): Promise<SnapPlan> {
  const [from, to, lines] = await Promise.all([...bothCaptures(pair, options), readRules()])
  const snapd = { from: from.snapd, to: to.snapd }
  // Nothing is known of a laptop whose snapd does not answer.
  if (from.snapd === 'silent' || to.snapd === 'silent') return { ...emptySnapPlan, snapd }
  const { missing, onlyThere, differing, same } = compareSnaps(from, to)
  const architecture = architectureOf(from, to)
  const whyNot = (one: Snap) => whyNotInstalled(one, to)
  const wouldCome = mayBeLeft(decider(lines, from, to), to)
  const later = missing.filter((one) => wouldCome(one) && isLeft(targetOf(one, architecture), answered))
  const left = later.map((one) => targetOf(one, architecture))
  const decide = decider(withLeft(lines, left), from, to)
  const isApart = (one: Pick<Snap, 'name'>) => staysApart(decide(one))
  const isNever = ({ here }: SnapTwins) => decide(here) === 'never'
  const open = missing.filter((one) => !isApart(one))
  const install = open.filter((one) => whyNot(one) === undefined)
  const names = new Set([...install.map(({ name }) => name), ...namesOnBoth({ same, differing })])
  const isRuled = (name: string) => isApart({ name })
  const channels = compareChannels(names, isRuled, { from, to })
  return {
    ...{ architecture, snapd },
    install,
    rejected: open.flatMap((one) => {
      const why = whyNot(one)
      return why === undefined ? [] : [{ ...one, why }]
    }),
    // Without snapd nobody knows what the source would have.
    removals: from.snapd === 'there' ? onlyThere.filter((one) => decide(one) === undefined) : [],
    otherwise: differing
      .filter(({ here }) => !isApart(here))
      .map(({ here, there }) => ({ ...here, there: there.revision })),
    kept: [...[...missing, ...onlyThere].filter(isApart), ...differing.filter(isNever).map(({ here }) => here)].map(
      ({ name }) => name,
    ),
    later: [...later],
    both: onlyThere.filter((one) => decide(one) === 'both').map(({ name }) => name),
    keptChannels: [...channels.ruled],
    rooms: roomsFor(
      install.filter((one) => !isClassic(one)).map(({ installedBytes }) => ({ bytes: installedBytes, on: to.room })),
    ),
    ...{ follow: [...channels.open], failedBefore: to.failures },
  }
}

/** What would be installed by itself: others come with a snap, or are a question, or a rule says more. */
function mayBeLeft(decide: ReturnType<typeof decider>, to: SnapCapture) {
  return (one: Snap): boolean =>
    one.kind === 'app' && !isClassic(one) && !staysApart(decide(one)) && whyNotInstalled(one, to) === undefined
}

export function bothCaptures({ from, to }: Pair, options: CallOptions): [Promise<SnapCapture>, Promise<SnapCapture>] {
  return [from.call(captureSnaps, {}, options), to.call(captureSnaps, {}, options)]
}

/** What the person decided about one, on whichever laptop it is. */
export function decider(rules: readonly PackageRule[], from: SnapCapture, to: SnapCapture) {
  const architecture = architectureOf(from, to)
  return ({ name }: Pick<Snap, 'name'>): PackageDecision | undefined =>
    ruleFor(rules, { kind: 'snap', name, architecture })?.decision
}

function architectureOf(from: SnapCapture, to: SnapCapture): string {
  return from.architecture === '' ? to.architecture : from.architecture
}

function whyNotInstalled(one: Snap, { snapd, takesClassic }: SnapCapture): SnapWhyNot | undefined {
  if (!one.isFromStore) return 'file'
  if (one.confinement === 'devmode') return 'devmode'
  return isClassic(one) && snapd === 'there' && !takesClassic ? 'no-classic' : undefined
}
