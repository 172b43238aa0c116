/** What the person reads about the images of virtual machines before a switch. */
import type { Answers, Change, Preview, PreviewBlock } from '../../../contract/preview.ts'
import type { Pair } from '../../../switch/step.ts'
import { takenGuests } from './guest-runs.ts'
import { isTaken } from './image-answers.ts'
import type { ImageGroup } from './image-group.ts'
import { askedOf, headingOf, imagesPage, questionOf } from './image-questions.ts'
import { changesOf } from './image-rows.ts'
import type { ImagesPlan } from './probe-images.ts'
import { adoptMs, proofMs, pushMs } from './run-images.ts'
import * as texts from './texts.ts'

export function previewImages(plan: ImagesPlan, pair: Pair): Preview {
  const { items, bytes, ...times } = estimateImages(plan, {})
  const asked = plan.groups.filter((group) => askedOf(group, pair) !== undefined)
  const questions = asked.flatMap((group) => questionOf(group, pair))
  const changes = plan.groups.flatMap((group) => changesOf(group, pair))
  return {
    summary: summarize(plan, items, bytes),
    pages: [{ ...imagesPage, ...headingOf(questions, asked, pair) }],
    blocks: [...(changes.length === 0 ? [] : [changesBlock(changes, pair)]), ...noticesOf(plan, pair)],
    questions,
    blockers: blockersOf(plan),
    rooms: [{ what: texts.roomFor, bytes: bytesOfNew(plan), ...plan.room }],
    estimate: { items, bytes, ...times },
  }
}

/** What it takes with these answers. */
export function estimateImages({ groups }: ImagesPlan, answers: Answers): Preview['estimate'] {
  const coming = groups
    .filter((group) => isTaken(group, answers))
    .flatMap(({ members }) => members.filter(({ onFrom, isSame }) => onFrom && isSame === undefined))
  const bytes = coming.reduce((sum, { comingBytes }) => sum + comingBytes, 0)
  return {
    bytes,
    items: coming.length,
    ms: pushMs(bytes) + adoptMs(bytes),
    proofMs: proofMs(bytes + sizeOf(groups.filter(({ decision }) => decision.kind === 'same'))),
  }
}

function sizeOf(groups: readonly ImageGroup[]): number {
  return groups.flatMap(({ members }) => members).reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0)
}

function summarize({ groups }: ImagesPlan, images: number, bytes: number): string {
  const guests = takenGuests(groups, {}).map(({ name }) => name)
  return texts.summary(groups.length, { images, guests, bytes })
}

function changesBlock(changes: readonly Change[], { to }: Pair): PreviewBlock {
  return {
    kind: 'changes',
    pageId: imagesPage.id,
    title: texts.blockTitle,
    summary: texts.blockSummary(
      changes.filter(({ kind }) => kind === texts.guestKind).length,
      changes.filter(({ kind }) => kind !== texts.guestKind).length,
      to.label,
    ),
    count: changes.length,
    changes: [...changes],
  }
}

function noticesOf(plan: ImagesPlan, { from, to }: Pair): readonly PreviewBlock[] {
  const warnings = [
    ...plan.silent.map(texts.silent),
    ...(plan.withoutLibvirt.length === 0 ? [] : [texts.withoutLibvirt(plan.withoutLibvirt, to.label)]),
    ...plan.lacks.map(({ guest, lacks }) => texts.guestLacks(guest, lacks, to.label)),
    ...plan.elsewhere.map(({ guest, disks }) => texts.disksElsewhere(guest, disks, from.label)),
  ]
  const others = plan.others.length === 0 ? [] : [texts.othersStay(plan.others.slice(0, 20), from.label)]
  const notice = { kind: 'notice', pageId: imagesPage.id } as const
  return [
    ...warnings.map((words) => ({ ...notice, tone: 'warning' as const, ...words })),
    ...others.map((words) => ({ ...notice, tone: 'info' as const, ...words })),
  ]
}

function bytesOfNew({ groups }: ImagesPlan): number {
  return groups
    .filter((group) => isTaken(group, {}))
    .flatMap(({ members }) => members.filter(({ onFrom, onTo }) => onFrom && !onTo))
    .reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0)
}

function blockersOf(plan: ImagesPlan): Preview['blockers'] {
  return [
    ...plan.inUse.map(({ laptop, image, by }) => texts.inUse(image, by, laptop)),
    ...plan.withoutTool.map(texts.toolMissing),
  ]
}
