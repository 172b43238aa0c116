import { z } from 'zod'
import type { Answers } from '../../../contract/preview.ts'
import type { StepInfo, StepOutcome, Verification, VerificationItem } from '../../../contract/switch-state.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { countOf } from '../../../kernel/units.ts'
import type { Pair, RunContext, Step } from '../../../switch/step.ts'
import type { SystemState } from './open-system-state.ts'

/** Somebody who keeps a file in ~/system-state. */
export interface StateContributor {
  /** File name, relative to ~/system-state, to content. */
  contribute(pair: Pair, answers: Answers, context: RunContext): Promise<Readonly<Record<string, string>>>
}

const planSchema = z.object({})
type RecordPlan = z.infer<typeof planSchema>

const info: StepInfo = {
  id: 'system-state',
  title: 'Write lists',
  stage: 'copy',
  icon: 'notebook',
  after: ['snapshots'],
  waitsFor: 'Starts when the snapshots are taken, and before /home travels with it',
}

/**
 * Writes what both laptops share into ~/system-state and commits it once, on the laptop that is left, so that it
 * travels with /home. Works only where the app runs on that laptop, because the repository belongs to its person.
 */
export function createRecordStep(state: SystemState, contributors: readonly StateContributor[]): Step<RecordPlan> {
  return {
    info,
    planSchema,
    probe: () => Promise.resolve({}),
    preview: () => ({
      summary: 'Records packages and rules',
      blocks: [],
      questions: [],
      blockers: [],
      estimate: { bytes: 0, items: 1, ms: 500 },
    }),
    changes: () => [],
    run: (pair, _plan, answers, context) => record(state, contributors, pair, answers, context),
    verify: (pair, _plan, _answers, { switchId }) => verifyRecord(state, pair, switchId),
  }
}

async function record(
  state: SystemState,
  contributors: readonly StateContributor[],
  pair: Pair,
  answers: Answers,
  context: RunContext,
): Promise<StepOutcome> {
  const message = messageOf(pair, context.switchId)
  const earlier = await state.findCommit(message)
  if (earlier !== undefined) return { text: `Recorded as ${short(earlier)}.`, bytes: 0, items: 0 }
  if (state.host !== pair.from.name) throw notHere(pair)
  const files = await collect(contributors, pair, answers, context)
  await state.writeFiles(files)
  const outcome = await state.commit(message)
  const count = countOf(Object.keys(files).length, 'file')
  if ('unchanged' in outcome)
    return { text: `${count} looked at; nothing is new since the last commit.`, bytes: 0, items: 0 }
  return { text: `${count} recorded as ${short(outcome.commit)}.`, bytes: 0, items: Object.keys(files).length }
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

/** The commit found again by its message, and the files that it changed still as the newest commit has them. */
async function verifyRecord(state: SystemState, pair: Pair, switchId: string): Promise<Verification> {
  const recorded = await state.findCommit(messageOf(pair, switchId))
  const commit = recorded ?? (await state.newestCommit())
  if (commit === undefined) return proof('There is no commit', ['~/system-state'])
  const what =
    recorded === undefined ? `Nothing was new since commit ${short(commit)}` : `Commit ${short(commit)} has this switch`
  const differences = await state.uncommittedOf(commit)
  if (differences.length === 0) return proof(`${what}; its files are as committed`, [])
  return proof(`${what}; ${countOf(differences.length, 'file')} changed without a commit`, differences)
}

function proof(text: string, differences: readonly string[]): Verification {
  const item: VerificationItem = {
    title: 'Lists',
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
  return `Switch ${pair.from.name} → ${pair.to.name} ${switchId}`
}

function short(commit: string): string {
  return commit.slice(0, 8)
}

function notHere(pair: Pair): AppError {
  return new AppError({
    code: 'blocked',
    message: `~/system-state can only be recorded on ${pair.from.label}, where this switch started.`,
    hint: `Open pc-switcher on ${pair.from.label} and resume there.`,
  })
}
