/** What the person reads and is asked about the images of virtual machines. */
import type { Change, Preview, PreviewBlock, Question } from '../../../contract/preview.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { countOf, formatBytes } from '../../../kernel/units.ts'
import type { Pair } from '../../../switch/step.ts'
import { isTaken, questionId, type ImageGroup } from './images-plan.ts'
import type { ImagesPlan } from './probe-images.ts'

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
  if (plan.groups.length === 0) return 'No images of virtual machines'
  if (count === 0) return 'Images of virtual machines are the same, or stay as they are'
  return `${countOf(count, 'image')} to bring up to date, up to ${formatBytes(bytes)}`
}

function changesBlock(changes: readonly Change[], { to }: Pair): PreviewBlock {
  return {
    kind: 'changes',
    title: 'Images of virtual machines',
    summary: `${countOf(changes.length, 'image')} on ${to.label}`,
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
      return { detail: 'the same on both' }
    case 'take':
      return {
        effect: 'update',
        detail: decision.why === 'new' ? `Only ${from.label} has it` : `Changed on ${from.label}`,
      }
    case 'keep':
      return { effect: 'keep', detail: `Changed on ${to.label} only, which is newer work` }
    case 'only-there':
      return { effect: 'keep', detail: `Only ${to.label} has it` }
    case 'ask':
      return {
        effect: 'update',
        detail: decision.first ? 'Differs; see the question' : 'Changed on both; see the question',
      }
    case 'cannot':
      return { effect: 'cannot', detail: `Cannot be carried: ${decision.why}` }
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
      stepId: 'images',
      form: 'choice',
      subject: names,
      reason: first
        ? 'It differs, and no switch has compared it before'
        : 'Changed on both laptops since they were last the same',
      choices: [
        {
          id: 'take',
          label: `Take the one of ${from.label}`,
          effect: `What ${to.label} has now stays in its snapshot`,
        },
        { id: 'keep', label: `Keep the one of ${to.label}`, effect: 'Both laptops keep their own' },
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
  const text = `${plan.others.slice(0, 20).join(', ')}. Only qcow2 images are carried.`
  return [{ kind: 'notice', tone: 'info', title: `Files beside the images stay on ${from.label}`, text }]
}

function blockersOf(plan: ImagesPlan, { to }: Pair): Preview['blockers'] {
  const needed = plan.groups
    .filter((group) => isTaken(group, {}))
    .flatMap(({ members }) => members.filter(({ onFrom, onTo }) => onFrom && !onTo))
    .reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0)
  return [
    ...plan.inUse.map(({ laptop, image, by }) => ({
      title: `A virtual machine is not shut down on ${laptop}`,
      text: `${image} is used by ${by}. Shut it down on ${laptop}, then plan again; pc-switcher does not do it for you.`,
    })),
    ...plan.withoutTool.map((laptop) => ({
      title: `qemu-img is missing on ${laptop}`,
      text: `There are images of virtual machines. Run "sudo apt install qemu-utils" on ${laptop}, then plan again.`,
    })),
    ...(needed > plan.freeBytes
      ? [
          {
            title: `The disk of ${to.label} is too full for the images`,
            text: `New images need ${formatBytes(needed)}, and ${formatBytes(plan.freeBytes)} are free. Free some space, then plan again.`,
          },
        ]
      : []),
  ]
}
