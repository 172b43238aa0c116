/** What a repository of a frozen tree has: names, the newest commit of where it stands, and the newest commits of all. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { listCommits, peelToCommits, readCommit } from '../../../../tools/git/git-objects.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Output } from '../../../../contract/define.ts'
import type { inspectRepositories as verb } from '../../repository-verbs.ts'
import { withRepository, type Repository } from './open-repository.ts'

type Inspected = Output<typeof verb>['repositories'][number]
type Whole = Extract<Inspected, { readonly kind: 'read' }>

export async function inspectRepositories(
  root: string,
  folders: readonly BytePath[],
  newest: number,
  options: RunOptions,
): Promise<Inspected[]> {
  const inspected: Inspected[] = []
  for (const folder of folders) {
    inspected.push(await withRepository(root, folder, options, (repository) => inspect(repository, newest)))
  }
  return inspected
}

async function inspect({ git, names, options }: Repository, newest: number): Promise<Whole> {
  const { refs, branch } = names
  const headHash = refs.find(({ name }) => name === (branch ?? 'HEAD'))?.hash
  const peeled = await peelToCommits(
    git,
    refs.map(({ hash }) => hash),
    options,
  )
  const tips = [...new Set(peeled.filter((hash) => hash !== undefined))]
  const commits = newest === 0 ? [] : await listCommits(git, { from: tips, atMost: newest }, options)
  return {
    kind: 'read',
    refs: refs.map(({ name, hash }) => ({ name, hash })),
    ...(branch === undefined ? {} : { branch: branch.replace(/^refs\/heads\//, '') }),
    ...(headHash === undefined || newest === 0 ? {} : { head: await readCommit(git, headHash, options) }),
    commits: [...commits],
    isAll: commits.length < newest,
  }
}
