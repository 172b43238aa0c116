/** Where the two versions of each repository stand that is asked about, and what each has that the other lacks. */
import type { Output } from '../../../../contract/define.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { inspectRepositories } from '../../repository-verbs.ts'
import type { Scanned, Scans } from '../compare/read-entries.ts'
import type { HomeDecision, RepositoryVersion } from './plan.ts'

export type InspectedRepository = Output<typeof inspectRepositories>['repositories'][number]

/** A plan is made in seconds: of one that is asked about beyond these, only the files are compared. */
const repositoriesRead = 100
const newestRead = 2_000

/** Decisions about one repository get what is known of both versions. */
export async function withRepositories(
  decisions: readonly HomeDecision[],
  isRepository: (path: BytePath) => boolean,
  scans: Scans,
  options: CallOptions,
): Promise<HomeDecision[]> {
  const single = decisions.filter(({ paths: [path], units, kind }) => {
    return units === 1 && path !== undefined && isRepository(path) && kind !== 'vanished'
  })
  const read = single.filter(({ gitFolders }) => gitFolders.length > 0).slice(0, repositoriesRead)
  const gitFolders = read.flatMap((decision) => decision.gitFolders)
  if (gitFolders.length === 0) return [...decisions]
  const [from, to] = await Promise.all([
    inspect(scans.from, gitFolders, options),
    inspect(scans.to, gitFolders, { signal: options.signal }),
  ])
  return decisions.map((decision) => {
    if (!read.includes(decision)) return decision
    const pairs = decision.gitFolders.map((folder) => ({ from: from.get(folder), to: to.get(folder) }))
    return { ...decision, repository: compareVersions(pairs) }
  })
}

async function inspect(
  { machine, scan }: Scanned,
  gitFolders: readonly BytePath[],
  options: CallOptions,
): Promise<ReadonlyMap<BytePath, InspectedRepository>> {
  const input = { scanId: scan.scanId, gitFolders: [...gitFolders], newest: newestRead }
  const { repositories } = await machine.call(inspectRepositories, input, options)
  return new Map(repositories.map((one, index) => [gitFolders[index] ?? '', one]))
}

export interface BothInspected {
  readonly from: InspectedRepository | undefined
  readonly to: InspectedRepository | undefined
}

/** The first is the repository itself, the others are inside it: submodules, and others that stand in its work tree. */
export function compareVersions(pairs: readonly BothInspected[]): NonNullable<HomeDecision['repository']> {
  const sides = (name: 'from' | 'to', other: 'from' | 'to'): RepositoryVersion =>
    versionOf(pairs.map((pair) => ({ mine: pair[name] ?? absent, other: pair[other] ?? absent })))
  return { from: sides('from', 'to'), to: sides('to', 'from') }
}

const absent: InspectedRepository = { kind: 'absent' }

interface Side {
  readonly mine: InspectedRepository
  readonly other: InspectedRepository
}

function versionOf(sides: readonly Side[]): RepositoryVersion {
  const unreadable = sides.map(({ mine }) => mine).find((mine) => mine.kind === 'unreadable')
  if (unreadable !== undefined) return unreadable
  const counts = sides.map(aheadOf)
  const [main] = sides.map(({ mine }) => mine)
  if (main?.kind !== 'read' && !counts.some(({ ahead }) => ahead > 0)) return { kind: 'absent' }
  const { branch, head } = main?.kind === 'read' ? main : {}
  return {
    kind: 'read',
    ...(branch === undefined ? {} : { branch: textFromBytePath(branch) }),
    ...(head === undefined ? {} : { head }),
    ahead: counts.reduce((sum, { ahead }) => sum + ahead, 0),
    isMore: counts.some(({ isMore }) => isMore),
  }
}

/**
 * Commits that only this version has. Where not all commits of both were read, the oldest ones of the longer list cannot be
 * told from those that the other did not reach: what comes after the last one that both have does not count.
 */
function aheadOf({ mine, other }: Side): { readonly ahead: number; readonly isMore: boolean } {
  if (mine.kind !== 'read') return { ahead: 0, isMore: false }
  if (other.kind !== 'read') return { ahead: mine.commits.length, isMore: !mine.isAll }
  const theirs = new Set(other.commits)
  const last = mine.commits.findLastIndex((hash) => theirs.has(hash))
  const isCut = !other.isAll && last !== -1
  const counted = isCut ? mine.commits.slice(0, last) : mine.commits
  return { ahead: counted.filter((hash) => !theirs.has(hash)).length, isMore: last === -1 && !mine.isAll }
}
