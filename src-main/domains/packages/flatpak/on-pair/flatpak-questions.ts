import type { Question } from '../../../../contract/preview.ts'
import type { Pair } from '../../../../switch/step.ts'
import { removalChoices, tickQuestion } from '../../on-pair/apps/app-question.ts'
import { leave, leaveAlways } from '../../on-pair/apps/texts.ts'
import { partsOf, type Flatpak } from '../model.ts'
import { addressOf, nameOf } from './names.ts'
import { installChange, keyOfApp, keyOfRemote } from './flatpak-change.ts'
import { remoteQuestionId, removalQuestionId, type FlatpakPlan, type OfferedRemote } from './flatpak-plan.ts'
import * as sources from './remotes/texts.ts'
import * as texts from './texts.ts'
import { keepAlwaysChoice } from '../../on-pair/rules/asked-rule.ts'

/** Whom the laptop that is taken is to trust, and what is to go there. None is ticked beforehand. */
export function flatpakQuestions(plan: FlatpakPlan, pair: Pair): Question[] {
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
