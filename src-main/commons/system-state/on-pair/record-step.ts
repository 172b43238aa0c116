import { z } from 'zod'
import type { Answers } from '../../../contract/preview.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { StepInfo, StepOutcome, Verification, VerificationItem } from '../../../contract/switch-state.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { Pair, RunContext, Step } from '../../../switch/step.ts'
import type { SystemState } from './open-system-state.ts'
import * as texts from './texts.ts'

/** A domain that keeps files in ~/system-state. */
export interface StateContributor {
  /** File name, relative to ~/system-state, to content. */
  contribute(pair: Pair, answers: Answers, context: RunContext): Promise<Readonly<Record<string, string>>>
}

const planSchema = z.object({})
type RecordPlan = z.infer<typeof planSchema>

const info: StepInfo = {
  id: stepIds.systemState,
  title: texts.stepTitle,
  stage: 'copy',
  icon: 'notebook',
  after: [stepIds.snapshots],
  waitsFor: texts.waitsFor,
}

/**
 * Writes what both laptops share into ~/system-state and commits it once, on the laptop that is left, so that it
 * travels with /home. Works only where the app runs on that laptop, because the repository belongs to its person.
 */
export function createRecordStep(
  state: SystemState,
  contributors: () => readonly StateContributor[],
): Step<RecordPlan> {
  return {
    info,
    changesLaptop: false,
    planSchema,
    probe: () => Promise.resolve({}),
    preview: () => ({
      summary: texts.summary,
      pages: [],
      blocks: [],
      questions: [],
      blockers: [],
      estimate: { bytes: 0, items: 1, ms: 500 },
    }),
    changes: () => [],
    run: (pair, _plan, answers, context) =>
      record(state, pair, context.switchId, () => collect(contributors(), pair, answers, context)),
    verify: (pair, _plan, _answers, { switchId }) => verifyRecord(state, pair, switchId),
  }
}

async function record(
  state: SystemState,
  pair: Pair,
  switchId: string,
  collectFiles: () => Promise<Readonly<Record<string, string>>>,
): Promise<StepOutcome> {
  const message = messageOf(pair, switchId)
  await state.clearLeftovers()
  const earlier = await state.findCommit(message)
  if (earlier !== undefined) return { text: texts.recordedAs(earlier), bytes: 0, items: 0 }
  if (state.host !== pair.from.name) throw notHere(pair)
  const files = await collectFiles()
  await state.writeFiles(files)
  const outcome = await state.commit(message)
  const items = Object.keys(files).length
  if ('unchanged' in outcome) return { text: texts.nothingToRecord(items), bytes: 0, items: 0 }
  return { text: texts.filesRecorded(items, outcome.commit), bytes: 0, items }
}

async function collect(
  contributors: readonly StateContributor[],
  pair: Pair,
  answers: Answers,
  context: RunContext,
): Promise<Readonly<Record<string, string>>> {
  const parts = await Promise.all(contributors.map((contributor) => contributor.contribute(pair, answers, context)))
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)))
}

/** Finds the commit by its message, and checks that its files are as the newest commit has them. */
async function verifyRecord(state: SystemState, pair: Pair, switchId: string): Promise<Verification> {
  const recorded = await state.findCommit(messageOf(pair, switchId))
  const commit = recorded ?? (await state.newestCommit())
  if (commit === undefined) return proof(texts.noCommit, ['~/system-state'])
  const differences = await state.uncommittedOf(commit)
  return proof(texts.proofText(commit, recorded !== undefined, differences.length), differences)
}

function proof(text: string, differences: readonly string[]): Verification {
  const item: VerificationItem = {
    title: texts.proofTitle,
    verdict: differences.length === 0 ? 'same' : 'differs',
    text,
    compared: 1,
    chosen: [],
    differences: [...differences],
    readBack: [],
  }
  return { items: [item], notes: [] }
}

function messageOf(pair: Pair, switchId: string): string {
  return texts.commitSubject(pair.from.name, pair.to.name, switchId)
}

function notHere(pair: Pair): AppError {
  return new AppError({ code: 'blocked', ...texts.onlyOn(pair.from.label) })
}
