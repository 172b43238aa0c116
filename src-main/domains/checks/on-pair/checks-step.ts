/** Checks whether the two laptops can be switched now. Reads both and changes nothing. */
import { lookAtDoors } from '../../../commons/doors/verbs.ts'
import { compareLedgers, type Memory } from '../../../commons/ledger/on-pair/agreement.ts'
import { readLedger } from '../../../commons/ledger/verbs.ts'
import type { Preview, Question } from '../../../contract/preview.ts'
import { wizardPages, type WizardPage } from '../../../contract/wizard-page.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import { scopeOf } from '../../../contract/switch-scope.ts'
import type { Laptop, StepInfo } from '../../../contract/switch-state.ts'
import { isoNow, systemClock, type Clock } from '../../../kernel/clock.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { driverOf, type Pair, type Step } from '../../../switch/step.ts'
import { checkFacts } from '../verbs.ts'
import { checksPlanSchema, type ChecksPlan, type LaptopPair, type CheckSide } from './check.ts'
import { measureTiming } from './compare-clocks.ts'
import {
  diskFinding,
  doorFindings,
  homeFindings,
  nameFindings,
  personFinding,
  powerFinding,
  sessionFindings,
  versionFinding,
} from './laptop-findings.ts'
import { clockFinding, connectionFinding, holderFinding, otherSwitchFindings, rulesFindings } from './pair-findings.ts'
import * as texts from './texts.ts'

const info: StepInfo = {
  id: stepIds.checks,
  title: texts.stepTitle,
  stage: 'prepare',
  icon: 'check',
  after: [],
  waitsFor: '',
}

/** `readPower`: what the person wants of both batteries. */
export function createChecksStep(
  readPower: (pair: Pair) => Promise<ChecksPlan['power']>,
  clock: Clock = systemClock,
): Step<ChecksPlan> {
  return {
    info,
    undo: 'nothing-changed',
    scopes: ['packages'],
    planSchema: checksPlanSchema,
    async probe(pair, { planId, signal, scope }) {
      const { from, to } = pair
      const [left, taken, power] = await Promise.all([
        look(from, planId, { signal }),
        look(to, planId, { signal }),
        readPower(pair),
      ])
      return {
        at: isoNow(clock),
        from: left.side,
        to: taken.side,
        holder: compareLedgers(left.memory, taken.memory, from.wording),
        startedBy: driverOf(pair).name,
        ...scopeOf({ scope }),
        power,
      }
    },
    preview: (plan, { from, to }) => previewChecks(plan, { from: laptopOf(from), to: laptopOf(to) }),
    run: ({ from, to }) =>
      Promise.resolve({ text: texts.ready({ from: laptopOf(from), to: laptopOf(to) }), bytes: 0, items: 0 }),
    verify: () => Promise.resolve({ items: [], notes: [] }),
    changes: (agreed, now) => (describeHolder(agreed) === describeHolder(now) ? [] : [texts.holderChanged]),
  }
}

interface Look {
  readonly side: CheckSide
  readonly memory: Memory
}

/** Reads the clock first and alone, because other answers would delay it. */
async function look(machine: Machine, planId: string, options: CallOptions): Promise<Look> {
  const timing = await measureTiming(machine, options)
  const [facts, ledger, { problems: doors }] = await Promise.all([
    machine.call(checkFacts, { planId }, options),
    machine.call(readLedger, {}, options),
    machine.call(lookAtDoors, { tried: false }, options),
  ])
  const { lock, open } = ledger
  return { side: { facts, timing, ledger: { lock, open }, doors }, memory: { laptop: laptopOf(machine), ledger } }
}

function laptopOf({ name, label }: Machine): Laptop {
  return { name, label }
}

export function previewChecks(plan: ChecksPlan, laptops: LaptopPair): Preview {
  const findings = [
    powerFinding(plan, laptops),
    diskFinding(plan, laptops),
    ...homeFindings(plan, laptops),
    ...doorFindings(plan, laptops),
    clockFinding(plan, laptops),
    ...(plan.scope === undefined ? [holderFinding(plan, laptops)] : rulesFindings(plan, laptops)),
    ...otherSwitchFindings(plan, laptops),
    ...nameFindings(plan),
    personFinding(plan, laptops),
    // Programs alone change no file that somebody works on.
    ...(plan.scope === undefined ? sessionFindings(plan, laptops) : []),
    versionFinding(plan, laptops),
    connectionFinding(plan, laptops),
  ]
  const blockers = findings.flatMap((finding) => finding.blockers)
  const questions = findings.flatMap((finding) => finding.questions)
  return {
    summary: blockers[0]?.title ?? texts.bothReady,
    pages: [{ ...wizardPages.laptops, ...headingOf(questions) }],
    blocks: [{ kind: 'checks', rows: findings.map(({ row }) => row) }],
    questions,
    blockers,
    estimate: { bytes: 0, items: 0, ms: 0 },
  }
}

/** Without a question there is nothing to decide. */
function headingOf(questions: readonly Question[]): Pick<WizardPage, 'heading'> {
  const [first] = questions
  if (first === undefined) return {}
  return { heading: { title: questions.length > 1 ? texts.decideFirst : first.title, lead: texts.nothingChangedYet } }
}

function describeHolder({ holder }: ChecksPlan): string {
  return holder.kind === 'held' ? `${holder.by} ${holder.switchId}` : holder.kind
}
