import { otherKeys } from '../../../../contract/packages-key.ts'
import type { SettingTopic } from '../../../../contract/packages-others.ts'
import type { Change, Preview, PreviewBlock, Question } from '../../../../contract/preview.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import { changesBlock, removalChoices, tickQuestion } from '../../on-pair/apps/app-question.ts'
import * as apps from '../../on-pair/apps/texts.ts'
import { leave, leaveAlways } from '../../on-pair/apps/texts.ts'
import * as later from '../../on-pair/later/texts.ts'
import { keepAlwaysChoice } from '../../on-pair/rules/asked-rule.ts'
import { partsOf, type Flatpak, nameOf, addressOf } from '../model.ts'
import { appChange, change, installChange, refusableApp, keyOfApp, keyOfRemote } from './flatpak-change.ts'
import {
  type FlatpakPlan,
  type FlatpakSettings,
  remoteQuestionId,
  removalQuestionId,
  type OfferedRemote,
} from './flatpak-plan.ts'
import { othersBlock } from './other-installations.ts'
import { remoteBlocks } from './remotes/remote-blocks.ts'
import * as sources from './remotes/texts.ts'
import { whyNoApp } from './remotes/texts.ts'
import * as texts from './texts.ts'

/** Seen with apps of 200 MB over a network at home: 40 MB a second, and 2 s for each besides. */
const bytesPerMs = 40_000
const msPerApp = 2_000
const pageId = wizardPages.packages.id

export function previewFlatpaks(plan: FlatpakPlan, pair: Pair): Preview {
  const { from, to } = pair
  const asked = new Set(plan.remotes.map(({ name }) => name))
  // What waits for a question is told with it.
  const installs = plan.install.filter(({ remote }) => !asked.has(remote))
  return {
    summary: texts.summary({
      ...{ installs: installs.length, updates: plan.update.length, removals: plan.removals.length },
      ...{ remotes: plan.remotes.length },
      ...{ rejected: plan.rejected.length, later: plan.later.length },
    }),
    pages: [wizardPages.packages],
    blocks: [
      ...changesBlock(
        texts.blocks.install(installs.length, to.label),
        installs.map((one) => ({ ...installChange(one), ...refusableApp(one, ['apart', 'never']) })),
      ),
      ...changesBlock(
        texts.blocks.update(plan.update.length, to.label),
        plan.update.map((one) => ({
          ...appChange('update', one, texts.updateDetail(one.version)),
          ...refusableApp(one, ['never']),
        })),
      ),
      ...changesBlock(
        later.block(to.label, texts.title),
        plan.later.map((one) => ({
          ...appChange('keep', one, one.version),
          ...refusableApp(one, one.isThere ? ['never'] : ['apart', 'never']),
        })),
      ),
      ...changesBlock(
        texts.blocks.newer(to.label),
        plan.newer.map((one) => appChange('keep', one, texts.newerDetail(to.label))),
      ),
      ...changesBlock(
        texts.blocks.settings(from.label, to.label),
        settingsOf(plan, texts.markDetails).map((one) => ({ ...one, isSet: true })),
      ),
      ...changesBlock(texts.blocks.settingsThere(to.label), settingsOf(plan.settingsThere, texts.markStays(to.label))),
      ...changesBlock(
        texts.blocks.rejected(to.label),
        plan.rejected.map((one) =>
          appChange('cannot', one, whyNoApp(one.why, one.remote, { from: from.label, to: to.label })),
        ),
      ),
      ...remoteBlocks(plan, pair),
      ...othersBlock(plan, pair),
      ...notices(plan, pair),
    ],
    questions: flatpakQuestions(plan, pair),
    blockers: [],
    rooms: plan.rooms.map((room) => ({ ...room, what: texts.roomFor })),
    estimate: {
      bytes: bytesOf(plan),
      items: plan.install.length + plan.update.length,
      ms: 2 * timeOf(plan),
    },
  }
}

/** Of bringing them; installing them takes about as long. */
export function timeOf(plan: FlatpakPlan): number {
  return bytesOf(plan) / bytesPerMs + (plan.install.length + plan.update.length) * msPerApp
}

function bytesOf({ install, update }: FlatpakPlan): number {
  return [...install, ...update].reduce((sum, { installedBytes }) => sum + installedBytes, 0)
}

function settingsOf(
  { masks, pins, overrides }: FlatpakSettings,
  words: Readonly<Record<'mask' | 'pin' | 'override', string>>,
): readonly Change[] {
  const set = (topic: SettingTopic, names: readonly string[], detail: string) =>
    names.map((name) => ({ ...change('keep', name, detail), listedAs: otherKeys.setting(topic, name) }))
  return [
    ...set('flatpak-permissions', overrides, words.override),
    ...set('flatpak-mask', masks, words.mask),
    ...set('flatpak-pin', pins, words.pin),
  ]
}

function notices(plan: FlatpakPlan, { from, to }: Pair): readonly PreviewBlock[] {
  const { isInstalled, install, update, both, downloads, isPersonUnknown, failedBefore } = plan
  const onlyNow = new Set(plan.later.map(({ ref }) => ref))
  const kept = plan.kept.filter((ref) => !onlyNow.has(ref))
  const ids = (refs: readonly string[]) => refs.map((ref) => partsOf(ref).id)
  const labels = { from: from.label, to: to.label }
  const loaded = [...install, ...update].filter(({ ref }) => downloads?.refs.includes(ref) === true).map(nameOf)
  const told = [
    ...(kept.length > 0 ? [apps.keptNotice(texts.apps(kept.length), ids(kept))] : []),
    ...(both.length > 0 ? [apps.bothNotice(texts.apps(both.length), ids(both), labels)] : []),
    ...(install.length > 0 && !isInstalled.to ? [apps.missingProgram(texts.program, to.label)] : []),
    ...(downloads === undefined ? [] : [texts.downloads(loaded, downloads.lacking, labels)]),
    ...(isPersonUnknown ? [texts.personUnknown(from.label, to.label)] : []),
    ...(failedBefore.length > 0
      ? [
          texts.failedBefore(
            failedBefore.map(({ what }) => what),
            to.label,
          ),
        ]
      : []),
  ]
  return told.map((notice) => ({ kind: 'notice', pageId, tone: 'info', ...notice }))
}

/** Whom the target is to trust, and what is to go there. None is ticked beforehand. */
function flatpakQuestions(plan: FlatpakPlan, pair: Pair): Question[] {
  return [
    ...plan.remotes.map((remote) => remoteQuestion(remote, plan, pair)),
    ...plan.removals.map((one) => removalQuestion(one, pair)),
  ]
}

function remoteQuestion(remote: OfferedRemote, { install }: FlatpakPlan, { from, to }: Pair): Question {
  const rule = { kind: 'flatpak-source', address: addressOf(remote) } as const
  const changes = install.filter((one) => one.remote === remote.name).map(installChange)
  return {
    ...tickQuestion,
    id: remoteQuestionId(remote.name),
    title: sources.titleOf(remote),
    subject: { kind: 'package', manager: 'flatpak', name: remote.name },
    listedAs: keyOfRemote(remote),
    about: [remote.url, remote.collection, ...remote.keys.map(({ fingerprint }) => fingerprint)].join('\n'),
    reason: sources.question.reason(remote, changes.length, from.label),
    choices: [
      { id: 'leave', ...leave(to.label, sources.question.leave), meaning: 'keep', bulk: true },
      {
        id: 'add',
        ...sources.question.add(to.label),
        meaning: 'change',
        brings: { counts: { add: changes.length }, changes },
        // Each key is looked at by itself.
        bulk: false,
      },
      keepAlwaysChoice(sources.question.leaveAlways(to.label), rule, leaveAlways),
    ],
    safeDefault: 'leave',
  }
}

function removalQuestion(one: Flatpak, pair: Pair): Question {
  const { to } = pair
  const { id, arch } = partsOf(one.ref)
  return {
    ...tickQuestion,
    id: removalQuestionId(one.ref),
    title: nameOf(one),
    subject: { kind: 'package', manager: 'flatpak', name: id, architecture: arch },
    listedAs: keyOfApp(one),
    about: `${one.ref}\n${one.commit}`,
    reason: texts.removal.reason(to.label, one.version, one.installedBytes),
    choices: removalChoices(
      pair,
      { kind: 'package', manager: 'flatpak', name: id, architecture: arch },
      texts.removal.effect(to.label),
    ),
    safeDefault: 'keep',
  }
}
