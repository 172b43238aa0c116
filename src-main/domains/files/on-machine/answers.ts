import { randomBytes } from 'node:crypto'
import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import type { WithKeptTree } from '../../../commons/capability/kept-trees.ts'
import { lookInside } from '../../../commons/looking/on-machine/look-inside.ts'
import { machinePlaces, type Places } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { Tree } from '../../../commons/snapshot-sets/schemas.ts'
import type { AgentLookSide } from '../../../contract/look.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { answer, type Answer, type HostContext, type AnswerContext } from '../../../machine/machine.ts'
import type { Account } from '../../../tools/accounts/as-person.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { restoreEtc, inspectEtcRestore } from '../etc-verbs.ts'
import { filesMessages } from '../messages.ts'
import type { RestoreFrom } from '../restore-schemas.ts'
import {
  describeFiles,
  dropFetched,
  dropFiles,
  fetchFiles,
  placeFiles,
  receiveFiles,
  restoreFiles,
  sendFiles,
  inspectFiles,
} from '../restore-verbs.ts'
import { findNames, listFolder, listVersions, lookAtFile } from '../verbs.ts'
import { readFolder, readKeptFolder } from './browse/list-folder.ts'
import { readVersions } from './browse/versions.ts'
import type { EtcPlaces } from './restore-etc/compare-etc.ts'
import { restoreEtcHere, inspectEtc } from './restore-etc/restore-etc.ts'
import { dropPlanned, fetchChosen } from './restore/fetched.ts'
import { describeSource } from './restore/read-source.ts'
import { createReceiving, sendFrom, type FromThere } from './restore/restore-received.ts'
import { restoreHere, inspectRestore } from './restore/restore.ts'
import { findInSets } from './search/find-in-sets.ts'
import { withTree } from './tree/with-tree.ts'

export function createFilesAnswers({
  areas,
  ownPaths,
  withKeptTree,
}: Pick<AllInAgent, 'areas' | 'ownPaths' | 'withKeptTree'>): readonly Answer[] {
  const placesOf = ({ stateFolder }: HostContext) => machinePlaces(stateFolder, readSwapFiles(), areas)
  return [
    ...browseAnswers(placesOf, withKeptTree),
    ...createRestoreAnswers(placesOf),
    ...keptAnswers(withKeptTree),
    ...etcAnswers((host) => ({ ...placesOf(host), ownPaths, host })),
  ]
}

function browseAnswers(placesOf: PlacesOf, withKeptTree: WithKeptTree): readonly Answer[] {
  return [
    answer(listFolder, ({ tree, ...request }, { host, signal }) =>
      tree.kind === 'kept'
        ? withKeptTree(host, tree, { signal }, (open) => readKeptFolder(open, host.person, request))
        : readFolder(placesOf(host), host.person, { tree, ...request }, { signal }),
    ),
    answer(lookAtFile, async ({ sides }, { host, signal }) => ({
      sides: await lookAt(placesOf(host), host.person, sides, { signal }),
    })),
    answer(listVersions, async ({ subvolume, path }, { host, signal }) => ({
      versions: await readVersions(placesOf(host), subvolume, path, { signal }),
    })),
    answer(findNames, (request, { host, signal, report }) =>
      findInSets(placesOf(host), host.person, request, { signal, report }),
    ),
  ]
}

function keptAnswers(withKeptTree: WithKeptTree): readonly Answer[] {
  return [
    answer(fetchFiles, (request, context) => fetchChosen(context.host, withKeptTree, request, workOptions(context))),
    answer(dropFetched, async ({ fetched }, { host }) => {
      await dropPlanned(host, fetched)
      return {}
    }),
  ]
}

function etcAnswers(placesOf: (host: HostContext) => EtcPlaces): readonly Answer[] {
  return [
    answer(inspectEtcRestore, (choice, { host, signal }) => inspectEtc(placesOf(host), choice, { signal })),
    answer(restoreEtc, ({ setId, paths, withIdentity, ...request }, { host, signal, report }) =>
      restoreEtcHere(placesOf(host), { ...request, choice: { setId, paths, withIdentity } }, { signal, report }),
    ),
  ]
}

/** This laptop's subvolumes, as they are now. */
type PlacesOf = (host: HostContext) => Places

const workOptions = ({ signal, report }: AnswerContext) => ({ signal, report })

function createRestoreAnswers(placesOf: PlacesOf): readonly Answer[] {
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

interface LookedSide {
  readonly tree: Tree
  readonly path: BytePath
}

/** Reads versions of a file as snapshots have it. */
export async function lookAt(
  places: Places,
  person: Account,
  sides: readonly LookedSide[],
  options: RunOptions,
): Promise<AgentLookSide[]> {
  const key = randomBytes(32)
  return Promise.all(
    sides.map(({ tree, path }) =>
      withTree(places, tree, options, ({ root }) => lookInside(root, path, { person, key }, options)),
    ),
  )
}
