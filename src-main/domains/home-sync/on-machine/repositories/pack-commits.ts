/** Packs what the other version of a repository lacks, from the frozen tree of this laptop. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Output } from '../../../../contract/define.ts'
import { packObjects, peelToCommits } from '../../../../tools/git/git-objects.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { packCommits as verb } from '../../repository-verbs.ts'
import { makePacksFolder, packFile, packName } from './commits-folder.ts'
import { withRepository } from './open-repository.ts'

export interface PackRequest {
  readonly stateFolder: string
  /** The frozen /home. */
  readonly root: string
  readonly gitFolder: BytePath
  /** What is packed, with all that it leads to. */
  readonly wanted: readonly string[]
  /** Commits that the other version has; this one may know some of them. */
  readonly known: readonly string[]
}

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
