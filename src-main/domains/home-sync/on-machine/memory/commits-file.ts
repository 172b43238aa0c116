/** Which commits of the version that gave way were kept in a switch, for its proof. */
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import { homeMessages } from '../../messages.ts'
import { keptCommitsSchema, type NotedCommits } from '../../repository-verbs.ts'
import { makeFolder } from '../scan/home-folders.ts'

const commitsSchema = z.object({ version: z.literal(1), commits: z.array(keptCommitsSchema) })

export function readCommits(switchFolder: string): readonly NotedCommits[] {
  return recallState(commitsState(switchFolder))?.commits ?? []
}

/** A switch that is resumed finds what it had added as kept: its paths stay noted. */
export function noteCommits(switchFolder: string, commits: readonly NotedCommits[]): void {
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
