/** What a restore would change. Reads only. */
import { createHash } from 'node:crypto'
import type { AppError } from '../../../../kernel/app-error.ts'
import { homeArea } from '../../../../commons/snapshot-sets/areas.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { findFacts, type FileFacts } from '../../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import type { RestorePlace } from '../../restore-schemas.ts'
import { ancestorsOf, outermost } from '../tree/ancestors.ts'
import { type RestoreSource } from './read-source.ts'
import { findEqual } from '../tree/equal-contents.ts'
import { filesMessages } from '../../messages.ts'
import { mistakableFor } from './whole-sets.ts'

/**
 * `merge`: an existing folder, whose entries have steps of their own. `attributes`: the same, but its own attributes differ.
 * `remove`: what is there goes (whole-sets.ts); it is what is called wanted, too.
 */
export type RestoreAction = 'create' | 'replace' | 'merge' | 'attributes' | 'same' | 'remove'

export interface RestoreStep {
  readonly wanted: FileFacts
  readonly present: FileFacts | undefined
  readonly action: RestoreAction
}

export interface InspectionRequest {
  readonly subvolume: string
  readonly source: RestoreSource
  readonly paths: readonly BytePath[]
  readonly place: RestorePlace
  /** The snapshot's root if it is on this laptop: then the same inode with the same change time is the same file. */
  readonly sourceRoot: string | undefined
  readonly liveRoot: string
}

export async function inspectSteps(request: InspectionRequest, options: RunOptions): Promise<readonly RestoreStep[]> {
  const { source, place, liveRoot } = request
  const paths = outermost(request.paths)
  refuseBlockedWays(liveRoot, paths)
  if (place === 'beside')
    return source.entries.map((wanted) => ({ wanted, present: undefined, action: 'create' as const }))
  const { entries } = await findFacts({ root: liveRoot, starts: paths }, options)
  const present = new Map(entries.map((facts) => [facts.path, facts]))
  const device = String(statInside(liveRoot, '.')?.dev ?? '')
  const steps = source.entries.map((wanted) => assess(wanted, present.get(wanted.path), request))
  const away = steps.find(
    ({ present, action }) => action !== 'same' && present !== undefined && present.device !== device,
  )
  if (away !== undefined) throw otherFileSystem(away.wanted.path)
  const inspected = await sameAfterAll(request, steps, options)
  const isHome = request.subvolume === homeArea.id
  const restored = { liveRoot, isHome, chosen: paths, wanted: source.entries, present }
  const mistakable = await mistakableFor(restored, options)
  const going = mistakable.toSorted((one, other) => (one.path < other.path ? -1 : 1))
  return [...inspected, ...going.map((gone): RestoreStep => ({ wanted: gone, present: gone, action: 'remove' }))]
}

function assess(wanted: FileFacts, present: FileFacts | undefined, { sourceRoot }: InspectionRequest): RestoreStep {
  const step = (action: RestoreAction): RestoreStep => ({ wanted, present, action })
  // A nested subvolume was here. It is restored separately.
  if (isPlaceholder(wanted)) return step('same')
  if (present === undefined) return step('create')
  const untouched = sourceRoot !== undefined && wanted.inode === present.inode && wanted.changed === present.changed
  if (wanted.type === 'd' && present.type === 'd') return step(untouched ? 'merge' : 'attributes')
  if (wanted.type !== present.type) return step('replace')
  if (untouched) return step('same')
  if (wanted.type === 'l' && wanted.target === present.target && hasSameRights(wanted, present)) return step('same')
  return step('replace')
}

/** Files that differ only by inode, as after an earlier restore. Some are read, so that equal ones are left alone. */
async function sameAfterAll(
  { sourceRoot, liveRoot }: InspectionRequest,
  steps: readonly RestoreStep[],
  options: RunOptions,
): Promise<readonly RestoreStep[]> {
  if (sourceRoot === undefined) return steps
  const doubtful = steps.flatMap(({ wanted, present, action }) =>
    action === 'replace' && wanted.type === 'f' && present !== undefined && looksSame(wanted, present) ? [wanted] : [],
  )
  const { contents, attributes } = await findEqual(sourceRoot, liveRoot, doubtful, options)
  const isEqual = (path: BytePath): boolean => contents.has(path) && attributes.has(path)
  return steps.map((step) => (isEqual(step.wanted.path) ? { ...step, action: 'same' } : step))
}

export function isPlaceholder({ type, inode }: FileFacts): boolean {
  return type === 'd' && inode === '2'
}

function looksSame(one: FileFacts, other: FileFacts): boolean {
  return one.bytes === other.bytes && one.modified === other.modified && hasSameRights(one, other)
}

export function hasSameRights(one: FileFacts, other: FileFacts): boolean {
  return one.mode === other.mode && one.uid === other.uid && one.gid === other.gid
}

/** Every existing folder of the path must be in this subvolume, so that nothing is put behind a link. */
function refuseBlockedWays(liveRoot: string, paths: readonly BytePath[]): void {
  const device = statInside(liveRoot, '.')?.dev
  for (const around of new Set(paths.flatMap(ancestorsOf))) {
    const stat = statInside(liveRoot, around)
    if (stat === undefined) continue
    if (!stat.isDirectory()) throw noFolder(around)
    if (device !== undefined && stat.dev !== device) throw otherFileSystem(around)
  }
}

/**
 * Changes when the restore would do something else, or a selected file changed. Later changes of a file in a selected
 * folder that would be overwritten anyway are in the snapshot that is taken first.
 */
export function digestSteps(steps: readonly RestoreStep[], chosen: readonly BytePath[]): string {
  const single = new Set(chosen)
  const hash = createHash('sha256')
  for (const { wanted, present, action } of steps) {
    const seen =
      action === 'replace' && single.has(wanted.path)
        ? `${present?.type} ${present?.inode} ${present?.changed} ${present?.bytes}`
        : ''
    if (action !== 'same') hash.update(`${wanted.path}\0${action} ${seen}\0`, 'latin1')
  }
  return hash.digest('hex')
}

/** The outermost entries to create, for a copy that includes everything in a folder. */
export function outermostMade(steps: readonly RestoreStep[]): readonly RestoreStep[] {
  const made = new Set<BytePath>()
  return steps.filter(({ wanted: { path }, action }) => {
    if (action !== 'create' && action !== 'replace') return false
    const around = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    const covered = made.has(around)
    made.add(path)
    return !covered
  })
}

function noFolder(path: BytePath): AppError {
  return filesMessages.folderReplaced({ path: textFromBytePath(path) })
}

function otherFileSystem(path: BytePath): AppError {
  return filesMessages.otherFileSystem({ path: textFromBytePath(path) })
}
