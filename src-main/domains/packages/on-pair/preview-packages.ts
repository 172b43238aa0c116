import type { Change, Preview, PreviewBlock, Question } from '../../../contract/preview.ts'
import { otherKeys } from '../../../contract/packages-key.ts'
import { wizardPages, type WizardPage } from '../../../contract/wizard-page.ts'
import type { Pair } from '../../../switch/step.ts'
import { keyOf, type PackageRef } from '../model.ts'
import * as later from './later/texts.ts'
import type { PackagesPlan } from './packages-plan.ts'
import {
  differingChange,
  enabledLines,
  heldChange,
  installChange,
  laterChange,
  markChange,
  markStays,
  newerChange,
  rejectedChange,
  toldChange,
  updateChange,
} from './preview-changes.ts'
import { packagesQuestions } from './questions/packages-questions.ts'
import * as repairTexts from './repairs/texts.ts'
import * as sourceTexts from './sources/texts.ts'
import * as texts from './texts.ts'

/** Seen with small packages on a laptop's disk; the download is counted at 4 MB a second. */
const msPerPackage = 700
const bytesPerMs = 4_000
/** Between the two laptops, by radio. */
const copiedBytesPerMs = 20_000

/** What of a run takes how long. That files are copied from the other laptop is seldom: the estimate goes without it. */
export function timesOf(actions: number, downloadBytes: number) {
  return {
    downloadMs: 1_000 + downloadBytes / bytesPerMs,
    copyMs: downloadBytes / copiedBytesPerMs,
    installMs: 1_000 + actions * msPerPackage,
  }
}

/** Neither laptop is asked then. */
function isNothing({ actions, removals, units, marks, sources }: PackagesPlan): boolean {
  return [actions, removals, units, marks, sources].every(({ length }) => length === 0)
}

export function previewPackages(plan: PackagesPlan, pair: Pair): Preview {
  const questions = packagesQuestions(plan, pair)
  const { downloadMs, installMs } = timesOf(plan.actions.length, plan.downloadBytes)
  const installs = plan.actions.filter(({ act }) => act === 'install')
  const updates = plan.actions.filter(({ act }) => act === 'update')
  const blocks = [
    changesBlock(
      texts.blocks.install(installs.length, pair.to.label),
      installs.map((one) => installChange(one, plan)),
    ),
    changesBlock(
      texts.blocks.update(updates.length, pair.to.label),
      updates.map((one) => updateChange(one, plan)),
    ),
    changesBlock(later.block(pair.to.label), plan.later.map(laterChange)),
    changesBlock(texts.blocks.kept(pair.from.label, pair.to.label), [
      ...plan.newer.map((one) => newerChange(one, pair)),
      ...plan.marks.flatMap(markChange),
      ...plan.marksThere.flatMap((one) => markStays(one, pair)),
    ]),
    changesBlock(texts.blocks.services(pair.to.label), [
      ...enabledLines(plan.units, pair),
      ...plan.homeUnits.map((name) => ({ effect: 'keep' as const, name, kind: 'unit', detail: texts.startsWhen.home })),
    ]),
    changesBlock(
      sourceTexts.notAdded(pair.to.label),
      plan.sourcesTold.map((told) => toldChange(told, pair)),
    ),
    changesBlock(
      sourceTexts.differing(pair.to.label),
      plan.sourcesDiffering.map((one) => differingChange(one, pair)),
    ),
    changesBlock(texts.blocks.rejected(pair.to.label), [
      ...plan.rejected.map((one) => rejectedChange(one, plan, pair)),
      ...plan.held.map(heldChange),
    ]),
    ...notices(plan, pair),
  ].filter((block) => block !== undefined)
  return {
    summary: summaryOf(plan, installs.length, updates.length),
    pages: [{ ...wizardPages.packages, ...headingOf(questions, plan, pair) }],
    blocks,
    questions,
    blockers: blockersOf(plan, pair),
    rooms: plan.rooms.map((room) => ({ ...room, what: texts.roomFor })),
    estimate: {
      bytes: plan.downloadBytes,
      items: plan.actions.length,
      ms: isNothing(plan) ? 0 : downloadMs + installMs,
    },
  }
}

function summaryOf(plan: PackagesPlan, installs: number, updates: number): string {
  return texts.summary({
    installs,
    updates,
    removals: plan.removals.length,
    services: plan.units.length,
    sources: plan.sources.length,
    marks: plan.marks.flatMap(markChange).length,
    rejected: plan.rejected.length,
    later: plan.later.length,
  })
}

function changesBlock(
  [title, summary]: readonly [string, string],
  changes: readonly Change[],
): PreviewBlock | undefined {
  if (changes.length === 0) return undefined
  return {
    kind: 'changes',
    pageId: wizardPages.packages.id,
    title,
    summary,
    count: changes.length,
    changes: [...changes],
  }
}

function notices(plan: PackagesPlan, pair: Pair): readonly PreviewBlock[] {
  const { to } = plan.health
  const { from } = plan.unreadableSources
  const pageId = wizardPages.packages.id
  return [
    ...(from === undefined
      ? []
      : [{ kind: 'notice', pageId, tone: 'warning', ...sourceTexts.unreadable(from, pair.from.label) } as const]),
    ...((plan.repairs ?? []).length === 0 || plan.neededInRepairs.length > 0
      ? []
      : [{ kind: 'notice', pageId, tone: 'warning', ...repairTexts.notice(pair.to.label) } as const]),
    ...architecturesNotices(plan, pair),
    ...(plan.releases === undefined ? [] : [releasesNotice(plan.releases, pair)]),
    ...(to.kind === 'half-done' ? halfDoneNotices(to, pair) : []),
    ...ruledNotices(plan, pair),
    ...(plan.bySnap.length === 0
      ? []
      : [{ kind: 'notice', pageId, tone: 'info', ...texts.bySnap(plan.bySnap.map(({ name }) => name)) } as const]),
    ...(plan.ofHardware.length === 0
      ? []
      : [{ kind: 'notice', pageId, tone: 'info', ...texts.hardware(plan.ofHardware) } as const]),
    ...(plan.ofOwn.length === 0
      ? []
      : [{ kind: 'notice', pageId, tone: 'info', ...texts.ofOwn(plan.ofOwn.map(({ name }) => name)) } as const]),
  ]
}

/** Whatever is answered. */
function architecturesNotices({ architectures, actions }: PackagesPlan, { from, to }: Pair): readonly PreviewBlock[] {
  const added = architectures.filter((arch) => actions.some((action) => action.arch === arch))
  if (added.length === 0) return []
  const notice = texts.architectures(added, { from: from.label, to: to.label })
  const ofEach = { listedAs: added.map((name) => otherKeys.setting('architecture', name)), text: texts.architecture }
  return [{ kind: 'notice', pageId: wizardPages.packages.id, tone: 'info', ...notice, ofEach }]
}

function releasesNotice(releases: NonNullable<PackagesPlan['releases']>, { from, to }: Pair): PreviewBlock {
  const notice = sourceTexts.otherReleases({
    from: { label: from.label, title: releases.from },
    to: { label: to.label, title: releases.to },
  })
  return { kind: 'notice', pageId: wizardPages.packages.id, tone: 'info', ...notice }
}

/** Some a script of theirs did not let be set up; the others were in the middle of it. */
function halfDoneNotices(
  { packages, words }: Extract<PackagesPlan['health']['to'], { kind: 'half-done' }>,
  { to }: Pair,
): readonly PreviewBlock[] {
  const failed = packages.filter((name) => words[name] !== undefined)
  const open = packages.filter((name) => words[name] === undefined)
  const notices = [
    ...(open.length > 0 || failed.length === 0 ? [texts.interrupted(open, to.label)] : []),
    ...(failed.length > 0 ? [texts.triedAgain(failed, to.label)] : []),
  ]
  return notices.map((notice) => ({ kind: 'notice', pageId: wizardPages.packages.id, tone: 'warning', ...notice }))
}

/** What rules decide, so that nobody wonders why it was not asked. */
function ruledNotices(
  { kept, later, leftNotSetUp, keptUnits, keptSources, both, unitsForBoth }: PackagesPlan,
  pair: Pair,
): readonly PreviewBlock[] {
  const namesOf = (refs: readonly PackageRef[]) => refs.map(({ name }) => name)
  const onlyNow = new Set(later.map(keyOf))
  const ruled = kept.filter((one) => !onlyNow.has(keyOf(one)))
  const apart = { packages: namesOf([...ruled, ...leftNotSetUp]), services: keptUnits, sources: keptSources }
  const staying = { packages: namesOf(both.filter(({ stays }) => stays)), services: unitsForBoth, sources: [] }
  const notices = [
    ...(isEmpty(apart) ? [] : [texts.keptNotice(apart)]),
    ...(isEmpty(staying) ? [] : [texts.bothNotice(staying, pair.from.label, pair.to.label)]),
  ]
  return notices.map((notice) => ({ kind: 'notice', pageId: wizardPages.packages.id, tone: 'info', ...notice }))
}

function isEmpty(ruled: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.values(ruled).every(({ length }) => length === 0)
}

function headingOf(
  questions: readonly Question[],
  plan: PackagesPlan,
  { from, to }: Pair,
): Pick<WizardPage, 'heading'> {
  if (questions.length === 0) return {}
  return { heading: texts.heading(from.label, to.label, plan.sources.length > 0) }
}

function blockersOf({ health, unreadableSources, neededInRepairs }: PackagesPlan, pair: Pair): Preview['blockers'] {
  const sides = [
    { health: health.from, label: pair.from.label },
    { health: health.to, label: pair.to.label },
  ]
  const { to } = unreadableSources
  return [
    ...sides.flatMap(({ health, label }) => (health.kind === 'busy' ? [texts.busy(health.by, label)] : [])),
    ...(to === undefined ? [] : [sourceTexts.unreadable(to, pair.to.label)]),
    ...(neededInRepairs.length === 0 ? [] : [repairTexts.byHand(neededInRepairs, pair.to.label)]),
  ]
}
