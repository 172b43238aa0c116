import { ruleFor, type PackageDecision, type PackageRule, staysApart } from '../../../../contract/package-rule.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { captureAlternatives } from '../verbs.ts'
import type { AlternativesPlan, AskedAlternative } from './alternatives-plan.ts'
import { compareAlternatives } from './compare-alternatives.ts'

/** What was set by hand on the laptop that is taken is changed only where the person agrees, or has a rule. Reads only. */
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
