import { otherKeys } from '../../../../contract/packages-key.ts'
import type { SettingTopic } from '../../../../contract/packages-others.ts'
import type { Change, Preview, PreviewBlock } from '../../../../contract/preview.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import { changesBlock } from '../../on-pair/apps/app-question.ts'
import * as apps from '../../on-pair/apps/texts.ts'
import * as later from '../../on-pair/later/texts.ts'
import { connectionName, type Connection } from '../model.ts'
import { shownVersion } from './names.ts'
import { change, installChange, refusableSnap, snapChange } from './snap-change.ts'
import { snapQuestions } from './snap-questions.ts'
import { isClassic, type SnapPlan } from './snap-plan.ts'
import { linkName, slotName } from './snap-settings.ts'
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
      ...changesBlock(texts.blocks.settings(from.label, to.label), settingsOf(plan, to.label)),
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

function settingsOf(plan: SnapPlan, label: string): readonly Change[] {
  const { follow, hold, disable, connections, aliases, settingsThere } = plan
  const { settingDetails, settingStays } = texts
  const connectionDetail = (one: Connection): string =>
    settingDetails[one.isConnected ? 'connect' : 'disconnect'](slotName(one))
  const set = (topic: SettingTopic, name: string, detail: string, listed = name): Change => ({
    ...change(topic === 'snap-disabled' ? 'disable' : 'keep', name, detail),
    ...{ listedAs: otherKeys.setting(topic, listed), isSet: true },
  })
  return [
    ...follow.map(({ name, channel }) => set('snap-channel', name, settingDetails.follow(channel))),
    ...hold.map((name) => set('snap-hold', name, settingDetails.hold)),
    ...disable.map((name) => set('snap-disabled', name, settingDetails.disable)),
    ...connections.map((one) =>
      set('snap-connection', connectionName(one), connectionDetail(one), linkName(connectionName(one), slotName(one))),
    ),
    ...aliases.map(({ snap, app, alias }) => set('snap-alias', alias, settingDetails.alias(`${snap}.${app}`))),
    ...settingsThere.map(({ what, name, of }) => ({
      ...change('keep', name, settingStays[what](of, label)),
      listedAs: otherKeys.setting(
        topicsThere[what],
        topicsThere[what] === 'snap-connection' ? linkName(name, of) : name,
      ),
    })),
  ]
}

const topicsThere: Readonly<Record<SnapPlan['settingsThere'][number]['what'], SettingTopic>> = {
  ...{ hold: 'snap-hold', disable: 'snap-disabled', connect: 'snap-connection', disconnect: 'snap-connection' },
  ...{ alias: 'snap-alias', 'other-alias': 'snap-alias' },
}

type Told = { readonly title: string; readonly text: string }

function noticesOf(plan: SnapPlan, { from, to }: Pair): readonly PreviewBlock[] {
  const { snapd, install, otherwise, both, failedBefore } = plan
  const onlyNow = new Set(plan.later.map(({ name }) => name))
  const kept = [...new Set([...plan.kept, ...plan.keptSettings])].filter((name) => !onlyNow.has(name))
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
