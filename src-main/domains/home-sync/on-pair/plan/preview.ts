/** What the person sees of a plan about /home, and what they are asked. */
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusion.ts'
import { exclusionTitles, personTitle } from '../../../../commons/home-exclusions/texts.ts'
import type { Answers, Change, Preview, PreviewBlock, Question, Version } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages, type WizardPage } from '../../../../contract/wizard-page.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { countOf } from '../../../../kernel/units.ts'
import type { Pair } from '../../../../switch/step.ts'
import * as choices from '../choices/texts.ts'
import { inUseHeading, inUseQuestions, readersNotice } from '../in-use/in-use.ts'
import { alikeAtFirst, homeMs, homeProofMs, type HomeAmount } from '../run/home-time.ts'
import * as texts from '../texts.ts'
import { syncthingNotices, syncthingQuestions } from '../syncthing/plan-syncthing.ts'
import { cachesQuestion } from './developer-caches.ts'
import type { FolderDecision } from './folder-decisions.ts'
import { ownedQuestion } from './owned-places.ts'
import { choiceSoFar, pathsBy, safeDefaultOf, toldTally, type HomePlan } from './plan.ts'
import { questionOf } from './question.ts'
import { stayingNotices } from './staying.ts'
import { addTally, newTally, sizeOf } from './tally.ts'

const pageId = wizardPages.home.id

export function previewHome(plan: HomePlan, pair: Pair): Preview {
  const tally = tallyOfUsual(plan)
  return {
    summary: texts.summary(tally),
    pages: [{ ...wizardPages.home, ...headingOf(plan, pair) }],
    blocks: [
      changesBlock(plan, tally, pair),
      leftOutNotice(plan),
      ...(isDamaged(plan) ? [damageNotice(plan, pair)] : firstTimeNotice(plan, pair)),
      ...wholeNotices(plan, pair),
      ...unreadNotice(plan, pair),
      ...syncthingNotices(plan, pair),
      ...stayingNotices(plan, pair),
      ...readersNotice(plan, pair),
    ],
    questions: [
      ...inUseQuestions(plan, pair),
      ...syncthingQuestions(plan.syncthing, pair),
      ...plan.decisions.map((decision) => questionOf(decision, pair)),
      ...plan.folders.map((decision) => folderQuestion(decision, pair)),
      ...plan.owned.map((one) => ownedQuestion(one, pair)),
      ...cachesQuestion(plan, pair),
    ],
    blockers: plan.blockers,
    ...(plan.room === undefined ? {} : { rooms: [{ ...plan.room, what: texts.roomFor }] }),
    estimate: estimateHome(plan, {}),
  }
}

/** What it takes with these answers. */
export function estimateHome(plan: HomePlan, answers: Answers): Preview['estimate'] {
  const sum = newTally()
  addTally(sum, plan.taken.tally)
  for (const decision of plan.decisions) {
    const { taken } = pathsBy(decision, choiceSoFar(decision, answers))
    if (taken.length > 0) addTally(sum, decision.from)
  }
  return estimateOf(plan, { items: sizeOf(sum), bytes: sum.bytes })
}

function estimateOf(plan: HomePlan, amount: Pick<HomeAmount, 'items' | 'bytes'>): Preview['estimate'] {
  const alike = alikeAtFirst(plan, amount.items)
  const bytes = Math.max(0, amount.bytes - (plan.fetchedBytes ?? 0))
  return { ...amount, bytes, ms: homeMs({ ...amount, bytes, alike }), proofMs: homeProofMs(amount) }
}

/** What crosses if the safe defaults are taken. */
function tallyOfUsual({ taken, decisions }: HomePlan): Told {
  const sum = toldTally(taken)
  for (const decision of decisions) if (safeDefaultOf(decision) === 'take') addTally(sum, decision.from)
  return sum
}

/** `tally`: what crosses if the safe defaults are taken, as it is said everywhere else. */
function changesBlock({ taken }: HomePlan, tally: Told, { from, to }: Pair): PreviewBlock {
  const { examples, renamed } = taken
  return {
    kind: 'changes',
    pageId,
    listedBy: stepIds.home,
    title: texts.blockTitle(from.label),
    summary: texts.blockSummary(tally, to.label),
    count: sizeOf(tally) + tally.renamed,
    counts: { add: tally.added, update: tally.changed, remove: tally.deleted, rename: tally.renamed },
    changes: [
      ...(renamed?.examples ?? []).map(renamedChange),
      ...examples.map(({ path, kind, count, bytes, isFolder = false }): Change => ({
        effect: kind === 'added' ? 'add' : kind === 'deleted' ? 'remove' : 'update',
        name: textFromBytePath(path),
        kind: isFolder || count > 1 ? 'folder' : 'file',
        detail: count > 1 ? countOf(count, 'item') : texts.kindText(kind),
        bytes,
      })),
    ],
  }
}

type Told = ReturnType<typeof toldTally>
type Renamed = NonNullable<HomePlan['taken']['renamed']>['examples'][number]

export function renamedChange({
  path,
  was,
  items,
  bytes,
  isFolder = false,
}: Omit<Renamed, 'isFolder'> & { readonly isFolder?: boolean | undefined }): Change {
  return {
    effect: 'rename',
    name: textFromBytePath(path),
    kind: isFolder ? 'folder' : 'file',
    detail: texts.renamedFrom(textFromBytePath(was), isFolder ? items : undefined),
    bytes,
  }
}

function leftOutNotice({ leftOut }: HomePlan): PreviewBlock {
  const found = leftOut.map(({ kind, count }) => ({ title: titleOf(kind), count }))
  return { kind: 'notice', pageId, tone: 'info', changeIn: texts.decideIn, ...texts.leftAlone(found) }
}

function titleOf(kind: string): string {
  if (kind === 'person') return personTitle
  return isKind(kind) ? exclusionTitles[kind] : kind
}

function isKind(kind: string): kind is ExclusionKind {
  return kind in exclusionTitles
}

function firstTimeNotice({ base, mayHaveBeenEqual, decisions }: HomePlan, pair: Pair): readonly PreviewBlock[] {
  if (base !== undefined || !decisions.some(({ kind }) => kind === 'first')) return []
  if (mayHaveBeenEqual !== true) return [{ kind: 'notice', pageId, tone: 'info', ...texts.firstSwitch(pair) }]
  return [{ kind: 'notice', pageId, tone: 'warning', ...texts.unknownSince(pair) }]
}

function isDamaged({ damaged }: HomePlan): boolean {
  return damaged.from || damaged.to
}

function damageNotice({ base, damaged }: HomePlan, pair: Pair): PreviewBlock {
  const labels = (['from', 'to'] as const).flatMap((side) => (damaged[side] ? [pair[side].label] : []))
  const text = base === undefined ? texts.damagedBase.all(pair) : texts.damagedBase.last
  return { kind: 'notice', pageId, tone: 'warning', title: texts.damagedBase.title(labels), text }
}

/** The first time all of both is looked at anyway. */
function wholeNotices({ base, whole }: HomePlan, pair: Pair): readonly PreviewBlock[] {
  if (base === undefined) return []
  return (['from', 'to'] as const).flatMap((side): PreviewBlock[] => {
    const reason = whole[side]
    // It is as quick as the other way, and nothing to be told of.
    return reason === undefined || reason === 'too-much'
      ? []
      : [{ kind: 'notice', pageId, tone: 'info', ...texts.wholeListed(pair[side].label, reason) }]
  })
}

function unreadNotice({ unread = 0 }: HomePlan, pair: Pair): readonly PreviewBlock[] {
  return unread === 0 ? [] : [{ kind: 'notice', pageId, tone: 'info', ...texts.unreadYet(unread, pair) }]
}

function headingOf(plan: HomePlan, pair: Pair): Pick<WizardPage, 'heading'> {
  const { decisions, folders } = plan
  const { to } = pair
  const ofUse = inUseHeading(plan, pair)
  const places = decisions.length + folders.length
  if (places === 0) return ofUse === undefined ? {} : { heading: ofUse }
  // As long as nobody knows who changed what.
  const isAnyOfBoth = decisions.some(({ kind }) => kind === 'first')
  return {
    heading: isAnyOfBoth ? texts.headings.differ(places, to) : texts.headings.own(places, to),
  }
}

/**
 * What is asked about folders to which both laptops gave other rights or attributes. Neither is safe for everybody:
 * who may use a folder is at stake.
 */
function folderQuestion({ id, subject, place, paths, rights, about }: FolderDecision, pair: Pair): Question {
  const count = paths.length
  const shown = (side: 'from' | 'to', of: NonNullable<FolderDecision['rights']>): Version => ({
    laptop: pair[side].label,
    what: texts.versions.rights(of[side]),
    isNewer: false,
  })
  return {
    id,
    stepId: stepIds.home,
    pageId: wizardPages.home.id,
    form: 'choice',
    title: subject,
    subject: { kind: 'home', place },
    about,
    reason: texts.reasons.rights(count),
    ...(rights === undefined ? {} : { versions: [shown('from', rights), shown('to', rights)] }),
    choices: [
      {
        id: 'keep',
        ...choices.keepRights(pair),
        forMany: choices.choicesForMany.keep(pair),
        meaning: 'keep',
        bulk: true,
      },
      {
        id: 'take',
        ...choices.takeRights(pair),
        forMany: choices.choicesForMany.take(pair),
        meaning: 'change',
        brings: {
          counts: { update: count },
          changes: [{ effect: 'update', name: place, kind: 'folder', detail: countOf(count, 'item') }],
        },
        bulk: true,
      },
    ],
    required: true,
    secret: false,
    canLook: false,
  }
}
