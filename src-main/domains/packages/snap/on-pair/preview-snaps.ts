import { otherKeys } from '../../../../contract/packages-key.ts'
import type { Change, Preview, PreviewBlock, Question } from '../../../../contract/preview.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import { changesBlock, removalChoices, tickQuestion } from '../../on-pair/apps/app-question.ts'
import * as apps from '../../on-pair/apps/texts.ts'
import { leave, leaveAlways, leaveAlwaysEffect } from '../../on-pair/apps/texts.ts'
import * as later from '../../on-pair/later/texts.ts'
import { keepAlwaysChoice } from '../../on-pair/rules/asked-rule.ts'
import { type Snap, shownVersion } from '../model.ts'
import { change, installChange, refusableSnap, snapChange, keyOfSnap } from './snap-change.ts'
import { isClassic, type SnapPlan, classicQuestionId, removalQuestionId } from './snap-plan.ts'
import * as texts from './texts.ts'

/** Of a download at home, 10 MB a second, and what snapd does besides. */
const bytesPerMs = 10_000
const msPerSnap = 4_000
const pageId = wizardPages.packages.id

export function previewSnaps(plan: SnapPlan, pair: Pair): Preview {
  const { from, to } = pair
  // Classic ones are told with their question.
  const installs = plan.install.filter((one) => !isClassic(one))
  return {
    summary: texts.summary({
      ...{ installs: installs.length, classic: plan.install.length - installs.length },
      ...{ removals: plan.removals.length, rejected: plan.rejected.length, later: plan.later.length },
    }),
    pages: [wizardPages.packages],
    blocks: [
      ...changesBlock(
        texts.blocks.install(installs.length, to.label),
        installs.map((one) => ({ ...installChange(one, plan), ...refusableSnap(one, plan) })),
      ),
      ...changesBlock(
        later.block(to.label, texts.title),
        plan.later.map((one) => ({ ...snapChange('keep', one, shownVersion(one), plan), ...refusableSnap(one, plan) })),
      ),
      ...changesBlock(texts.blocks.channels(from.label, to.label), plan.follow.map(channelChange)),
      ...changesBlock(
        texts.blocks.otherwise(from.label, to.label),
        plan.otherwise.map((one) => snapChange('keep', one, texts.otherwiseDetail(one, to.label), plan)),
      ),
      ...changesBlock(
        texts.blocks.rejected(to.label),
        plan.rejected.map((one) => snapChange('cannot', one, texts.rejected(one.why, to.label), plan)),
      ),
      ...noticesOf(plan, pair),
    ],
    questions: snapQuestions(plan, pair),
    blockers: [],
    rooms: plan.rooms.map((room) => ({ ...room, what: texts.roomFor })),
    estimate: { bytes: bytesOf(plan), items: plan.install.length, ms: timeOf(plan) },
  }
}

export function timeOf(plan: SnapPlan): number {
  return bytesOf(plan) / bytesPerMs + plan.install.length * msPerSnap
}

function bytesOf({ install }: SnapPlan): number {
  return install.reduce((sum, { installedBytes }) => sum + installedBytes, 0)
}

function channelChange({ name, channel }: SnapPlan['follow'][number]): Change {
  return {
    ...change('keep', name, texts.followDetail(channel)),
    ...{ listedAs: otherKeys.setting('snap-channel', name), isSet: true },
  }
}

type Told = { readonly title: string; readonly text: string }

function noticesOf(plan: SnapPlan, { from, to }: Pair): readonly PreviewBlock[] {
  const { snapd, install, otherwise, both, failedBefore } = plan
  const onlyNow = new Set(plan.later.map(({ name }) => name))
  const kept = [...new Set([...plan.kept, ...plan.keptChannels])].filter((name) => !onlyNow.has(name))
  const told = (tone: 'info' | 'warning', notice: Told): PreviewBlock => ({ kind: 'notice', pageId, tone, ...notice })
  const failed = failedBefore.map(({ what }) => what)
  return [
    ...(snapd.from === 'silent' ? [told('warning', texts.silent(from.label))] : []),
    ...(snapd.to === 'silent' ? [told('warning', texts.silent(to.label))] : []),
    ...(otherwise.length > 0 ? [told('warning', texts.otherwiseNotice(otherwise, to.label))] : []),
    ...(kept.length > 0 ? [told('info', apps.keptNotice(texts.snaps(kept.length), kept))] : []),
    ...(both.length > 0
      ? [told('info', apps.bothNotice(texts.snaps(both.length), both, { from: from.label, to: to.label }))]
      : []),
    ...(install.length > 0 && snapd.to === 'absent'
      ? [told('info', apps.missingProgram(texts.program, to.label))]
      : []),
    ...(failed.length > 0 ? [told('info', texts.failedBefore(failed, to.label))] : []),
  ]
}

/** What is to have no confinement on the target, and what is to go there. None is ticked beforehand. */
function snapQuestions(plan: SnapPlan, pair: Pair): Question[] {
  return [
    ...plan.install.filter(isClassic).map((one) => classicQuestion(one, plan, pair)),
    ...plan.removals.map((one) => removalQuestion(one, plan, pair)),
  ]
}

function classicQuestion(one: Snap, { architecture }: SnapPlan, { to }: Pair): Question {
  const rule = { kind: 'package', manager: 'snap', name: one.name, architecture } as const
  return {
    ...tickQuestion,
    id: classicQuestionId(one.name),
    title: one.name,
    subject: { kind: 'package', manager: 'snap', name: one.name },
    listedAs: keyOfSnap(one.name, { architecture }),
    about: `${one.name}\n${one.revision}\n${one.publisher}`,
    reason: texts.classic.reason(shownVersion(one), one.publisher),
    choices: [
      { id: 'leave', ...leave(to.label, texts.classic.leave), meaning: 'keep', bulk: true },
      {
        id: 'install',
        ...texts.classic.install(to.label),
        meaning: 'change',
        brings: { counts: { add: 1 }, changes: [installChange(one, { architecture })] },
        // Each is looked at by itself.
        bulk: false,
      },
      keepAlwaysChoice(leaveAlwaysEffect(to.label), rule, leaveAlways),
    ],
    safeDefault: 'leave',
  }
}

function removalQuestion(one: Snap, { architecture }: SnapPlan, pair: Pair): Question {
  const { to } = pair
  const rule = { kind: 'package', manager: 'snap', name: one.name, architecture } as const
  return {
    ...tickQuestion,
    id: removalQuestionId(one.name),
    title: one.name,
    subject: rule,
    listedAs: keyOfSnap(one.name, { architecture }),
    about: `${one.name}\n${one.revision}`,
    reason: texts.removal.reason(to.label, shownVersion(one), one.installedBytes),
    choices: removalChoices(pair, rule, texts.removal.effect(to.label)),
    safeDefault: 'keep',
  }
}
