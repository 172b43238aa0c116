/** What is asked about folders to which both laptops gave other rights or attributes. */
import type { Question, Version } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import { countOf } from '../../../../kernel/units.ts'
import type { Pair } from '../../../../switch/step.ts'
import * as choices from '../choices/texts.ts'
import * as texts from '../texts.ts'
import type { FolderDecision } from './folder-decisions.ts'

/** Neither is safe for everybody: who may use a folder is at stake. */
export function folderQuestion({ id, subject, place, paths, rights, about }: FolderDecision, pair: Pair): Question {
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
