/** What the person reads and is asked about the images of virtual machines. */
import type { Answers, Change, Choice, Preview, PreviewBlock, Question, Version } from '../../../contract/preview.ts'
import { keepAlwaysChoice } from '../../../commons/kept/on-pair/keep-always.ts'
import { defineWizardPage, type WizardPage } from '../../../contract/wizard-page.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { formatBytes } from '../../../kernel/units.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { Pair } from '../../../switch/step.ts'
import { takenGuests } from './guest-runs.ts'
import { isTaken, questionId, safeDefaultOf } from './image-answers.ts'
import type { ImageGroup } from './image-group.ts'
import { adoptMs, proofMs, pushMs } from './run-images.ts'
import { imageKind, type ImagesPlan } from './probe-images.ts'
import * as texts from './texts.ts'

const imagesPage = defineWizardPage({ id: 'images', title: texts.stepTitle, icon: 'vm', order: 400 })

export function previewImages(plan: ImagesPlan, pair: Pair): Preview {
  const { items, bytes, ...times } = estimateImages(plan, {})
  const questions = plan.groups.flatMap((group) => questionOf(group, pair))
  const changes = plan.groups.flatMap((group) => changesOf(group, pair))
  return {
    summary: summarize(plan, items, bytes),
    pages: [{ ...imagesPage, ...headingOf(questions, pair) }],
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

function changesOf(group: ImageGroup, pair: Pair): readonly Change[] {
  const { effect, detail } = describeDecision(group, pair)
  if (effect === undefined) return []
  if (group.guests.length > 0) return [guestChange(group, effect, detail)]
  return shownOf(group, effect).map(({ name, bytes, of, onTo }) => ({
    effect: effect === 'update' && !onTo ? 'add' : effect,
    name: textFromBytePath(name),
    kind: 'image',
    detail: bytes < of ? texts.onlyChanges(detail, formatBytes(of)) : detail,
    bytes,
  }))
}

/** Of an image that is brought only what crosses of it, and nothing of one that is the same. */
function shownOf({ members }: ImageGroup, effect: Change['effect']) {
  return members
    .filter(({ isSame }) => effect !== 'update' || isSame === undefined)
    .map(({ name, allocatedBytes, comingBytes, onFrom, onTo }) => {
      const bytes = effect === 'update' && onFrom ? Math.min(comingBytes, allocatedBytes) : allocatedBytes
      return { name, bytes, of: allocatedBytes, onTo }
    })
}

/** One row, which opens to the disks and the other parts. */
function guestChange(group: ImageGroup, effect: Change['effect'], detail: string): Change {
  const { guests, members } = group
  const isNew = [...guests, ...members].every(({ onTo }) => !onTo)
  const shown = shownOf(group, effect)
  const sum = (key: 'bytes' | 'of') => shown.reduce((total, one) => total + one[key], 0)
  return {
    effect: effect === 'update' && isNew ? 'add' : effect,
    name: guests.map(({ name }) => name).join(', '),
    kind: texts.guestKind,
    detail: sum('bytes') < sum('of') ? texts.onlyChanges(detail, formatBytes(sum('of'))) : detail,
    bytes: sum('bytes'),
    parts: [
      ...shown.map(({ name, bytes }) => ({ name: textFromBytePath(name), bytes })),
      ...guestPartsOf(guests).map((name) => ({ name })),
    ],
  }
}

function guestPartsOf(guests: ImageGroup['guests']): readonly string[] {
  return texts.guestParts(
    guests.some(({ hasVariables }) => hasVariables),
    guests.some(({ hasTpm }) => hasTpm),
    guests.reduce((sum, { snapshots }) => sum + snapshots, 0),
  )
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
    case 'kept':
      return { effect: 'keep', detail: texts.keptByRule }
    case 'ask':
      return {
        effect: 'update',
        detail: texts.toDecide(decision.first),
      }
    case 'deleted-here':
      return { effect: 'keep', detail: texts.deletedOn(from.label) }
    case 'deleted-there':
      return { effect: 'keep', detail: texts.deletedOn(to.label) }
    case 'rival':
      return { effect: 'keep', detail: texts.toDecideRival(decision.by, decision.other, to.label) }
    case 'cannot':
      return { effect: 'cannot', detail: texts.cannotCopy(decision.why) }
    default:
      return assertNever(decision)
  }
}

function questionOf(group: ImageGroup, pair: Pair): readonly Question[] {
  const asked = askedOf(group, pair)
  if (asked === undefined) return []
  const files = group.members.map(({ name }) => textFromBytePath(name))
  const names = group.guests.length > 0 ? group.guests.map(({ name }) => name) : files
  const usual = safeDefaultOf(group)
  return [
    {
      id: questionId(group),
      stepId: stepIds.images,
      pageId: imagesPage.id,
      form: 'choice',
      title: names.join(', '),
      subject: { kind: 'other', what: imageKind, name: textFromBytePath(group.name) },
      group: texts.questionGroup,
      about: group.about,
      ...withAlways(asked, group, pair),
      versions: versionsOf(group, pair),
      ...(usual === undefined ? {} : { safeDefault: usual }),
      required: true,
      secret: false,
      canLook: false,
    },
  ]
}

/** Of several that build on one another, the one below them all stands for them. */
function withAlways(asked: Asked, { name }: ImageGroup, pair: Pair): Asked {
  const rule = { kind: imageKind, name: textFromBytePath(name) }
  return { ...asked, choices: [...asked.choices, keepAlwaysChoice(texts.keepAlways(pair), rule)] }
}

/** What each laptop has, and which is newer. */
function versionsOf({ members }: ImageGroup, pair: Pair): [Version, Version] {
  const newest = { from: newestOf(members, 'from'), to: newestOf(members, 'to') }
  const versionOn = (side: 'from' | 'to', other: 'from' | 'to'): Version => {
    const bytes = members.reduce((sum, { versions }) => sum + (versions[side]?.bytes ?? 0), 0)
    const at = newest[side]
    if (at === undefined) return { laptop: pair[side].label, what: texts.notThere, isNewer: false }
    const startedAt = newestOf(members, side, 'startedAt')
    const started = startedAt === undefined ? {} : { startedAt }
    return { laptop: pair[side].label, what: formatBytes(bytes), at, ...started, isNewer: at > (newest[other] ?? '') }
  }
  return [versionOn('from', 'to'), versionOn('to', 'from')]
}

function newestOf(
  members: ImageGroup['members'],
  side: 'from' | 'to',
  fact: 'modifiedAt' | 'startedAt' = 'modifiedAt',
): string | undefined {
  return members
    .flatMap(({ versions }) => versions[side]?.[fact] ?? [])
    .sort()
    .at(-1)
}

type Asked = Pick<Question, 'reason' | 'choices'>

function askedOf(group: ImageGroup, pair: Pair): Asked | undefined {
  const { decision } = group
  switch (decision.kind) {
    case 'ask':
      return {
        reason: decision.first ? texts.question.first : texts.question.both,
        choices: [
          { id: 'take', ...texts.question.take(pair), meaning: 'change', bulk: true },
          { id: 'keep', ...texts.question.keep(pair), meaning: 'keep', bulk: true },
        ],
      }
    case 'deleted-here':
      return {
        reason: texts.deletedHere.reason(decision.changed, pair),
        choices: [
          { id: 'keep', ...texts.deletedHere.keep(pair), meaning: 'keep', bulk: true },
          { id: 'take', ...takeDeleted(group, pair), meaning: 'remove', bulk: false },
        ],
      }
    case 'deleted-there':
      return {
        reason: texts.deletedThere.reason(decision.changed, pair),
        choices: [
          { id: 'keep', ...texts.deletedThere.keep(pair), meaning: 'keep', bulk: true },
          { id: 'take', ...texts.deletedThere.take(pair), meaning: 'change', bulk: true },
        ],
      }
    case 'rival':
      return {
        reason: texts.rivalThere(decision.by, decision.other, pair.to.label),
        choices: [
          { id: 'keep', ...texts.rival.keep(pair), meaning: 'keep', bulk: true },
          { id: 'take', ...texts.rival.take(decision.other, pair), meaning: 'change', bulk: false },
        ],
      }
    case 'same':
    case 'take':
    case 'keep':
    case 'only-there':
    case 'kept':
    case 'cannot':
      return undefined
    default:
      return assertNever(decision)
  }
}

/** Together with what builds on the same base and comes. */
function takeDeleted({ members }: ImageGroup, pair: Pair): Pick<Choice, 'label' | 'effect' | 'brings'> {
  const going = members.filter(({ onFrom }) => !onFrom)
  const names = going.map(({ name }) => textFromBytePath(name))
  const said = going.length === members.length ? texts.deletedHere.take(pair) : texts.deletedHere.takeAll(names, pair)
  const changes = going.map(({ name, versions }): Change => ({
    effect: 'remove',
    name: textFromBytePath(name),
    kind: 'image',
    detail: texts.deletedOn(pair.from.label),
    bytes: versions.to?.bytes ?? 0,
  }))
  return { ...said, brings: { counts: { remove: going.length }, changes } }
}

function headingOf(questions: readonly Question[], { to }: Pair): Pick<WizardPage, 'heading'> {
  const [first] = questions
  if (first === undefined) return {}
  const what = questions.length === 1 ? first.title : undefined
  return { heading: texts.heading(what, to.label) }
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
