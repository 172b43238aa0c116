import { answer, type Answer } from '../../../machine/machine.ts'
import { readSwapFiles } from '../../../tools/swaps.ts'
import { createSnapshots, examineSnapshots, listSnapshots, readLayout } from '../verbs.ts'
import { examineSet } from './examine-set.ts'
import { findLayout, machinePlaces } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSets } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { takeSet } from '../../../commons/snapshot-sets/on-machine/take-set.ts'

const answerLayout = answer(readLayout, (_input, { host, signal }) =>
  findLayout(machinePlaces(host.stateFolder, readSwapFiles()), { signal }),
)

const answerCreate = answer(createSnapshots, (request, { host, signal, report }) =>
  takeSet(machinePlaces(host.stateFolder, readSwapFiles()), request, { signal, report }),
)

const answerList = answer(listSnapshots, (_input, { host }) =>
  Promise.resolve({ sets: [...readSets(host.stateFolder)] }),
)

const answerExamine = answer(examineSnapshots, (wanted, { host, signal }) =>
  examineSet(host.stateFolder, wanted, { signal }),
)

export const snapshotsAnswers: readonly Answer[] = [answerLayout, answerCreate, answerList, answerExamine]
