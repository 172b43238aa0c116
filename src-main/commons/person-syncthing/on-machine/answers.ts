import { statSync } from 'node:fs'
import { readOwn, readOwnText } from '../../../tools/files/own-file.ts'
import {
  lengths,
  personAnswerSchema,
  type AskedFile,
  type CarriedVersion,
  type PersonRequest,
  type PersonSyncthing,
} from '../../../contract/person-syncthing.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { statInside } from '../../../tools/files/safe-path.ts'
import { ifAlive, runningPids } from '../../../tools/proc/running-processes.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { askAsPerson, type AskOptions } from '../../../tools/syncthing/person/ask-as-person.ts'
import { findPersonConflicts, lookAtPersonSyncthing, readPersonFiles, scanPersonFolders } from '../verbs.ts'
import { createKnownConflicts } from './find-conflicts.ts'

const answerLook = answer(lookAtPersonSyncthing, (_input, { host, signal }) => lookAtSyncthingOf(host, { signal }))

const answerScan = answer(scanPersonFolders, ({ folders }, { host: { person }, signal }) =>
  askForLook(person, { ask: 'scan', home: person.home, folders }, { signal }),
)

const answerFiles = answer(readPersonFiles, async ({ files }, { host, signal }) => ({
  versions: [...(await askAboutFiles(host, files, { signal }))],
}))

function createAnswerConflicts(): Answer {
  const findKnown = createKnownConflicts()
  return answer(findPersonConflicts, async ({ knownMs }, { host: { person }, signal }) => {
    if (!isRunning(person) && stoppedOrNone(person).kind === 'none') return { paths: [], more: 0 }
    const { paths, more } = await findKnown(person, knownMs, { signal })
    return { paths: [...paths], more }
  })
}

type OfPerson = Pick<HostContext, 'person'>

export function lookAtSyncthingOf({ person }: OfPerson, options: RunOptions): Promise<PersonSyncthing> {
  return askForLook(person, { ask: 'look', home: person.home }, options)
}

/** Longer than the child that asks takes by itself: it may look at a folder whose disk hangs. Shorter than anybody is waited for. */
const mostOf = { look: 60_000, scan: 9 * 60_000 } as const

/** Nothing fails because of a program that a switch can do without. */
export async function askForLook(
  person: HostContext['person'],
  request: Extract<PersonRequest, { ask: 'look' | 'scan' }>,
  options: AskOptions,
  mostMs: number = mostOf[request.ask],
): Promise<PersonSyncthing> {
  if (!isRunning(person)) return stoppedOrNone(person)
  const { signal, ...others } = options
  const late = AbortSignal.timeout(mostMs)
  try {
    const either = AbortSignal.any([late, ...(signal === undefined ? [] : [signal])])
    const found = await askAsPerson(person, request, personAnswerSchema.look, { ...others, signal: either })
    // It may have ended while it was asked.
    return found.kind === 'silent' && !isRunning(person) ? stoppedOrNone(person) : found
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    if (code === 'cancelled' && !late.aborted) throw thrown
    return { kind: 'silent', why: 'no-answer', details: message.slice(0, lengths.sentence) }
  }
}

/** Null for what it does not carry. */
export async function askAboutFiles(
  { person }: OfPerson,
  files: readonly AskedFile[],
  options: AskOptions,
): Promise<readonly (CarriedVersion | null)[]> {
  if (files.length === 0 || !isRunning(person)) return files.map(() => null)
  const request: PersonRequest = { ask: 'files', home: person.home, files: [...files] }
  return askAsPerson(person, request, personAnswerSchema.files, options)
}

/** A child costs a tenth of a second, and hardly anybody has one. Ours is root's. One that has ended has no words any more. */
function isRunning({ uid }: HostContext['person']): boolean {
  return runningPids().some(
    (pid) =>
      ifAlive(
        () =>
          readOwnText(`/proc/${pid}/comm`).trimEnd() === 'syncthing' &&
          statSync(`/proc/${pid}`).uid === uid &&
          readOwn(`/proc/${pid}/cmdline`).length > 0,
      ) === true,
  )
}

function stoppedOrNone({ home }: HostContext['person']): PersonSyncthing {
  const usual = ['.config/syncthing/config.xml', '.local/state/syncthing/config.xml']
  return { kind: usual.some((place) => statInside(home, place)?.isFile() === true) ? 'stopped' : 'none' }
}

export const createPersonSyncthingAnswers = (): readonly Answer[] => [
  answerLook,
  answerScan,
  answerFiles,
  createAnswerConflicts(),
]
