/** How one laptop answers about repositories in its /home. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { exclusionsFor } from '../../../../commons/home-exclusions/exclusions.ts'
import type { Output } from '../../../../contract/define.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { readHomes } from '../../../../tools/accounts/accounts.ts'
import { syncFileSystem } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import { packObjects, peelToCommits } from '../../../../tools/git/git-objects.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { createMatcher } from '../../exclusions/exclusion-matcher.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import { homeMessages } from '../../messages.ts'
import * as verbs from '../../repository-verbs.ts'
import { type packCommits as verb, keptCommitsSchema, type NotedCommits } from '../../repository-verbs.ts'
import { placesOf, type InAgent } from '../places.ts'
import { frozenOfScan, switchFolder, makeFolder } from '../scan/home-folders.ts'
import { addCommits } from './add-commits.ts'
import { makePacksFolder, packFile, packName } from './commits-folder.ts'
import { compareCommits } from './compare-commits.ts'
import { inspectRepositories } from './inspect-repositories.ts'
import { withRepository } from './open-repository.ts'

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

interface PackRequest {
  readonly stateFolder: string
  /** The frozen /home. */
  readonly root: string
  readonly gitFolder: BytePath
  /** What is packed, with all that it leads to. */
  readonly wanted: readonly string[]
  /** Commits that the other version has; this one may know some of them. */
  readonly known: readonly string[]
}

/** Packs what the other version of a repository lacks, from the frozen tree of this laptop. */
export function packCommits(
  { stateFolder, root, gitFolder, wanted, known }: PackRequest,
  options: RunOptions,
): Promise<Output<typeof verb>> {
  return withRepository(root, gitFolder, options, async ({ git, options: limited }) => {
    const both = (await peelToCommits(git, known, limited)).filter((hash) => hash !== undefined)
    makePacksFolder(stateFolder, 'packed')
    const descriptor = openSync(packFile(stateFolder, 'packed', gitFolder), 'w', 0o600)
    try {
      const write = (piece: Buffer): void => {
        for (let done = 0; done < piece.length;) done += writeSync(descriptor, piece, done)
      }
      await packObjects(git, { from: wanted, without: both }, write, limited)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    return { kind: 'packed', name: packName(gitFolder) }
  })
}

const commitsSchema = z.object({ version: z.literal(1), commits: z.array(keptCommitsSchema) })

/** Which commits of the version that gave way were kept in a switch, for its proof. */
function readCommits(switchFolder: string): readonly NotedCommits[] {
  return recallState(commitsState(switchFolder))?.commits ?? []
}

/** A switch that is resumed finds what it had added as kept: its paths stay noted. */
function noteCommits(switchFolder: string, commits: readonly NotedCommits[]): void {
  const earlier = new Map(readCommits(switchFolder).map((one) => [one.gitFolder, one]))
  for (const one of commits) {
    const paths = [...new Set([...(earlier.get(one.gitFolder)?.paths ?? []), ...one.paths])]
    earlier.set(one.gitFolder, { ...one, paths })
  }
  writeState(commitsState(makeFolder(switchFolder)), { version: 1, commits: [...earlier.values()] })
}

function commitsState(switchFolder: string): StateText<z.infer<typeof commitsSchema>> {
  return {
    path: path.join(switchFolder, 'commits.json'),
    schema: commitsSchema,
    without: homeMessages.withoutCommits({}),
  }
}
