/** The step that makes one /home like the other: see run-home.ts for how, exclusions.ts for what never crosses. */
import { homeArea } from '../../../commons/snapshot-sets/areas.ts'
import type { StepInfo } from '../../../contract/switch-state.ts'
import type { Pair, Step, Asked, BothSides } from '../../../switch/step.ts'
import type { PersonHomeRules } from './exclusions/rules-file.ts'
import { homeMessages } from '../messages.ts'
import { browse, createIsAsked, rootOf } from './look/browse.ts'
import { createChangeLister, type ChangeLister } from './look/list-changes.ts'
import { createKeptLines, type PlanLines } from './look/plan-lines.ts'
import type { ReadLimit } from './plan/compare-doubtful.ts'
import { asAgreed, changesOfPlan, newSince } from './plan/changes-of-plan.ts'
import { makePlan, type MadeHomePlan } from './plan/make-plan.ts'
import { homePlanSchema, type HomePlan, type HomeDecision } from './plan/plan.ts'
import { estimateHome, previewHome } from './plan/preview.ts'
import { recordHomeBase } from './run/record-base.ts'
import { runHome } from './run/run-home.ts'
import { verifyHome } from './compare/verify-home.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import * as texts from './texts.ts'
import { randomBytes } from 'node:crypto'
import { keyOfPath, pathOfKey } from '../inventory/inventory-entry.ts'
import { wordSide } from '../../../commons/looking/word-side.ts'
import type { Input } from '../../../contract/define.ts'
import type { LookSide } from '../../../contract/look.ts'
import type { Machine } from '../../../machine/machine.ts'
import { lookAtHomeFile } from '../scan-verbs.ts'

const info: StepInfo = {
  id: stepIds.home,
  title: texts.stepTitle,
  stage: 'copy',
  icon: 'home',
  after: [stepIds.systemState],
  waitsFor: texts.waitsFor,
}

interface HomeParts {
  /** What the person left out. */
  readonly readRules: (pair: Pair) => Promise<PersonHomeRules>
  /** Whether what the person's own Syncthing carries is left to it. */
  readonly isLeftToSyncthing: (pair: Pair) => Promise<boolean>
  /** What a plan may read; the usual amount unless told otherwise. */
  readonly limit?: ReadLimit | undefined
}

export function createHomeStep({ readRules, isLeftToSyncthing, limit }: HomeParts): Step<HomePlan> {
  const kept = createKeptLines()
  const listers = new WeakMap<PlanLines, ChangeLister>()
  let last: MadeHomePlan | undefined

  function linesOf({ scans }: HomePlan): PlanLines {
    const lines = kept.of(scans)
    if (lines === undefined) throw homeMessages.scanExpired({})
    return lines
  }

  function listerOf(plan: HomePlan): ChangeLister {
    const lines = linesOf(plan)
    const lister = listers.get(lines) ?? createChangeLister(plan, lines)
    listers.set(lines, lister)
    return lister
  }

  return {
    info,
    undo: { area: homeArea.id },
    decideIn: texts.decideIn,
    planSchema: homePlanSchema,
    async probe(pair, { planId, signal, answered, tell }) {
      const [own, toSyncthing] = await Promise.all([readRules(pair), isLeftToSyncthing(pair)])
      const made = await makePlan({ pair, planId, own, toSyncthing, before: last, limit }, { signal, answered, tell })
      last = made
      kept.keep(made.plan.scans, made.lines)
      return made.plan
    },
    preview: (plan, pair) => previewHome(plan, pair),
    estimate: estimateHome,
    run: (pair, plan, answers, context) => runHome({ pair, plan, answers, context }),
    verify: (pair, plan, answers, context) => verifyHome({ pair, plan, answers, context }),
    look: lookAtHome,
    async browse(_pair, plan, asked, page) {
      const decision = decisionOf(plan, asked)
      const browsing = { lines: linesOf(plan), isAsked: createIsAsked(plan, decision), root: rootOf(decision) }
      return browse(browsing, asked.path, page)
    },
    listChanges: (plan, request) => listerOf(plan).list(request),
    changes: changesOfPlan,
    asAgreed,
    newSince,
    remember: (pair, plan, { switchId }, answers) => recordHomeBase(pair, { plan, answers, switchId }),
  }
}

/** What a question about /home is about, read from the frozen trees that the plan was made of. */
function decisionOf({ decisions }: HomePlan, { question }: Asked): HomeDecision {
  const decision = decisions.find(({ id }) => id === question.id)
  if (decision === undefined) throw homeMessages.scanExpired({})
  return decision
}

export async function lookAtHome({ from, to }: Pair, plan: HomePlan, asked: Asked): Promise<BothSides> {
  const decision = decisionOf(plan, asked)
  const path = asked.path ?? pathOfKey(rootOf(decision))
  if (!createIsAsked(plan, decision)(keyOfPath(path))) throw homeMessages.notAskedAbout({})
  const key = randomBytes(32).toString('base64')
  const [left, taken] = await Promise.all([
    look(from, { scanId: plan.scans.from, path, key }),
    look(to, { scanId: plan.scans.to, path, key }),
  ])
  return { from: left, to: taken }
}

async function look(machine: Machine, input: Input<typeof lookAtHomeFile>): Promise<LookSide> {
  const { side } = await machine.call(lookAtHomeFile, input)
  return wordSide(side, machine.wording)
}
