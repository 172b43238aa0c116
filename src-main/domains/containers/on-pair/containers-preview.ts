/** What the person reads and is asked about volumes and images of containers. */
import { keepAlwaysChoice } from '../../../commons/kept/on-pair/keep-always.ts'
import {
  containerKinds,
  engineIds,
  type ContainerKind,
  type ContainerRule,
  type EngineId,
} from '../../../contract/container-rule.ts'
import type { Answers, Change, Choice, Preview, PreviewBlock, Question, Version } from '../../../contract/preview.ts'
import { defineWizardPage, type WizardPage } from '../../../contract/wizard-page.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { formatBytes } from '../../../kernel/units.ts'
import type { Pair } from '../../../switch/step.ts'
import { rowsOf, type ContainerRow } from './containers-plan.ts'
import type { ContainersPlan } from './probe-containers.ts'
import { isTaken, questionId, safeDefaultOf, type AskedContainerRule } from './container-answers.ts'
import * as texts from './texts.ts'

const containersPage = defineWizardPage({ id: 'containers', title: texts.stepTitle, icon: 'puzzle', order: 410 })

export function previewContainers(plan: ContainersPlan, pair: Pair): Preview {
  const { items, bytes, ...times } = estimateContainers(plan, {})
  const questions = plan.rows.flatMap((row) => questionOf(row, pair))
  const blocks = engineIds.flatMap((engine) =>
    containerKinds.flatMap((kind) => changesBlock({ engine, kind }, rowsOf(kind, plan.rows, engine), pair)),
  )
  return {
    summary: texts.summary(plan.rows.length, countOfKinds(plan.rows.filter((row) => isTaken(row, {}))), bytes),
    pages: [{ ...containersPage, ...headingOf(questions, pair) }],
    blocks: [...blocks, ...noticesOf(plan, pair)],
    questions,
    blockers: [],
    rooms: plan.engines.map((one) => ({ what: texts.roomFor, bytes: roomNeeded(plan, one.engine), ...one.room })),
    estimate: { items, bytes, ...times },
  }
}

/** What is packed crosses the network, and is read twice on either side. */
const carriedBytesPerMs = 30_000
const readBytesPerMs = 200_000

export function estimateContainers({ rows }: ContainersPlan, answers: Answers): Preview['estimate'] {
  const coming = rows.filter((row) => isTaken(row, answers))
  const bytes = sizeOf(coming)
  const same = sizeOf(rowsOf('volume', rows).filter(({ decision }) => decision.kind === 'same'))
  return {
    ...{ bytes, items: coming.length, ms: Math.round(bytes / carriedBytesPerMs) + coming.length * 2_000 },
    proofMs: coming.length + same === 0 ? 0 : Math.round(1_000 + (bytes + same) / readBytesPerMs),
  }
}

function sizeOf(rows: readonly ContainerRow[]): number {
  return rows.reduce((sum, { arrives, from }) => sum + (arrives ?? from?.bytes ?? 0), 0)
}

function countOfKinds(rows: readonly ContainerRow[]): Readonly<Record<ContainerKind, number>> {
  return { image: rowsOf('image', rows).length, volume: rowsOf('volume', rows).length }
}

/** What comes: as it was packed, as it is unpacked beside the old one, and as its engine takes it. */
function roomNeeded({ rows }: ContainersPlan, engine: EngineId): number {
  return 3 * sizeOf(rows.filter((row) => row.engine === engine && isTaken(row, {})))
}

interface KindOfEngine {
  readonly engine: EngineId
  readonly kind: ContainerKind
}

function changesBlock(
  { engine, kind }: KindOfEngine,
  rows: readonly ContainerRow[],
  pair: Pair,
): readonly PreviewBlock[] {
  const changes = rows.flatMap((row) => changeOf(row, pair))
  if (changes.length === 0) return []
  return [
    {
      kind: 'changes',
      pageId: containersPage.id,
      title: texts.groups[engine][kind],
      summary: texts.blockSummary(kind, changes.length),
      count: changes.length,
      changes,
    },
  ]
}

function changeOf(row: ContainerRow, pair: Pair): readonly Change[] {
  const told = describeDecision(row, pair)
  if (told === undefined) return []
  const bytes = (row.from ?? row.to)?.bytes
  return [{ ...told, name: row.name, kind: row.kind, ...(bytes === undefined ? {} : { bytes }) }]
}

/** Undefined where nothing is to be told, and for what its question tells. */
function describeDecision(
  { decision }: ContainerRow,
  { from, to }: Pair,
): Pick<Change, 'effect' | 'detail'> | undefined {
  switch (decision.kind) {
    case 'same':
    case 'ask-new':
    case 'ask-first':
    case 'ask-both':
    case 'deleted-there':
      return undefined
    case 'take':
      return decision.why === 'new'
        ? { effect: 'add', detail: texts.onlyOn(from.label) }
        : { effect: 'update', detail: texts.changedOn(from.label) }
    case 'keep':
      return { effect: 'keep', detail: texts.newerOn(to.label) }
    case 'only-there':
      return { effect: 'keep', detail: texts.onlyOn(to.label) }
    case 'ruled':
      return { effect: 'keep', detail: texts.ruled[decision.by] }
    case 'in-use':
      return { effect: 'cannot', detail: texts.inUse(decision.by, decision.on === 'from' ? from.label : to.label) }
    case 'cannot':
      return { effect: 'cannot', detail: texts.cannotCopy(decision.why) }
    case 'pulled':
      return { effect: 'keep', detail: texts.canBePulled }
    default:
      return assertNever(decision)
  }
}

function questionOf(row: ContainerRow, pair: Pair): readonly Question[] {
  const asked = askedOf(row, pair)
  if (asked === undefined) return []
  const usual = safeDefaultOf(row)
  return [
    {
      id: questionId(row),
      stepId: stepIds.containers,
      pageId: containersPage.id,
      form: 'choice',
      title: row.name,
      subject: { kind: 'other', what: row.kind, name: row.name },
      group: texts.groupOf(row),
      about: row.about,
      ...asked,
      versions: versionsOf(row, pair),
      ...(usual === undefined ? {} : { safeDefault: usual }),
      ...{ required: true, secret: false, canLook: false },
    },
  ]
}

type Asked = Pick<Question, 'reason' | 'choices'>

function askedOf(row: ContainerRow, pair: Pair): Asked | undefined {
  const { question } = texts
  const { engine, kind, name, decision } = row
  const rule = (word: ContainerRule['decision']): AskedContainerRule => ({
    kind: 'containers',
    rule: { engine, kind, name, decision: word },
  })
  const never = keepAlwaysChoice<AskedContainerRule>(question.never(pair), rule('never'))
  switch (decision.kind) {
    case 'ask-new':
      return {
        reason: question.reasonNew(pair.from.label),
        choices: [
          { id: 'take', ...question.bring(pair), meaning: 'change', bulk: true, rule: rule('both') },
          { id: 'later', ...question.later(pair), meaning: 'later', bulk: true },
          keepAlwaysChoice<AskedContainerRule>(question.apart(pair), rule('apart')),
        ],
      }
    case 'ask-first':
      return { reason: question.reasonFirst(kind), choices: [...takeOrKeep(row, pair), never] }
    case 'ask-both':
      return { reason: question.reasonBoth, choices: [...takeOrKeep(row, pair), never] }
    case 'deleted-there':
      return {
        reason: question.reasonDeleted(pair.to.label),
        choices: [
          { id: 'keep', ...question.keepDeleted(pair), meaning: 'keep', bulk: true },
          { id: 'take', ...question.restore(pair), meaning: 'change', bulk: true },
          keepAlwaysChoice<AskedContainerRule>(question.apart(pair), rule('apart')),
        ],
      }
    default:
      return undefined
  }
}

function takeOrKeep(row: ContainerRow, pair: Pair): readonly Choice[] {
  return [
    { id: 'take', ...texts.question.take(row, pair), meaning: 'change', bulk: true },
    { id: 'keep', ...texts.question.keep(pair), meaning: 'keep', bulk: true },
  ]
}

/** What each laptop has, and which is newer. */
function versionsOf(row: ContainerRow, pair: Pair): [Version, Version] {
  const versionOn = (side: 'from' | 'to', other: 'from' | 'to'): Version => {
    const [own, others] = [row[side], row[other]]
    const laptop = pair[side].label
    if (own === undefined) return { laptop, what: texts.notThere, isNewer: false }
    return {
      laptop,
      what: formatBytes(own.bytes),
      at: own.changedAt,
      isNewer: others !== undefined && own.changedAt > others.changedAt,
    }
  }
  return [versionOn('from', 'to'), versionOn('to', 'from')]
}

function headingOf(questions: readonly Question[], { to }: Pair): Pick<WizardPage, 'heading'> {
  const [first] = questions
  if (first === undefined) return {}
  return { heading: texts.heading(questions.length === 1 ? first.title : undefined, to.label) }
}

function noticesOf({ troubles, engines }: ContainersPlan, { from }: Pair): readonly PreviewBlock[] {
  const stay = engines.flatMap(({ engine, anonymous }) =>
    anonymous === 0 ? [] : [{ tone: 'info' as const, ...texts.anonymousStay(engine, anonymous, from.label) }],
  )
  const told = troubles.map(({ title, text }) => ({ tone: 'warning' as const, title, text }))
  return [...told, ...stay].map((one) => ({ kind: 'notice', pageId: containersPage.id, ...one }))
}
