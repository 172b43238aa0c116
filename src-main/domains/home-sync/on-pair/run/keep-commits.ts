/**
 * Of a repository that both laptops had in different versions, the commits of the one that gave way are added to the one that
 * stands, below refs/laptops: whatever was answered, nothing that was committed is gone. By git's own hashes each of them is
 * proven when it is added.
 */
import { keepAlwaysId } from '../../../../commons/kept/on-pair/keep-always.ts'
import { pushFiles } from '../../../../commons/transfers/on-pair/push-files.ts'
import type { Answers } from '../../../../contract/preview.ts'
import type { Message } from '../../../../kernel/message.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import {
  addCommits,
  compareCommits,
  inspectRepositories,
  noteCommits,
  packCommits,
  receiveCommits,
  type NotedCommits,
} from '../../repository-verbs.ts'
import type { Scanned } from '../compare/read-entries.ts'
import type { InspectedRepository } from '../plan/compare-repositories.ts'
import { choiceOf, type HomeDecision, type HomePlan } from '../plan/plan.ts'

type Ref = Extract<InspectedRepository, { readonly kind: 'read' }>['refs'][number]

export interface KeepingCommits {
  readonly pair: Pair
  readonly plan: HomePlan
  readonly answers: Answers
  readonly context: RunContext
  /** What the source has now. */
  readonly from: Scanned
  /** All that stayed on the target. */
  readonly kept: readonly BytePath[]
}

/** A version that gave way: `scanId` is of the frozen tree in which it still stands. */
interface GivenWay {
  readonly gitFolder: BytePath
  readonly of: 'from' | 'to'
  readonly scanId: string
}

/** The outermost of what was added to /home. */
export async function keepAllCommits(keeping: KeepingCommits): Promise<readonly BytePath[]> {
  const { pair, context } = keeping
  const noted: NotedCommits[] = []
  for (const one of givenWay(keeping)) {
    const kept = await keepCommits(one, keeping)
    if (kept !== undefined) noted.push(kept)
  }
  if (noted.length === 0) return []
  const { switchId, signal } = context
  await pair.to.call(noteCommits, { switchId, commits: noted }, { signal })
  return noted.flatMap(({ paths }) => paths)
}

/** Where the source changed nothing, it has no commits that the target lacks. */
function givenWay({ plan, answers, from, kept }: KeepingCommits): readonly GivenWay[] {
  const ofFrom = (gitFolder: BytePath): GivenWay => ({ gitFolder, of: 'from', scanId: from.scan.scanId })
  const ofTo = (gitFolder: BytePath): GivenWay => ({ gitFolder, of: 'to', scanId: plan.scans.to })
  const decided = plan.decisions.flatMap((decision) => {
    // Each laptop keeps its own from now on: neither gives way.
    if (answers[decision.id] === keepAlwaysId) return []
    if (choiceOf(decision, answers) === 'take') return decision.gitFolders.map(ofTo)
    return isChangedByBoth(decision) ? decision.gitFolders.map(ofFrom) : []
  })
  const isDecided = new Set(plan.decisions.flatMap(({ gitFolders }) => gitFolders))
  const isWorkedIn = isNamedIn(kept)
  const worked = from.scan.gitFolders.filter((folder) => !isDecided.has(folder) && isWorkedIn(folder))
  return [...decided, ...plan.refreshed.map(ofTo), ...worked.map(ofFrom)]
}

/** Whether somebody worked there on the target after the plan: that stayed, and what came gave way. */
function isNamedIn(kept: readonly BytePath[]): (gitFolder: BytePath) => boolean {
  const whole = new Set(kept)
  const names = kept.filter((path) => /\/(HEAD|packed-refs|refs\/(?!laptops(\/|$)).*)$/s.test(path))
  return (gitFolder) =>
    whole.has(gitFolder.replace(/\/\.git$/, '')) ||
    names.some(
      (path) =>
        ['HEAD', 'packed-refs'].some((name) => path === `${gitFolder}/${name}`) ||
        path.startsWith(`${gitFolder}/refs/`),
    )
}

function isChangedByBoth({ kind }: HomeDecision): boolean {
  return kind === 'both' || kind === 'first'
}

/** Undefined when it has no commits that the other lacks. */
async function keepCommits(one: GivenWay, { pair, context }: KeepingCommits): Promise<NotedCommits | undefined> {
  const { gitFolder, of, scanId } = one
  const options = { signal: context.signal }
  const kept = { gitFolder, of: pair[of].name, refs: [], paths: [] }
  const failed = (why: Message): NotedCommits => ({ ...kept, why })
  const input = { scanId, gitFolders: [gitFolder], newest: 0 }
  const [seen] = (await pair[of].call(inspectRepositories, input, options)).repositories
  if (seen === undefined || seen.kind === 'absent') return undefined
  if (seen.kind === 'unreadable') return failed(seen.why)
  const hashes = [...new Set(seen.refs.map(({ hash }) => hash))]
  const compared = await pair.to.call(compareCommits, { gitFolder, hashes }, options)
  // No repository stands there afterwards: what was chosen is that it goes.
  if (compared.kind === 'absent') return undefined
  if (compared.kind === 'unreadable') return failed(compared.why)
  const refs = namesOf(seen.refs, compared.missing)
  if (refs.length === 0) return compared.kept.length === 0 ? undefined : { ...kept, refs: compared.kept }
  const { missing, known } = compared
  const packed = await pair[of].call(packCommits, { scanId, gitFolder, wanted: missing, known }, options)
  if (packed.kind === 'absent') return undefined
  if (packed.kind === 'unreadable') return failed(packed.why)
  if (of === 'from') {
    await pair.to.call(receiveCommits, {}, options)
    await pushFiles(pair, { area: 'home-commits', paths: [packed.name] }, options)
  }
  const origin = of === 'from' ? 'received' : 'packed'
  const adding = { gitFolder, laptop: refFolderOf(pair[of].name), refs, origin } as const
  const added = await pair.to.call(addCommits, adding, options)
  if (added.kind === 'absent') return undefined
  if (added.kind === 'unreadable') return failed(added.why)
  context.logger.log('info', 'kept commits', { gitFolder: textFromBytePath(gitFolder), refs: added.refs.length })
  return { ...kept, refs: [...compared.kept, ...added.refs], paths: added.paths }
}

/** One name for each commit is enough: its branch before its tags, and those before all else. */
function namesOf(refs: readonly Ref[], missing: readonly string[]): Ref[] {
  const wanted = new Set(missing)
  const names = new Map<string, Ref>()
  const rank = ({ name }: Ref): number => (name.startsWith('refs/heads/') ? 0 : name.startsWith('refs/tags/') ? 1 : 2)
  for (const ref of refs.toSorted((one, other) => rank(one) - rank(other))) {
    if (wanted.has(ref.hash) && !names.has(ref.hash)) names.set(ref.hash, ref)
  }
  return [...names.values()]
}

/** A host name as part of the name of a branch. */
function refFolderOf(host: string): string {
  const plain = host
    .replace(/[^A-Za-z0-9-]/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
  return plain === '' ? 'laptop' : plain
}
