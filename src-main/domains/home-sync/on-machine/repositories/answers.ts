/** How one laptop answers about repositories in its /home. */
import { exclusionsFor } from '../../../../commons/home-exclusions/exclusions.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { readHomes } from '../../../../tools/accounts/accounts.ts'
import { syncFileSystem } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { createMatcher } from '../../exclusions/exclusion-matcher.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import * as verbs from '../../repository-verbs.ts'
import { noteCommits, readCommits } from '../memory/commits-file.ts'
import { placesOf, type InAgent } from '../places.ts'
import { frozenOfScan, switchFolder } from '../scan/home-folders.ts'
import { addCommits } from './add-commits.ts'
import { makePacksFolder } from './commits-folder.ts'
import { compareCommits } from './compare-commits.ts'
import { inspectRepositories } from './inspect-repositories.ts'
import { packCommits } from './pack-commits.ts'

type All = Pick<InAgent, 'areas'>

const absent = { kind: 'absent' } as const

/** Whoever asks: of what never crosses nothing is told, sent or written. */
function mayCross(home: string): (path: BytePath) => boolean {
  const isExcluded = createMatcher(exclusionsFor(readHomes(), home).rules)
  return (path) => isExcluded(keyOfPath(path)) === undefined
}

const answerInspect = (all: All) =>
  answer(verbs.inspectRepositories, async ({ scanId, gitFolders, newest }, { host, signal }) => {
    const { root } = frozenOfScan(host.stateFolder, scanId)
    const folders = gitFolders.filter(mayCross(placesOf(all, host).areas.home))
    const inspected = await inspectRepositories(root, folders, newest, { signal })
    return { repositories: gitFolders.map((folder) => inspected[folders.indexOf(folder)] ?? absent) }
  })

const answerCompare = (all: All) =>
  answer(verbs.compareCommits, async ({ gitFolder, hashes }, { host, signal }) => {
    const home = placesOf(all, host).areas.home
    return mayCross(home)(gitFolder) ? compareCommits(home, gitFolder, hashes, { signal }) : absent
  })

const answerPack = (all: All) =>
  answer(verbs.packCommits, async ({ scanId, gitFolder, wanted, known }, { host, signal }) => {
    const { stateFolder } = host
    const { root } = frozenOfScan(stateFolder, scanId)
    if (!mayCross(placesOf(all, host).areas.home)(gitFolder)) return absent
    return packCommits({ stateFolder, root, gitFolder, wanted, known }, { signal })
  })

const answerReceive = answer(verbs.receiveCommits, async (_input, { host }) => {
  makePacksFolder(host.stateFolder, 'received')
  return Promise.resolve({})
})

const answerAdd = (all: All) =>
  answer(verbs.addCommits, async ({ gitFolder, laptop, refs, origin }, { host, signal }) => {
    const { stateFolder } = host
    const home = placesOf(all, host).areas.home
    if (!mayCross(home)(gitFolder)) return absent
    const added = await addCommits({ stateFolder, home, gitFolder, laptop, refs, origin }, { signal })
    // What was added is on the disk before anybody says so.
    await syncFileSystem(home, {})
    return added
  })

const answerNote = answer(verbs.noteCommits, async ({ switchId, commits }, { host }) => {
  noteCommits(switchFolder(host.stateFolder, switchId), commits)
  return Promise.resolve({})
})

const answerKept = answer(verbs.readKeptCommits, async ({ switchId }, { host }) =>
  Promise.resolve({ commits: [...readCommits(switchFolder(host.stateFolder, switchId))] }),
)

export const createRepositoryAnswers = (all: All): readonly Answer[] => [
  answerInspect(all),
  answerCompare(all),
  answerPack(all),
  answerReceive,
  answerAdd(all),
  answerNote,
  answerKept,
]
