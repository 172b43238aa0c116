import { keepAlwaysChoice } from '../../../../commons/kept/on-pair/keep-always.ts'
import type { Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import { partsOf, type Flatpak } from '../model.ts'
import { nameOf } from './names.ts'
import { installChange } from './flatpak-change.ts'
import { remoteQuestionId, removalQuestionId, type FlatpakPlan, type OfferedRemote } from './flatpak-plan.ts'
import * as texts from './texts.ts'

/** Whom the laptop that is taken is to trust, and what is to go there. None is ticked beforehand. */
export function flatpakQuestions(plan: FlatpakPlan, pair: Pair): Question[] {
  return [
    ...plan.remotes.map((remote) => remoteQuestion(remote, plan, pair)),
    ...plan.removals.map((one) => removalQuestion(one, pair)),
  ]
}

const common = {
  stepId: stepIds.packages,
  pageId: wizardPages.packages.id,
  form: 'tick',
  required: false,
  secret: false,
  canLook: false,
} as const

function remoteQuestion(remote: OfferedRemote, { install }: FlatpakPlan, { to }: Pair): Question {
  const changes = install.filter((one) => one.remote === remote.name).map(installChange)
  return {
    ...common,
    id: remoteQuestionId(remote.name),
    title: remote.title === '' ? remote.name : remote.title,
    subject: { kind: 'package', manager: 'flatpak', name: remote.name },
    about: [remote.url, remote.collection, ...remote.keys.map(({ fingerprint }) => fingerprint)].join('\n'),
    reason: texts.remote.reason(remote.url, remote.keys),
    choices: [
      { id: 'leave', ...texts.remote.leave(to.label), meaning: 'keep', bulk: true },
      {
        id: 'add',
        ...texts.remote.add(to.label),
        meaning: 'change',
        brings: { counts: { add: changes.length }, changes },
        // Each key is looked at by itself.
        bulk: false,
      },
    ],
    safeDefault: 'leave',
  }
}

function removalQuestion(one: Flatpak, { from, to }: Pair): Question {
  const { id, arch } = partsOf(one.ref)
  return {
    ...common,
    id: removalQuestionId(one.ref),
    title: nameOf(one),
    subject: { kind: 'package', manager: 'flatpak', name: id, architecture: arch },
    about: `${one.ref}\n${one.commit}`,
    reason: texts.removal.reason(to.label, one.version, one.installedBytes),
    choices: [
      { id: 'keep', ...texts.removal.keep(to.label), meaning: 'keep', bulk: true },
      { id: 'remove', ...texts.removal.remove(to.label), meaning: 'remove', bulk: true },
      keepAlwaysChoice(texts.removal.keepAlways({ from: from.label, to: to.label }), {
        kind: 'package',
        manager: 'flatpak',
        name: id,
        architecture: arch,
      }),
    ],
    safeDefault: 'keep',
  }
}
