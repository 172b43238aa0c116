import { otherKeys } from '../../../../contract/packages-key.ts'
import type { Change, Preview, PreviewBlock } from '../../../../contract/preview.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import { changesBlock } from '../../on-pair/apps/app-question.ts'
import * as apps from '../../on-pair/apps/texts.ts'
import * as later from '../../on-pair/later/texts.ts'
import { shownVersion } from './names.ts'
import { change, installChange, refusableSnap, snapChange } from './snap-change.ts'
import { snapQuestions } from './snap-questions.ts'
import { isClassic, type SnapPlan } from './snap-plan.ts'
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
