/** Which commits of another version of a repository the one in /home lacks. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { Output } from '../../../../contract/define.ts'
import { listCommits, peelToCommits } from '../../../../tools/git/git-objects.ts'
import type { Ref } from '../../../../tools/git/git-refs.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { compareCommits as verb } from '../../repository-verbs.ts'
import { withRepository, type Repository } from './open-repository.ts'

type Compared = Output<typeof verb>
type Lacks = Extract<Compared, { readonly kind: 'compared' }>

/** So many are told, so that the other version packs no more than what comes after them. */
const knownTold = 5_000
const keptRefs = 'refs/laptops/'

export function compareCommits(
  home: string,
  folder: BytePath,
  hashes: readonly string[],
  options: RunOptions,
): Promise<Compared> {
  return withRepository(home, folder, options, (repository) => compare(repository, hashes))
}

async function compare({ git, names, options }: Repository, hashes: readonly string[]): Promise<Lacks> {
  const unnamed = hashes.filter((hash) => !names.refs.some((ref) => ref.hash === hash))
  const peeled = await peelToCommits(git, unnamed, options)
  const isKept = ({ name }: Ref): boolean => name.startsWith(keptRefs)
  const tips = await commitsOf(git, names.refs, options)
  const own = await commitsOf(
    git,
    names.refs.filter((ref) => !isKept(ref)),
    options,
  )
  try {
    const there = peeled.filter((hash) => hash !== undefined)
    const loose = new Set(await listCommits(git, { from: there, without: tips }, options))
    const kept = names.refs.filter((ref) => isKept(ref) && hashes.includes(ref.hash))
    const onlyKept = new Set(await listCommits(git, { from: kept.map(({ hash }) => hash), without: own }, options))
    return {
      kind: 'compared',
      missing: unnamed.filter((_hash, index) => isIn(loose, peeled[index])),
      kept: kept.filter(({ hash }) => onlyKept.has(hash)).map(({ name }) => name),
      known: [...(await listCommits(git, { from: tips, atMost: knownTold }, options))],
    }
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code === 'cancelled') throw thrown
    // Its own commits are not whole: what is asked about may be what is missing.
    return { kind: 'compared', missing: unnamed, kept: [], known: [] }
  }
}

/** What is not there at all is in no list. */
function isIn(loose: ReadonlySet<string>, commit: string | undefined): boolean {
  return commit === undefined || loose.has(commit)
}

async function commitsOf(git: Repository['git'], refs: readonly Ref[], options: RunOptions): Promise<string[]> {
  const peeled = await peelToCommits(
    git,
    refs.map(({ hash }) => hash),
    options,
  )
  return [...new Set(peeled.filter((hash) => hash !== undefined))]
}
