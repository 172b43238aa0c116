import { answer, type Answer } from '../../../../machine/machine.ts'
import * as verbs from '../../full-verbs.ts'
import { openInventory } from '../inventory/outline-file.ts'
import { readPiece } from '../inventory/read-piece.ts'
import type { InAgent } from '../places.ts'
import { whatToScan } from '../scan/answers.ts'
import { checksumsFile, listChecksums } from './list-checksums.ts'
import { readWalk } from './walk-file.ts'
import { removeWork, workFolder } from './work-folder.ts'

const answerList = (all: InAgent) =>
  answer(verbs.listChecksums, async ({ listId, rules }, { host, signal, report }) => {
    const request = await whatToScan(all, host, rules)
    const { at, summary, found, specials } = await listChecksums(request, workFolder(host.stateFolder, listId), {
      signal,
      report,
    })
    const { entries, files, bytes, leftOut } = summary
    const leftAlone = { leftOut: [...leftOut], found: [...found], specials: [...specials] }
    return { at, entries, files, bytes, ...leftAlone, person: host.person }
  })

const answerOutline = answer(verbs.outlineChecksums, async ({ listId }, { host }) =>
  Promise.resolve({
    stretches: openInventory(checksumsFile(workFolder(host.stateFolder, listId))).stretches.map(
      ({ start, end, exact }): [number, number, string] => [start, end, exact],
    ),
  }),
)

const answerRead = answer(verbs.readChecksums, ({ listId, ranges }, { host }) =>
  readPiece(checksumsFile(workFolder(host.stateFolder, listId)), ranges),
)

const answerForget = answer(verbs.forgetChecksums, async ({ listId }, { host }) => {
  await removeWork(workFolder(host.stateFolder, listId))
  return {}
})

const answerWalk = answer(verbs.readWalk, async (_input, { host }) => Promise.resolve(readWalk(host.stateFolder)))

export const createFullAnswers = (all: InAgent): readonly Answer[] => [
  answerList(all),
  answerOutline,
  answerRead,
  answerForget,
  answerWalk,
]
