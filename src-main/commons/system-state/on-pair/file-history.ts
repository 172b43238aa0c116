/** Versions of files in ~/system-state, as commits changed them. */
import type { Blob, Commit, CommitRange, GitHistory } from './git-history.ts'

/** One file in one commit. A version is absent where the file was not there. */
export interface FileChange {
  readonly name: string
  readonly before: Blob | undefined
  readonly after: Blob | undefined
}

export interface CommittedChange extends Commit {
  /** Only those that it changed. */
  readonly files: readonly FileChange[]
}

export interface CommittedChanges {
  /** Newest first. */
  readonly commits: readonly CommittedChange[]
  /** The commit at which the older ones begin; absent where there are none. */
  readonly next: string | undefined
}

/** Of these files, in at most `count` commits; no content is read. */
export async function listChanges(
  git: GitHistory,
  names: readonly string[],
  { start, count }: CommitRange,
): Promise<CommittedChanges> {
  const found = await git.commitsOf(names, { start, count: count + 1 })
  const commits = found.slice(0, count)
  const places = commits.flatMap(({ commit }) => names.flatMap((name) => [`${commit}^:${name}`, `${commit}:${name}`]))
  const blobs = await git.findBlobs(places)
  return {
    commits: commits.map((one, index) => ({
      ...one,
      files: names.flatMap((name, position) => {
        const at = 2 * (index * names.length + position)
        const [before, after] = [blobs[at], blobs[at + 1]]
        return before?.blob === after?.blob ? [] : [{ name, before, after }]
      }),
    })),
    next: found[count]?.commit,
  }
}
