/** What the person sees of a plan about /home, and what they are asked. */
import type { Change, Preview, PreviewBlock, Question } from '../../../../contract/preview.ts'
import { wizardPages, type WizardPage } from '../../../../contract/wizard-page.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { countOf } from '../../../../kernel/units.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusions.ts'
import { exclusionTitles, personTitle } from '../../../../commons/home-exclusions/texts.ts'
import { inUseHeading, inUseQuestions, readersNotice } from '../in-use/in-use.ts'
import { addTally, newTally, sizeOf, type Tally } from './tally.ts'
import { safeDefaultOf, type Decision, type HomePlan, type RepositoryVersion } from './plan.ts'
import { stayingNotices } from './staying.ts'
import { versionsOf } from './versions.ts'
import * as texts from '../texts.ts'

/** Small files cost about a millisecond each, whatever their size. */
const itemMs = 1.2
const bytesPerMs = 60_000
const fixedMs = 4_000
const pageId = wizardPages.home.id

export function previewHome(plan: HomePlan, pair: Pair): Preview {
  const tally = tallyOfUsual(plan)
  return {
    summary: texts.summary(tally),
    pages: [{ ...wizardPages.home, ...headingOf(plan, pair) }],
    blocks: [
      changesBlock(plan, tally, pair),
      leftOutNotice(plan),
      ...firstTimeNotice(plan, pair),
      ...stayingNotices(plan, pair),
      ...readersNotice(plan, pair),
    ],
    questions: [...inUseQuestions(plan, pair), ...plan.decisions.map((decision) => questionOf(decision, pair))],
    blockers: plan.blockers,
    estimate: {
      bytes: tally.bytes,
      items: sizeOf(tally),
      ms: Math.round(fixedMs + sizeOf(tally) * itemMs + tally.bytes / bytesPerMs),
    },
  }
}

/** What crosses if the safe defaults are taken. */
function tallyOfUsual({ taken, decisions }: HomePlan): Tally {
  const sum = newTally()
  addTally(sum, taken.tally)
  for (const decision of decisions) if (safeDefaultOf(decision) === 'take') addTally(sum, decision.from)
  return sum
}

/** `tally`: what crosses if the safe defaults are taken, as it is said everywhere else. */
function changesBlock({ taken }: HomePlan, tally: Tally, { from, to }: Pair): PreviewBlock {
  const { examples } = taken
  return {
    kind: 'changes',
    pageId,
    listedBy: stepIds.home,
    title: texts.blockTitle(from.label),
    summary: texts.blockSummary(tally, to.label),
    count: sizeOf(tally),
    changes: examples.map(({ path, kind, count, bytes }): Change => ({
      effect: kind === 'added' ? 'add' : kind === 'deleted' ? 'remove' : 'update',
      name: textFromBytePath(path),
      kind: count > 1 ? 'folder' : 'file',
      detail: count > 1 ? countOf(count, 'item') : texts.kindText(kind),
      bytes,
    })),
  }
}

function leftOutNotice({ leftOut }: HomePlan): PreviewBlock {
  const found = leftOut.map(({ kind, count }) => ({ title: titleOf(kind), count }))
  return { kind: 'notice', pageId, tone: 'info', settings: 'home-exclusions', ...texts.leftAlone(found) }
}

function titleOf(kind: string): string {
  if (kind === 'person') return personTitle
  return isKind(kind) ? exclusionTitles[kind] : kind
}

function isKind(kind: string): kind is ExclusionKind {
  return kind in exclusionTitles
}

function firstTimeNotice({ base, decisions }: HomePlan, { from, to }: Pair): readonly PreviewBlock[] {
  if (base !== undefined || !decisions.some(({ kind }) => kind === 'first')) return []
  return [{ kind: 'notice', pageId, tone: 'info', ...texts.firstSwitch({ from, to }) }]
}

function questionOf(decision: Decision, { from, to }: Pair): Question {
  const usual = safeDefaultOf(decision)
  return {
    id: decision.id,
    stepId: stepIds.home,
    pageId,
    form: 'choice',
    title: decision.subject,
    subject: { kind: 'home', place: decision.place },
    reason: reasonOf(decision, { from, to }),
    ...versionsShown(decision, { from, to }),
    choices: [
      {
        id: 'keep',
        ...keepChoice(decision, { from, to }),
        forMany: texts.choicesForMany.keep({ from, to }),
        meaning: 'keep',
        bulk: true,
      },
      {
        id: 'take',
        ...takeChoice(decision, { from, to }),
        forMany: texts.choicesForMany.take({ from, to }),
        meaning: 'change',
        // Much that would go is looked at one by one.
        bulk: decision.kind !== 'vanished',
      },
    ],
    ...(usual === undefined ? {} : { safeDefault: usual }),
    required: true,
    secret: false,
    canLook: true,
    ...(decision.to.added > 0 && decision.kind !== 'both'
      ? { consequence: texts.deletes(decision.to.added, { from, to }) }
      : {}),
  }
}

function versionsShown(decision: Decision, pair: Pair): Pick<Question, 'versions'> {
  const versions = versionsOf(decision, pair)
  return versions === undefined ? {} : { versions }
}

function keepChoice({ kind, to: theirs, repository }: Decision, { from, to }: Pair): texts.ChoiceText {
  if (kind === 'vanished') return texts.keepVanished({ from, to })
  const choice = texts.keepChoice(theirs, { from, to })
  const isBoth = repository?.from.kind === 'read' && repository.to.kind === 'read'
  return isBoth ? withCommits(choice, repository.from, from) : choice
}

function takeChoice({ kind, to: theirs, repository }: Decision, { from, to }: Pair): texts.ChoiceText {
  if (kind === 'vanished') return texts.removeVanished({ from, to })
  const choice = texts.takeChoice(theirs, { from, to })
  if (repository?.to.kind !== 'read' || repository.to.ahead === 0) return choice
  if (repository.from.kind === 'read') return withCommits(choice, repository.to, to)
  return { ...choice, effect: `${choice.effect} ${texts.commitsInSnapshot(to.label)}` }
}

/** What becomes of the commits of the version that gives way. */
function withCommits(choice: texts.ChoiceText, version: RepositoryVersion, loser: Pair['from']): texts.ChoiceText {
  if (version.kind !== 'read' || version.ahead === 0) return choice
  return { ...choice, effect: `${choice.effect} ${texts.commitsStay(loser.label, loser.name)}` }
}

function headingOf(plan: HomePlan, pair: Pair): Pick<WizardPage, 'heading'> {
  const { decisions } = plan
  const { to } = pair
  const ofUse = inUseHeading(plan, pair)
  if (decisions.length === 0) return ofUse === undefined ? {} : { heading: ofUse }
  // On the first switch nobody knows yet who changed what.
  const isAnyTaken = decisions.some((decision) => safeDefaultOf(decision) === 'take')
  return {
    heading: isAnyTaken ? texts.headings.differ(decisions.length, to) : texts.headings.own(decisions.length, to),
  }
}

function reasonOf(decision: Decision, { from, to }: Pair): string {
  switch (decision.kind) {
    case 'first':
      return withNewer(texts.reasons.first(sizeOf(decision.from)), decision, { from, to })
    case 'both':
      return withNewer(texts.reasons.both(decision.from, decision.to, { from, to }), decision, { from, to })
    case 'vanished':
      return texts.reasons.vanished({ items: decision.from.deleted, bytes: decision.versions.to.bytes }, from.label)
    case 'only-there':
      return texts.reasons.onlyThere(decision.to, to.label)
  }
}

/** Of files that both have. */
function withNewer(said: string, { versions, repository }: Decision, pair: Pair): string {
  const { from, to } = versions
  if (repository !== undefined || from.newer === to.newer) return said
  const side = from.newer > to.newer ? 'from' : 'to'
  return texts.reasons.newer(said, versions[side].newer, pair[side].label)
}
