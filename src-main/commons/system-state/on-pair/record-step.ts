import { z } from 'zod'
import type { Answers } from '../../../contract/preview.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { StepInfo, StepOutcome, Verification, VerificationItem } from '../../../contract/switch-state.ts'
import type { Pair, RunContext, Step } from '../../../switch/step.ts'
import type { LeftState, LeftStateOn } from './left-state.ts'
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
 * Writes what both laptops share into ~/system-state and commits it once, on the source, so that it travels with /home. The repository
 * belongs to the person there, and so does what is done in it.
 */
export function createRecordStep(
  stateOn: LeftStateOn,
  contributors: () => readonly StateContributor[],
): Step<RecordPlan> {
  return {
    info,
    // Its files are on the source; to the target they come with the home.
    undo: 'nothing-changed',
    scopes: ['packages'],
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
      record(stateOn(pair.from), pair, context, () => collect(contributors(), pair, answers, context)),
    verify: (pair, _plan, _answers, context) => verifyRecord(stateOn(pair.from), pair, context),
  }
}

async function record(
  state: LeftState,
  pair: Pair,
  { switchId, signal }: RunContext,
  collectFiles: () => Promise<Readonly<Record<string, string>>>,
): Promise<StepOutcome> {
  const message = messageOf(pair, switchId)
  const earlier = await state.find(message, { signal })
  if (earlier !== undefined) return { text: texts.recorded, bytes: 0, items: 0 }
  const files = await collectFiles()
  const outcome = await state.record(message, files, { signal })
  const items = Object.keys(files).length
  if ('unchanged' in outcome) return { text: texts.nothingToRecord(items), bytes: 0, items: 0 }
  return { text: texts.filesRecorded(items), bytes: 0, items }
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

const folder = '~/system-state'

/** Finds the commit by its message, and checks that its files are as the newest commit has them. */
async function verifyRecord(state: LeftState, pair: Pair, { switchId, signal }: RunContext): Promise<Verification> {
  const { commit, isRecorded, differences } = await state.check(messageOf(pair, switchId), { signal })
  if (commit === undefined) return proof(texts.noCommit, [folder])
  const names = differences.map((name) => `${folder}/${name}`)
  return proof(texts.proofText(isRecorded, names.length), names)
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
