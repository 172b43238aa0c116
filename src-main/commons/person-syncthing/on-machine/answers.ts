import { readFileSync, statSync } from 'node:fs'
import { personAnswerSchema, type PersonSyncthing } from '../../../contract/person-syncthing.ts'
import { answer, type Answer, type AnswerContext, type HostContext } from '../../../machine/machine.ts'
import { statInside } from '../../../tools/files/safe-path.ts'
import { ifAlive, runningPids } from '../../../tools/proc/running-processes.ts'
import { askAsPerson } from '../../../tools/syncthing/person/ask-as-person.ts'
import { lookAtPersonSyncthing, readPersonFiles, scanPersonFolders } from '../verbs.ts'

type Asking = Pick<AnswerContext, 'host' | 'signal'>

const answerLook = answer(lookAtPersonSyncthing, (_input, asking) => look(asking))

const answerScan = answer(scanPersonFolders, async ({ folders }, { host: { person }, signal }) => {
  if (!isRunning(person)) return stoppedOrNone(person)
  return askAsPerson(person, { ask: 'scan', home: person.home, folders }, personAnswerSchema.scan, { signal })
})

const answerFiles = answer(readPersonFiles, async ({ files }, { host: { person }, signal }) => {
  if (files.length === 0 || !isRunning(person)) return { versions: files.map(() => null) }
  const request = { ask: 'files', home: person.home, files } as const
  return { versions: await askAsPerson(person, request, personAnswerSchema.files, { signal }) }
})

async function look({ host: { person }, signal }: Asking): Promise<PersonSyncthing> {
  if (!isRunning(person)) return stoppedOrNone(person)
  return askAsPerson(person, { ask: 'look', home: person.home }, personAnswerSchema.look, { signal })
}

/** A child costs a tenth of a second, and hardly anybody has one. Ours is root's. */
function isRunning({ uid }: HostContext['person']): boolean {
  return runningPids().some(
    (pid) =>
      ifAlive(
        () =>
          readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd() === 'syncthing' && statSync(`/proc/${pid}`).uid === uid,
      ) === true,
  )
}

function stoppedOrNone({ home }: HostContext['person']): PersonSyncthing {
  const usual = ['.config/syncthing/config.xml', '.local/state/syncthing/config.xml']
  return { kind: usual.some((place) => statInside(home, place)?.isFile() === true) ? 'stopped' : 'none' }
}

export const personSyncthingAnswers: readonly Answer[] = [answerLook, answerScan, answerFiles]
