/** What is asked about one thing that differs in /home: why, both choices and more, and what each of them does. */
import { besideName } from '../../../../commons/placing/beside-name.ts'
import { keepAlwaysChoice } from '../../../../commons/kept/on-pair/keep-always.ts'
import type { Change, Choice, Question } from '../../../../contract/preview.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { countOf } from '../../../../kernel/units.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { AnsweredRule } from '../exclusions/decide.ts'
import { sizeOf } from './tally.ts'
import { safeDefaultOf, type HomeChoice, type HomeDecision, type RepositoryVersion } from './plan.ts'
import { newerSide, versionsOf } from './versions.ts'
import * as texts from '../texts.ts'
import * as choices from '../choices/texts.ts'

export function questionOf(decision: HomeDecision, { from, to }: Pair): Question {
  const usual = safeDefaultOf(decision)
  return {
    id: decision.id,
    stepId: stepIds.home,
    pageId: wizardPages.home.id,
    form: 'choice',
    title: decision.subject,
    subject: { kind: 'home', place: decision.place },
    about: decision.about,
    reason: wholeReason(decision, { from, to }),
    alike: {
      ...alikeOf(decision, { from, to }),
      ...(usual === undefined ? {} : { usual: usualWords(decision, usual, { from, to }) }),
    },
    ...versionsShown(decision, { from, to }),
    choices: [
      {
        id: 'keep',
        ...keepChoice(decision, { from, to }),
        forMany: choices.choicesForMany.keep({ from, to }),
        meaning: 'keep',
        bulk: true,
      },
      {
        id: 'take',
        ...takeChoice(decision, { from, to }),
        ...(deletesAll(decision)
          ? { meaning: 'remove' as const }
          : { meaning: 'change' as const, forMany: choices.choicesForMany.take({ from, to }) }),
        brings: broughtBy(decision),
        // Much that would go is looked at one by one.
        bulk: decision.kind !== 'vanished',
      },
      ...newerChoice(decision, { from, to }),
      ...bothChoice(decision, { from, to }),
      ...keepAlways(decision, { from, to }),
    ],
    ...(usual === undefined ? {} : { safeDefault: usual }),
    ...newerOf(decision),
    required: true,
    secret: false,
    canLook: true,
    ...(decision.effects.remove > 0 && !deletesAll(decision)
      ? { consequence: choices.deletes(decision.effects.remove, { from, to }) }
      : {}),
  }
}

function keepAlways({ exclusion }: HomeDecision, pair: Pair): readonly Choice[] {
  if (exclusion === undefined) return []
  return [keepAlwaysChoice<AnsweredRule>(choices.keepAlways(pair), { kind: 'home', pattern: exclusion })]
}

/** How many are newer on each; undefined where that cannot be said of all of them, or is the same for all. */
function newerOnEach({ newer = [] }: HomeDecision): Readonly<Record<'from' | 'to', number>> | undefined {
  const from = newer.filter((side) => side === 'from').length
  const to = newer.length - from
  return from === 0 || to === 0 ? undefined : { from, to }
}

function newerChoice(decision: HomeDecision, pair: Pair): readonly Choice[] {
  const newer = newerOnEach(decision)
  if (newer === undefined) return []
  const detail = countOf(newer.from, 'item')
  const change: Change = { effect: 'update', name: decision.place, kind: newer.from > 1 ? 'folder' : 'file', detail }
  return [
    {
      id: 'newer',
      ...choices.newerChoice(newer, pair),
      meaning: 'change',
      brings: { counts: { update: newer.from }, changes: [change] },
      // For many it is chosen with what is newer of the others.
      bulk: false,
    },
  ]
}

function bothChoice({ plain = [], paths, place }: HomeDecision, pair: Pair): readonly Choice[] {
  const files = plain.filter(Boolean).length
  if (files === 0) return []
  const [path = ''] = paths
  const name = besideName(path.slice(path.lastIndexOf('/') + 1), pair.to.label, 1)
  const kept = { name: textFromBytePath(name), files, others: paths.length - files }
  const detail = countOf(files, 'item')
  const change: Change = { effect: 'update', name: place, kind: files > 1 ? 'folder' : 'file', detail }
  return [
    {
      id: 'both',
      ...choices.bothChoice(kept, pair),
      meaning: 'change',
      brings: { counts: { update: files }, changes: [change] },
      bulk: true,
    },
  ]
}

/** Where one laptop has all that are newer, and of several files nothing is without a newer version. */
function newerOf(decision: HomeDecision): Pick<Question, 'newer'> {
  const { kind, repository, versions, units, newer, from, to } = decision
  if (kind !== 'first' && kind !== 'both') return {}
  if (newerOnEach(decision) !== undefined) return { newer: 'newer' }
  const isMixed = repository === undefined && versions.from.newer > 0 && versions.to.newer > 0
  const isUnknown = units > 1 && newer === undefined
  const isGone = from.added + from.changed === 0 || to.added + to.changed === 0
  const side = isMixed || isUnknown || (kind === 'both' && isGone) ? undefined : newerSide(decision)
  return side === undefined ? {} : { newer: side === 'from' ? 'take' : 'keep' }
}

/** What the target gets and loses when it becomes like the other. */
function broughtBy({ effects, place }: HomeDecision): NonNullable<Choice['brings']> {
  const { add, update, remove, bytesGone } = effects
  const counts = { add, update, remove }
  const changes = (['remove', 'add', 'update'] as const).flatMap((effect): readonly Change[] => {
    const count = counts[effect]
    if (count === 0) return []
    const change: Change = { effect, name: place, kind: count > 1 ? 'folder' : 'file', detail: countOf(count, 'item') }
    return [effect === 'remove' ? { ...change, bytes: bytesGone } : change]
  })
  return { counts, changes }
}

/** Whether nothing comes for what goes from the target when it becomes like the other. */
function deletesAll({ kind, effects: { add, update, remove } }: HomeDecision): boolean {
  return kind === 'vanished' || (remove > 0 && add + update === 0)
}

function versionsShown(decision: HomeDecision, pair: Pair): Pick<Question, 'versions'> {
  const versions = versionsOf(decision, pair)
  return versions === undefined ? {} : { versions }
}

function keepChoice({ kind, to: theirs, repository }: HomeDecision, { from, to }: Pair): choices.ChoiceText {
  if (kind === 'vanished') return choices.keepVanished({ from, to })
  const choice = choices.keepChoice(theirs, { from, to })
  const isBoth = repository?.from.kind === 'read' && repository.to.kind === 'read'
  return isBoth ? withCommits(choice, repository.from, from) : choice
}

function takeChoice(decision: HomeDecision, { from, to }: Pair): choices.ChoiceText {
  const { kind, to: theirs, repository } = decision
  if (kind === 'vanished') return choices.removeVanished({ from, to })
  const choice = deletesAll(decision) ? choices.deleteChoice({ from, to }) : choices.takeChoice(theirs, { from, to })
  if (repository?.to.kind !== 'read' || repository.to.ahead === 0) return choice
  if (repository.from.kind === 'read') return withCommits(choice, repository.to, to)
  return { ...choice, effect: `${choice.effect} ${choices.commitsInSnapshot(to.label)}` }
}

/** What becomes of the commits of the version that gives way. */
function withCommits(choice: choices.ChoiceText, version: RepositoryVersion, loser: Pair['from']): choices.ChoiceText {
  if (version.kind !== 'read' || version.ahead === 0) return choice
  return { ...choice, effect: `${choice.effect} ${choices.commitsStay(loser.label, loser.name)}` }
}

function wholeReason(decision: HomeDecision, pair: Pair): string {
  const said = reasonOf(decision, pair)
  return decision.set === undefined ? said : texts.reasons.asOne(said, decision.set, decision.kind === 'both')
}

function usualWords({ kind }: HomeDecision, usual: HomeChoice, pair: Pair): string {
  if (usual === 'take') return texts.usually.take(pair)
  return kind === 'only-there' ? texts.usually.keep(pair) : texts.usually.keepForNow(pair)
}

function alikeOf({ kind, repository, to }: HomeDecision, pair: Pair): NonNullable<Question['alike']> {
  switch (kind) {
    case 'first':
      return texts.alike[repository === undefined ? 'first' : 'repository']
    case 'both':
      return texts.alike[repository === undefined ? 'both' : 'repositoryOfBoth']
    case 'vanished':
      return texts.alike.vanished(pair.from.label)
    case 'only-there':
      return to.changed + to.deleted === 0
        ? texts.alike.onlyThere(pair.to.label)
        : texts.alike.changedThere(pair.to.label)
  }
}

function reasonOf(decision: HomeDecision, { from, to }: Pair): string {
  switch (decision.kind) {
    case 'first':
      return withNewer(texts.reasons.first(sizeOf(decision.from)), decision, { from, to })
    case 'both':
      return withNewer(bothReason(decision, { from, to }), decision, { from, to })
    case 'vanished':
      return texts.reasons.vanished({ items: decision.from.deleted, bytes: decision.versions.to.bytes }, from.label)
    case 'only-there':
      return texts.reasons.onlyThere(decision.to, to.label)
  }
}

/** Not said to be changed: files that nobody has read, and that may be the same. */
function bothReason({ from, to, unread = 0 }: HomeDecision, pair: Pair): string {
  const isAllUnread = unread === sizeOf(from) && unread === sizeOf(to)
  if (isAllUnread) return texts.reasons.unread(unread, pair)
  const said = texts.reasons.both(from, to, pair)
  return unread === 0 ? said : texts.reasons.someUnread(said, unread)
}

/** Of files that both have. */
function withNewer(said: string, { versions, repository }: HomeDecision, pair: Pair): string {
  const { from, to } = versions
  if (repository !== undefined || from.newer === to.newer) return said
  const side = from.newer > to.newer ? 'from' : 'to'
  return texts.reasons.newer(said, versions[side].newer, pair[side].label)
}
