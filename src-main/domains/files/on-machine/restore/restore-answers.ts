import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { answer, type Answer, type AnswerContext, type HostContext } from '../../../../machine/machine.ts'
import {
  describeFiles,
  dropFiles,
  placeFiles,
  receiveFiles,
  restoreFiles,
  sendFiles,
  inspectFiles,
} from '../../restore-verbs.ts'
import type { RestoreFrom } from '../../restore-schemas.ts'
import { describeSource } from './read-source.ts'
import { createReceiving, sendFrom, type FromThere } from './restore-received.ts'
import { restoreHere, inspectRestore } from './restore.ts'
import { filesMessages } from '../../messages.ts'

/** This laptop's subvolumes, as they are now. */
export type PlacesOf = (host: HostContext) => Places
const workOptions = ({ signal, report }: AnswerContext) => ({ signal, report })

export function createRestoreAnswers(placesOf: PlacesOf): readonly Answer[] {
  const receiving = createReceiving()
  return [
    answer(describeFiles, (choice, { host, signal }) => describeSource(host.stateFolder, choice, { signal })),
    answer(inspectFiles, ({ from, place }, { host, signal }) =>
      from.kind === 'here'
        ? inspectRestore(placesOf(host), { choice: from.choice, place }, { signal })
        : receiving.inspect(placesOf(host), { from, place }, { signal }),
    ),
    answer(restoreFiles, (request, context) => restoreHere(placesOf(context.host), request, workOptions(context))),
    answer(receiveFiles, (request, context) =>
      receiving.receive(
        placesOf(context.host),
        context.host,
        { ...request, from: requireThere(request.from) },
        workOptions(context),
      ),
    ),
    answer(sendFiles, async (request, { host, signal, report }) => {
      const total = request.bytes
      await sendFrom(host, request, (done) => report({ done, total: Math.max(done, total), unit: 'bytes' }), signal)
      return {}
    }),
    answer(placeFiles, ({ operationId }, context) =>
      receiving.place(placesOf(context.host), operationId, workOptions(context)),
    ),
    answer(dropFiles, async ({ operationId, subvolume }, { host, signal }) => {
      await receiving.drop(placesOf(host), operationId, subvolume, { signal })
      return {}
    }),
  ]
}

function requireThere(from: RestoreFrom): FromThere {
  if (from.kind === 'there') return from
  throw filesMessages.sameLaptop({})
}
