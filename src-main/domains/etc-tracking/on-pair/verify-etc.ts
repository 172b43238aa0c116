import type { Answers } from '../../../contract/preview.ts'
import type { Verification } from '../../../contract/switch-state.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { decide } from '../decide.ts'
import { isEqual, inspectBoth, type EtcPair, type EtcPath } from './compare-etc.ts'
import { allRules, chart, type Rules } from './decisions.ts'
import { isDecision } from './make-plan.ts'
import type { EtcPlan } from './plan.ts'
import * as texts from './texts.ts'

const sampleSize = 50

/** Reads both laptops again: content, names of owner and group, and mode of every tracked file. */
export async function verifyEtc(
  pair: Pair,
  plan: EtcPlan,
  answers: Answers,
  { signal }: RunContext,
): Promise<Verification> {
  const rules = allRules(plan, answers)
  const inspection = await inspectBoth(pair, { signal })
  const { tracked, kept } = chart(inspection, rules, { plan, answers, placed: new Set() })
  const staying = inspection.paths.filter((one) => one.to !== undefined && !tracked.includes(one))
  const holdsStaying = (one: EtcPath) => staying.some(({ path }) => path.startsWith(`${one.path}/`))
  const differences = tracked.filter((one) => !isEqual(one) && !(one.from === undefined && holdsStaying(one)))
  const chosen = [...kept, ...differingByRule(inspection, rules)]
  const undecided = undecidedOf(inspection, rules)
  const files = tracked.filter(({ from }) => from?.kind === 'file').map(({ path }) => `/etc${textFromBytePath(path)}`)
  return {
    items: [
      {
        title: texts.stepTitle,
        verdict: differences.length > 0 ? 'differs' : chosen.length > 0 ? 'as-chosen' : 'same',
        text: texts.proofText(tracked.length, differences.length, chosen.length),
        compared: tracked.length,
        chosen: chosen.map(nameOf),
        differences: differences.map(nameOf),
        readBack: files.slice(0, sampleSize),
      },
    ],
    notes: [
      ...(undecided.length === 0 ? [] : [texts.undecidedNote(undecided.length)]),
      ...(plan.changes.length === 0 ? [] : [texts.readAtRestart(pair.to.label)]),
    ],
  }
}

function differingByRule({ paths, never }: EtcPair, rules: Rules): readonly EtcPath[] {
  return paths.filter((one) => decide(one.path, rules, never) === 'never' && !isEqual(one) && isDecision(one))
}

function undecidedOf({ paths, never }: EtcPair, rules: Rules): readonly EtcPath[] {
  return paths.filter((one) => decide(one.path, rules, never) === 'undecided' && !isEqual(one) && isDecision(one))
}

function nameOf({ path }: EtcPath): string {
  return `/etc${textFromBytePath(path)}`
}
