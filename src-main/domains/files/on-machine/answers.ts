import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
import { findNames, listFolder, listVersions, lookAtFile } from '../verbs.ts'
import { restoreEtc, inspectEtcRestore } from '../etc-verbs.ts'
import { findInSets } from './search/find-in-sets.ts'
import { readFolder } from './browse/list-folder.ts'
import { lookAt } from './browse/look-at.ts'
import { createRestoreAnswers, type PlacesOf } from './restore/restore-answers.ts'
import type { EtcPlaces } from './restore-etc/compare-etc.ts'
import { restoreEtcHere, inspectEtc } from './restore-etc/restore-etc.ts'
import { readVersions } from './browse/versions.ts'

export function createFilesAnswers({ areas, ownPaths }: Pick<AllInAgent, 'areas' | 'ownPaths'>): readonly Answer[] {
  const placesOf = ({ stateFolder }: HostContext) => machinePlaces(stateFolder, readSwapFiles(), areas)
  return [
    ...browseAnswers(placesOf),
    ...createRestoreAnswers(placesOf),
    ...etcAnswers((host) => ({ ...placesOf(host), ownPaths, host })),
  ]
}

function browseAnswers(placesOf: PlacesOf): readonly Answer[] {
  return [
    answer(listFolder, (request, { host, signal }) => readFolder(placesOf(host), host.person, request, { signal })),
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

function etcAnswers(placesOf: (host: HostContext) => EtcPlaces): readonly Answer[] {
  return [
    answer(inspectEtcRestore, (choice, { host, signal }) => inspectEtc(placesOf(host), choice, { signal })),
    answer(restoreEtc, ({ setId, paths, withIdentity, ...request }, { host, signal, report }) =>
      restoreEtcHere(placesOf(host), { ...request, choice: { setId, paths, withIdentity } }, { signal, report }),
    ),
  ]
}
