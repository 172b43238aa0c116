import { ruleFor, type PackageDecision, type PackageRule, staysApart } from '../../../../contract/package-rule.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { captureAlternatives, type Alternative, type Alternatives } from '../verbs.ts'
import type { AlternativesPlan, AskedAlternative } from './alternatives-plan.ts'

/** What was set by hand on the target is changed only where the person agrees, or has a rule. Reads only. */
export async function probeAlternatives(
  pair: Pair,
  readRules: () => Promise<readonly PackageRule[]>,
  options: CallOptions,
): Promise<AlternativesPlan> {
  const [[here, there], rules] = await Promise.all([bothCaptures(pair, options), readRules()])
  const { differing, automaticHere } = compareAlternatives(here, there)
  const decide = (name: string) => decisionAbout(rules, name)
  const open = differing.filter(({ name }) => !staysApart(decide(name)))
  const loose = automaticHere.filter(({ name }) => decide(name) === undefined)
  return {
    follow: open.filter(({ name, there: other }) => other === undefined || decide(name) === 'both'),
    reset: automaticHere.map(({ name }) => name).filter((name) => decide(name) === 'both'),
    asked: [
      ...open.flatMap(({ name, path, there: other }): AskedAlternative[] =>
        other === undefined || decide(name) === 'both' ? [] : [{ name, path, there: other }],
      ),
      ...loose.map(({ name, path }) => ({ name, there: path })),
    ],
    kept: [...differing, ...automaticHere].map(({ name }) => name).filter((name) => staysApart(decide(name))),
  }
}

export function bothCaptures({ from, to }: Pair, options: CallOptions) {
  return Promise.all([
    from.call(captureAlternatives, { wanted: [] }, options),
    to.call(captureAlternatives, { wanted: [] }, options),
  ])
}

export function decisionAbout(rules: readonly PackageRule[], name: string): PackageDecision | undefined {
  return ruleFor(rules, { kind: 'alternative', name })?.decision
}

/** What somebody set by hand on one of the two, and is otherwise on the other. */
interface AlternativesComparison {
  readonly same: readonly Alternative[]
  /** `there`: what was set by hand on the receiver, if anything. */
  readonly differing: readonly (Alternative & { readonly there?: string })[]
  /** Set by hand on the receiver, and following what is installed on the sender. */
  readonly automaticHere: readonly Alternative[]
  /** Set by hand on the receiver, and not there on the sender. */
  readonly onlyThere: readonly Alternative[]
}

/** Names that lead to the driver of a graphics card. */
const ofHardware = /^(?:glx|nvidia|libnvidia)|nvidia/

export function compareAlternatives(from: Alternatives, to: Alternatives): AlternativesComparison {
  const isCompared = ({ name, path }: Alternative): boolean => !ofHardware.test(name) && !/nvidia/.test(path)
  const here = from.chosen.filter(isCompared)
  const there = new Map(to.chosen.map(({ name, path }) => [name, path]))
  const names = new Set(from.chosen.map(({ name }) => name))
  const automatic = new Set(from.automatic)
  const differing = here.filter(({ name, path }) => there.get(name) !== path)
  const alone = to.chosen.filter((one) => !names.has(one.name) && isCompared(one))
  return {
    same: here.filter(({ name, path }) => there.get(name) === path),
    differing: differing.map((one) => {
      const other = there.get(one.name)
      return other === undefined ? one : { ...one, there: other }
    }),
    automaticHere: alone.filter(({ name }) => automatic.has(name)),
    onlyThere: alone.filter(({ name }) => !automatic.has(name)),
  }
}
