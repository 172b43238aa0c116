import { z } from 'zod'
import type { Answers, Change, Preview, Question } from '../../../src-main/contract/preview.ts'
import { wizardPages } from '../../../src-main/contract/wizard-page.ts'
import { defineStepId, stepIds } from '../../../src-main/contract/step-ids.ts'
import type { SwitchScope } from '../../../src-main/contract/switch-scope.ts'
import type { Subject } from '../../../src-main/contract/subject.ts'
import type { StepOutcome, VerificationItem } from '../../../src-main/contract/switch-state.ts'
import { anyStep } from '../../../src-main/switch/any-step.ts'
import type { AnyStep, BothSides, GetBeforehand, PlanContext, RunContext, Step } from '../../../src-main/switch/step.ts'

interface StepParts {
  readonly id: string
  readonly after?: readonly string[]
  /** What the probe sees; asked at each probe. */
  readonly fact?: () => string
  readonly probe?: (context: PlanContext) => Promise<void>
  readonly run?: (context: RunContext) => Promise<void>
  readonly verdict?: () => VerificationItem['verdict']
  readonly questions?: readonly Question[]
  readonly snapshotId?: string
  /** In place of ten bytes and one item. */
  readonly outcome?: () => Partial<StepOutcome>
  readonly look?: (subject: Subject) => Promise<BothSides>
  readonly blocked?: () => boolean
  readonly rooms?: Preview['rooms']
  /** Its one line, which the switch may leave. */
  readonly leavable?: string
  /** Told with which answers its changes are listed. */
  readonly listed?: (answers: Answers) => void
  readonly beforehand?: GetBeforehand
  /** In place of one byte, by the answers. */
  readonly bytes?: (answers: Answers) => number
  readonly newSince?: () => readonly string[]
  readonly changes?: () => readonly string[]
  readonly scopes?: readonly SwitchScope[]
}

/** A small step whose every part a test decides. */
export function stepOf(parts: StepParts): AnyStep {
  const preview: Preview = {
    summary: '',
    pages: [wizardPages.home],
    blocks: parts.leavable === undefined ? [] : [blockWith(parts.leavable)],
    questions: [...(parts.questions ?? [])],
    blockers: [],
    estimate: { bytes: 1, items: 1, ms: 1 },
    ...(parts.rooms === undefined ? {} : { rooms: parts.rooms }),
  }
  const step: Step<{ fact: string }> = {
    info: {
      id: defineStepId(parts.id),
      title: parts.id,
      stage: 'copy',
      icon: 'check',
      after: (parts.after ?? []).map(defineStepId),
      waitsFor: '',
    },
    ...(parts.look === undefined ? {} : { look: lookOf(parts.look) }),
    ...(parts.listed === undefined ? {} : { listChanges: listOf(parts.listed) }),
    ...(parts.beforehand === undefined ? {} : { beforehand: () => parts.beforehand }),
    ...(parts.bytes === undefined ? {} : { estimate: estimateOf(parts.bytes) }),
    ...(parts.newSince === undefined ? {} : { newSince: parts.newSince }),
    ...(parts.changes === undefined ? {} : { changes: parts.changes }),
    undo: { area: 'system' },
    scopes: parts.scopes ?? [],
    planSchema: z.object({ fact: z.string() }),
    probe: async (_pair, context) => {
      await parts.probe?.(context)
      return { fact: parts.fact?.() ?? 'same' }
    },
    preview: () =>
      parts.blocked?.() === true
        ? { ...preview, blockers: [{ title: 'The disk is full', text: 'Free some space.' }] }
        : preview,
    run: async (_pair, _plan, _answers, context) => {
      await parts.run?.(context)
      return {
        text: 'done',
        bytes: 10,
        items: 1,
        ...(parts.snapshotId === undefined ? {} : { snapshotId: parts.snapshotId }),
        ...parts.outcome?.(),
      }
    },
    verify: (_pair, _plan, _answers, { outcome }) => {
      const verdict = parts.verdict?.() ?? 'same'
      const left = (outcome?.leftOut ?? []).map(({ name, why }) => ({ why, count: 1, names: [name] }))
      const differences = verdict === 'differs' ? ['a file'] : []
      return Promise.resolve({
        items: [{ title: parts.id, verdict, text: '', compared: 1, chosen: [], left, differences, readBack: [] }],
        notes: [],
        stillRunning: left.flatMap(({ names }) => names),
      })
    },
  }
  return anyStep(step)
}

function blockWith(later: string): Preview['blocks'][number] {
  const refusable: NonNullable<Change['refusable']> = { kind: 'apt', name: 'gimp:amd64', decisions: ['never'], later }
  return {
    ...{ kind: 'changes', pageId: wizardPages.home.id, title: 'Install', summary: '', count: 1 },
    changes: [{ effect: 'add', name: 'gimp', kind: 'apt', detail: '', refusable }],
  }
}

function estimateOf(bytes: NonNullable<StepParts['bytes']>): NonNullable<Step<{ fact: string }>['estimate']> {
  return (_plan, answers) => ({ bytes: bytes(answers), items: 1, ms: 1 })
}

function lookOf(look: NonNullable<StepParts['look']>): NonNullable<Step<{ fact: string }>['look']> {
  return (_pair, _plan, { question }) => look(question.subject)
}

function listOf(listed: NonNullable<StepParts['listed']>): NonNullable<Step<{ fact: string }>['listChanges']> {
  return (_plan, { answers }) => {
    listed(answers)
    return Promise.resolve({
      total: 0,
      entries: [],
      counts: { remove: 0, rename: 0, update: 0, add: 0, bytes: 0 },
      isWhole: true,
    })
  }
}

export function question(parts: Pick<Question, 'id'> & Partial<Question>): Question {
  return {
    stepId: stepIds.home,
    form: 'choice',
    pageId: wizardPages.home.id,
    title: parts.id,
    subject: { kind: 'other', what: 'thing', name: parts.id },
    about: 'as it was at first',
    reason: 'both changed it',
    choices: [
      { id: 'keep', label: 'Keep', effect: '', meaning: 'keep', bulk: true },
      { id: 'take', label: 'Take', effect: '', meaning: 'change', bulk: true },
    ],
    required: true,
    secret: false,
    canLook: false,
    ...parts,
  }
}
