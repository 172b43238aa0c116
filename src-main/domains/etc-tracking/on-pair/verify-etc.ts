import type { Answers } from '../../../contract/preview.ts'
import type { Verification } from '../../../contract/switch-state.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { countOf, formatCount } from '../../../kernel/units.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { decide } from '../compile-rules.ts'
import { isEqual, inspectBoth, type EtcPair, type EtcPath } from './compare-etc.ts'
import { allRules, chart, type Rules } from './decisions.ts'
import { isDecision } from './make-plan.ts'
import type { EtcPlan } from './plan.ts'

const sampleSize = 50

/** Both laptops are read anew: content, owner's and group's name, and mode of every tracked file. */
export async function verifyEtc(
  pair: Pair,
  plan: EtcPlan,
  answers: Answers,
  { signal }: RunContext,
): Promise<Verification> {
  const rules = allRules(plan, answers)
  const inspection = await inspectBoth(pair, { signal })
  const { tracked, kept } = chart(inspection, rules, answers)
  const holdsKept = (one: EtcPath) => one.from === undefined && kept.some(({ path }) => path.startsWith(`${one.path}/`))
  const differences = tracked.filter((one) => !isEqual(one) && !holdsKept(one))
  const chosen = [...kept, ...differingByRule(inspection, rules)]
  const undecided = inspection.paths.filter((one) => isUndecided(one, rules))
  const files = tracked.filter(({ from }) => from?.kind === 'file').map(({ path }) => `/etc${textFromBytePath(path)}`)
  return {
    items: [
      {
        title: '/etc files',
        verdict: differences.length > 0 ? 'differs' : chosen.length > 0 ? 'as-chosen' : 'same',
        text: describe(tracked.length, differences.length, chosen.length),
        compared: tracked.length,
        chosen: chosen.map(nameOf),
        differences: differences.map(nameOf),
        readBack: files.slice(0, sampleSize),
      },
    ],
    notes: [
      ...(undecided.length === 0 ? [] : [describeUndecided(undecided.length)]),
      ...(plan.changes.length === 0
        ? []
        : [`Programs on ${pair.to.label} read copied settings when they start again.`]),
    ],
  }
}

function differingByRule({ paths }: EtcPair, rules: Rules): readonly EtcPath[] {
  return paths.filter((one) => decide(one.path, rules) === 'never' && !isEqual(one) && isDecision(one))
}

function isUndecided(one: EtcPath, rules: Rules): boolean {
  return decide(one.path, rules) === 'undecided' && !isEqual(one) && isDecision(one)
}

function describe(compared: number, differences: number, chosen: number): string {
  if (compared === 0) return 'No file of /etc is tracked'
  const same = `${formatCount(compared - differences)} of ${countOf(compared, 'tracked entry', 'tracked entries')} match in content, owner and permissions`
  return chosen === 0 ? same : `${same}; ${countOf(chosen, 'file')} differ${chosen === 1 ? 's' : ''} as chosen`
}

function describeUndecided(count: number): string {
  return count === 1
    ? '1 file in /etc has no rule and was left as it is on both laptops.'
    : `${formatCount(count)} files in /etc have no rule and were left as they are on both laptops.`
}

function nameOf({ path }: EtcPath): string {
  return `/etc${textFromBytePath(path)}`
}
