/** What the person reads and is asked about the images of virtual machines. */
import type { Change, Preview, PreviewBlock, Question } from '../../../contract/preview.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { Pair } from '../../../switch/step.ts'
import { isTaken, questionId, type ImageGroup } from './images-plan.ts'
import type { ImagesPlan } from './probe-images.ts'
import * as texts from './texts.ts'

/** Both laptops read the image whole, and what differs crosses the network. */
const bytesPerMs = 100_000

export function previewImages(plan: ImagesPlan, pair: Pair): Preview {
  const coming = plan.groups
    .filter((group) => isTaken(group, {}))
    .flatMap(({ members }) => members.filter(({ onFrom }) => onFrom))
  const bytes = coming.reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0)
  const changes = plan.groups.flatMap((group) => changesOf(group, pair))
  return {
    summary: summarize(plan, coming.length, bytes),
    blocks: [...(changes.length === 0 ? [] : [changesBlock(changes, pair)]), ...noticesOf(plan, pair)],
    questions: plan.groups.flatMap((group) => questionOf(group, pair)),
    blockers: blockersOf(plan, pair),
    estimate: { bytes, items: coming.length, ms: Math.round(bytes / bytesPerMs) },
  }
}

function summarize(plan: ImagesPlan, count: number, bytes: number): string {
  return texts.summary(plan.groups.length, count, bytes)
}

function changesBlock(changes: readonly Change[], { to }: Pair): PreviewBlock {
  return {
    kind: 'changes',
    title: texts.blockTitle,
    summary: texts.blockSummary(changes.length, to.label),
    count: changes.length,
    changes: [...changes],
  }
}

function changesOf(group: ImageGroup, pair: Pair): readonly Change[] {
  const { effect, detail } = describeDecision(group, pair)
  if (effect === undefined) return []
  return group.members.map(({ name, allocatedBytes, onTo }) => ({
    effect: effect === 'update' && !onTo ? 'add' : effect,
    name: textFromBytePath(name),
    kind: 'image',
    detail,
    bytes: allocatedBytes,
  }))
}

function describeDecision({ decision }: ImageGroup, { from, to }: Pair): { effect?: Change['effect']; detail: string } {
  switch (decision.kind) {
    case 'same':
      return { detail: texts.sameOnBoth }
    case 'take':
      return {
        effect: 'update',
        detail: decision.why === 'new' ? texts.onlyOn(from.label) : texts.changedOn(from.label),
      }
    case 'keep':
      return { effect: 'keep', detail: texts.newerOn(to.label) }
    case 'only-there':
      return { effect: 'keep', detail: texts.onlyOn(to.label) }
    case 'ask':
      return {
        effect: 'update',
        detail: texts.toDecide(decision.first),
      }
    case 'cannot':
      return { effect: 'cannot', detail: texts.cannotCopy(decision.why) }
    default:
      return assertNever(decision)
  }
}

function questionOf(group: ImageGroup, { from, to }: Pair): readonly Question[] {
  if (group.decision.kind !== 'ask') return []
  const names = group.members.map(({ name }) => textFromBytePath(name)).join(', ')
  const { first } = group.decision
  return [
    {
      id: questionId(group),
      stepId: stepIds.images,
      form: 'choice',
      subject: names,
      reason: first ? texts.question.first : texts.question.both,
      choices: [
        { id: 'take', ...texts.question.take({ from, to }) },
        { id: 'keep', ...texts.question.keep({ from, to }) },
      ],
      ...(first ? { safeDefault: 'take' } : {}),
      required: true,
      secret: false,
      canLook: false,
    },
  ]
}

function noticesOf(plan: ImagesPlan, { from }: Pair): readonly PreviewBlock[] {
  if (plan.others.length === 0) return []
  return [{ kind: 'notice', tone: 'info', ...texts.othersStay(plan.others.slice(0, 20), from.label) }]
}

function blockersOf(plan: ImagesPlan, { to }: Pair): Preview['blockers'] {
  const needed = plan.groups
    .filter((group) => isTaken(group, {}))
    .flatMap(({ members }) => members.filter(({ onFrom, onTo }) => onFrom && !onTo))
    .reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0)
  return [
    ...plan.inUse.map(({ laptop, image, by }) => texts.inUse(image, by, laptop)),
    ...plan.withoutTool.map(texts.toolMissing),
    ...(needed > plan.freeBytes ? [texts.diskTooFull(to.label, { needed, free: plan.freeBytes })] : []),
  ]
}
