/** What the person is asked about images and guests. */
import { keepAlwaysChoice } from '../../../commons/kept/on-pair/keep-always.ts'
import type { Change, Choice, Question, Version } from '../../../contract/preview.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import { defineWizardPage, type WizardPage } from '../../../contract/wizard-page.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { formatBytes } from '../../../kernel/units.ts'
import type { Pair } from '../../../switch/step.ts'
import { needsShutDown, questionId, safeDefaultOf } from './image-answers.ts'
import type { ImageGroup } from './image-group.ts'
import { changesWhenTaken } from './image-rows.ts'
import { imageKind } from './probe-images.ts'
import { guestsOn, headingOn, shutDown } from './shut-down/texts.ts'
import * as texts from './texts.ts'

export const imagesPage = defineWizardPage({ id: 'images', title: texts.stepTitle, icon: 'vm', order: 400 })

export function questionOf(group: ImageGroup, pair: Pair): readonly Question[] {
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

export function askedOf(group: ImageGroup, pair: Pair): Asked | undefined {
  const asked = askedWhenOff(group, pair)
  if (!needsShutDown(group)) return asked
  const reason = guestsOn(group.on, pair.from.label)
  if (asked === undefined) return { reason, choices: shutDownChoices(group, pair) }
  const choices = asked.choices.map((choice): Choice => {
    if (choice.id !== 'take') return choice
    return { ...choice, effect: shutDown.first(choice.effect, group.on, pair), bulk: choice.bulk && !isLoss(group) }
  })
  return { reason: `${reason}. ${asked.reason}`, choices }
}

/** Where nothing else is to be decided. */
function shutDownChoices(group: ImageGroup, pair: Pair): Choice[] {
  return [
    { id: 'keep', ...shutDown.leave(pair), meaning: 'keep', bulk: true },
    {
      ...{ id: 'take', ...shutDown.take(group.on, pair), meaning: 'change', bulk: !isLoss(group) },
      brings: broughtBy(group, pair),
    },
  ]
}

/** Nobody does that to many at once. */
function isLoss({ on }: ImageGroup): boolean {
  return on.some(({ state }) => state === 'saved')
}

function askedWhenOff(group: ImageGroup, pair: Pair): Asked | undefined {
  const { decision } = group
  switch (decision.kind) {
    case 'ask':
      return {
        reason: decision.first ? texts.question.first : texts.question.both,
        choices: [
          { id: 'take', ...texts.question.take(pair), meaning: 'change', brings: broughtBy(group, pair), bulk: true },
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

function broughtBy(group: ImageGroup, pair: Pair): NonNullable<Choice['brings']> {
  const changes = changesWhenTaken(group, pair)
  const counts: Partial<Record<Change['effect'], number>> = {}
  for (const { effect } of changes) counts[effect] = (counts[effect] ?? 0) + 1
  return { counts, changes: [...changes] }
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

export function headingOf(
  questions: readonly Question[],
  groups: readonly ImageGroup[],
  { from, to }: Pair,
): Pick<WizardPage, 'heading'> {
  const [first] = questions
  if (first === undefined) return {}
  const what = questions.length === 1 ? first.title : undefined
  const isOnly = groups.every((group) => needsShutDown(group) && group.decision.kind === 'take')
  return { heading: isOnly ? headingOn(what, from.label) : texts.heading(what, to.label) }
}
