/** How hand-written units start: their files go with /etc, so this waits for that step. */
import { z } from 'zod'
import { systemArea } from '../../../../commons/snapshot-sets/areas.ts'
import type { PackageRule } from '../../../../contract/package-rule.ts'
import type { Answers, Preview, PreviewBlock } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import type { StepInfo, StepOutcome, Verification, VerificationItem } from '../../../../contract/switch-state.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import { parseUnit, type ScopedUnit } from '../../../../kernel/format-unit.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair, RunContext, Step } from '../../../../switch/step.ts'
import { type Capture, type PackageUnits, unitChangeSchema, type UnitChange } from '../../model.ts'
import { isMachineUnit } from '../../never-compared.ts'
import {
  localUnits,
  startingAlone,
  uncarriedOnBoth,
  unitKey,
  unitChangesToMake,
  compareUnits,
  unitsNotThere,
} from '../../on-pair/compare-units.ts'
import { agreedUnits, isAsked, unitsUnanswered } from '../../on-pair/packages-plan.ts'
import { enabledLines, keyOfUnit } from '../../on-pair/preview-changes.ts'
import { itemsNotCompared } from '../../on-pair/proof/proof-item.ts'
import { refusedNotes, startsItem, unitsRefused } from '../../on-pair/proof/starts-item.ts'
import { unitQuestion } from '../../on-pair/questions/unit-question.ts'
import { readCapture } from '../../on-pair/read-capture.ts'
import { isUnitApart, staysForBoth } from '../../on-pair/rules/ruled.ts'
import { unitChanges } from '../../on-pair/run/describe-changes.ts'
import { withRefusedUnits } from '../../on-pair/run/texts.ts'
import type { Failure } from '../../program-failure.ts'
import { changeUnits } from '../../verbs.ts'
import * as texts from './texts.ts'

const info: StepInfo = {
  id: stepIds.localUnits,
  title: texts.stepTitle,
  stage: 'copy',
  icon: 'etc',
  after: [stepIds.packages, stepIds.etc],
  waitsFor: texts.waitsFor,
}

/** `readRules`: of the source. */
export function createLocalUnitsStep(readRules: (pair: Pair) => Promise<readonly PackageRule[]>): Step<LocalUnitsPlan> {
  return {
    info,
    undo: { area: systemArea.id },
    scopes: ['packages'],
    planSchema: localUnitsPlanSchema,
    probe: async (pair, { signal, scope }) => {
      const [{ from, to }, rules] = await Promise.all([readUnitsOf(pair, { signal }), readRules(pair)])
      const plan = planLocalUnits(from, to, rules)
      // No file comes by a switch of packages alone.
      return scope === undefined ? plan : { ...plan, arriving: [], starting: [] }
    },
    preview,
    run: runLocalUnits,
    verify: async (pair, plan, answers, { signal, unanswered }) =>
      verifyLocalUnits(await readUnitsOf(pair, { signal }), { pair, plan, answers, unanswered }),
    changes: describeChanges,
  }
}

interface Laptops extends Readonly<Record<'from' | 'to', PackageUnits>>, Pick<Capture, 'unitFailures'> {}

async function readUnitsOf(pair: Pair, options: CallOptions): Promise<Laptops> {
  const [from, to] = await Promise.all([readCapture(pair.from, options), readCapture(pair.to, options)])
  return { from: from.units, to: to.units, unitFailures: to.unitFailures }
}

function preview(plan: LocalUnitsPlan, pair: Pair): Preview {
  const { units, starting, ruled } = plan
  const changes = [
    ...enabledLines(units, pair),
    ...starting.map((name) => ({
      effect: 'enable' as const,
      name,
      kind: 'unit',
      detail: texts.withItsFile(pair.to.label),
      listedAs: keyOfUnit(parseUnit(name)),
    })),
  ]
  const { id: pageId } = wizardPages.packages
  const block: PreviewBlock = {
    ...{ kind: 'changes', pageId, title: texts.stepTitle, summary: texts.summaryOf(pair.to.label) },
    ...{ count: changes.length, changes },
  }
  const notice: PreviewBlock = { kind: 'notice', pageId, tone: 'info', ...texts.ruledNotice(ruled) }
  const blocks = [...(changes.length === 0 ? [] : [block]), ...(ruled.length === 0 ? [] : [notice])]
  const questions = units.filter(isAsked).map((one) => unitQuestion(one, stepIds.localUnits, pair))
  return {
    summary: texts.inPlan(units.length + starting.length),
    pages: blocks.length + questions.length === 0 ? [] : [wizardPages.packages],
    blocks,
    questions,
    blockers: [],
    estimate: { bytes: 0, items: units.length, ms: 0 },
  }
}

/** A unit of which the file did not come is not there to be changed. */
async function runLocalUnits(
  pair: Pair,
  plan: LocalUnitsPlan,
  answers: Answers,
  { signal }: RunContext,
): Promise<StepOutcome> {
  const wanted = { agreed: agreedUnits(plan.units, answers), arriving: plan.arriving }
  if (wanted.agreed.length + wanted.arriving.length === 0) return outcome(0, [], pair)
  const { from, to } = await readUnitsOf(pair, { signal })
  const changes = unitChangesToMake(localUnits(from), localUnits(to), wanted)
  if (changes.length === 0) return outcome(0, [], pair)
  const { done, failures } = await pair.to.call(changeUnits, { changes: [...changes], readAnew: true }, { signal })
  return outcome(done, failures, pair)
}

function outcome(items: number, failures: readonly Failure[], { to }: Pair): StepOutcome {
  const names = failures.map(({ what }) => what)
  return { text: withRefusedUnits(texts.done(items, to.label), names), bytes: 0, items }
}

function describeChanges(agreed: LocalUnitsPlan, now: LocalUnitsPlan): readonly string[] {
  const known = new Set(agreed.starting)
  return [
    ...unitChanges(agreed.units, now.units),
    ...now.starting.filter((unit) => !known.has(unit)).map(texts.startsSince),
  ]
}

interface Agreed {
  readonly pair: Pair
  readonly plan: LocalUnitsPlan
  readonly answers: Answers
  readonly unanswered: ReadonlySet<string>
}

/** Both laptops as they are now. A unit of which one laptop lacks the file is not compared. */
function verifyLocalUnits(
  { from, to, unitFailures }: Readonly<Record<'from' | 'to', PackageUnits>> & Pick<Capture, 'unitFailures'>,
  { pair, plan, answers, unanswered }: Agreed,
): Verification {
  const [here, there] = [localUnits(from), localUnits(to)]
  const agreed = agreedUnits(plan.units, answers)
  const failed = unitsRefused({ unitFailures }, [...agreed.map(unitKey), ...plan.arriving], pair.to.label)
  const both = startsItem(texts.stepTitle, {
    ...{ from: here, to: there, label: pair.from.label, agreed, failed },
    asked: [...plan.units.map(unitKey), ...plan.ruled],
    undecided: unitsUnanswered(plan.units, unanswered),
  })
  const notCompared: readonly (readonly [text: (count: number) => string, names: readonly string[]])[] = [
    [texts.onlyOn(pair.from.label, pair.to.label), startingAlone(here, there).map(unitKey)],
    [texts.onlyOn(pair.to.label, pair.from.label), startingAlone(there, here).map(unitKey)],
    [texts.ofLaptop, uncarriedOnBoth(here, there).map(unitKey)],
  ]
  return {
    items: [
      ...(both.compared === 0 ? [] : [both]),
      ...notCompared.flatMap(([text, names]) => leftOut(text(names.length), names)),
    ],
    notes: [...refusedNotes(failed)],
  }
}

function leftOut(text: string, names: readonly string[]): readonly VerificationItem[] {
  return itemsNotCompared([texts.stepTitle, text], { why: 'left-out', what: texts.what(names.length), names })
}

const localUnitsPlanSchema = z.object({
  /** Of units of which both laptops have the file. */
  units: z.array(unitChangeSchema),
  /** Keys of units of which the file may come with /etc; they follow the source. */
  arriving: z.array(z.string()),
  /** Of these, the ones that start there by themselves. */
  starting: z.array(z.string()),
  /** Keys of those that stay as they are by a rule, or are not stopped by one. */
  ruled: z.array(z.string()),
})

export type LocalUnitsPlan = z.infer<typeof localUnitsPlanSchema>

/** What both have of hand-written units, and what of it a rule leaves alone. */
function planLocalUnits(from: PackageUnits, to: PackageUnits, rules: readonly PackageRule[]): LocalUnitsPlan {
  const [here, there] = [localUnits(from), localUnits(to)]
  const isApart = (one: ScopedUnit): boolean => isUnitApart(rules, one)
  const isRuled = (one: UnitChange): boolean => isApart(one) || staysForBoth(rules, one)
  const changes = compareUnits(here, there)
  const arriving = unitsNotThere(here, there)
  const mayCome = (one: ScopedUnit): boolean => !isApart(one) && !isMachineUnit(one)
  const keysOf = (units: readonly ScopedUnit[]) => units.filter(mayCome).map(unitKey)
  return {
    units: changes.filter((one) => !isRuled(one)),
    arriving: keysOf(arriving),
    starting: keysOf(startingAlone(here, there)),
    ruled: [...changes.filter(isRuled), ...arriving.filter(isApart)].map(unitKey),
  }
}
