/**
 * Where two read-only snapshots of one subvolume may differ in anything at all, told by the kernel: contents, attributes,
 * mode, owner, times, names, or being there. It costs what changed, not what there is.
 */
import type { BytePath } from '../../../kernel/byte-path.ts'
import { readNames } from '../../../tools/btrfs/btrfs-names.ts'
import { showLineage, findLineage, type SubvolumeLineage as Whole } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'

import { isTouched, readStream, type Mentioned, type StreamReading, createLook } from './read-stream.ts'
import { isSubvolumePlace, namesIn, pathBelow, readFacts } from './tree-entry.ts'
import { createYielding, type Yielding } from './yielding.ts'

/** Whether two subvolumes have a common origin: only then is a comparison by btrfs fast and small. */
type SubvolumeLineage = Pick<Whole, 'uuid' | 'parentUuid'>

/** Rolling back adds two each time. */
const mostForebears = 200

export async function areRelated(
  one: SubvolumeLineage,
  other: SubvolumeLineage,
  place: string,
  options: RunOptions,
): Promise<boolean> {
  if (one.parentUuid !== undefined && one.parentUuid === other.parentUuid) return true
  const known = new Set(await forebears(one, place, options))
  for (const uuid of await forebears(other, place, options)) if (known.has(uuid)) return true
  return false
}

/** Starts with itself. Ends at a deleted ancestor, which its children still name. */
async function forebears(subvolume: SubvolumeLineage, place: string, options: RunOptions): Promise<readonly string[]> {
  const uuids = [subvolume.uuid]
  let { parentUuid } = subvolume
  while (parentUuid !== undefined && uuids.length < mostForebears && !uuids.includes(parentUuid)) {
    uuids.push(parentUuid)
    parentUuid = (await findLineage(parentUuid, place, options))?.parentUuid
  }
  return uuids
}

/** Paths from the root, of either tree or both; "" is the root itself. */
export interface TouchedPaths {
  /** With every name of a file that has several, also when another of them alone was made, moved or removed. */
  readonly paths: ReadonlySet<BytePath>
  /** Those of them below which everything may be another: a folder that is or was there, and moved, came or went. */
  readonly whole: ReadonlySet<BytePath>
}

/**
 * `one` and `other` are root folders of read-only subvolumes, `one` the earlier. What is in subvolumes inside them is not
 * told; of their places only those are certain to be told that came, went or moved. Undefined when the kernel cannot tell:
 * the two do not descend from one another, or grew apart. `tell` is given how much the kernel has told so far (some six
 * commands for a new file); what it throws ends it.
 */
export async function findTouchedPaths(
  one: string,
  other: string,
  options: RunOptions,
  tell: (commands: number) => void = () => undefined,
): Promise<TouchedPaths | undefined> {
  const [first, second] = [await showLineage(one, options), await showLineage(other, options)]
  if (first.uuid === second.uuid) return { paths: new Set(), whole: new Set() }
  if (!(await areRelated(first, second, one, options))) return undefined
  const yielding = createYielding(options.signal)
  const request = { one, other, times: true, yielding, tell }
  const reading = await readStream(request, options)
  if (reading === undefined) return undefined
  const { paths, whole } = collect(reading)
  await addSubvolumePlaces(paths, reading, { one, other, yielding })
  for (const path of await namesOfLinked(other, whole, options)) paths.add(path)
  return { paths, whole }
}

function collect({ there, wasThere, otherNames }: StreamReading) {
  const paths = new Set(otherNames)
  const whole = new Set<BytePath>()
  const stays = new Set<Mentioned['node']>()
  for (const { node, entry } of there) {
    const isInPlace = node.made === undefined && (node.origin?.path ?? '') === entry.path
    if (isInPlace) stays.add(node)
    if (isInPlace && !isTouched(node)) continue
    paths.add(entry.path)
    if (!isInPlace && entry.facts.type === 'folder') whole.add(entry.path)
  }
  for (const { node, entry } of wasThere) {
    if (stays.has(node)) continue
    paths.add(entry.path)
    if (entry.facts.type === 'folder') whole.add(entry.path)
  }
  return { paths, whole }
}

/** The kernel says nothing of what stands for a subvolume; but whatever happens to it changes the folder around it. */
async function addSubvolumePlaces(
  paths: Set<BytePath>,
  { there, wasThere }: StreamReading,
  { one, other, yielding }: { readonly one: string; readonly other: string; readonly yielding: Yielding },
): Promise<void> {
  for (const [root, mentioned] of [
    [one, wasThere],
    [other, there],
  ] as const) {
    for (const { entry } of mentioned) {
      if (entry.facts.type !== 'folder' || !paths.has(entry.path)) continue
      for (const path of subvolumePlacesIn(root, entry.path)) paths.add(path)
      const turn = yielding.next()
      if (turn !== undefined) await turn
    }
  }
}

function subvolumePlacesIn(root: string, folder: BytePath): readonly BytePath[] {
  return namesIn(root, folder, 'folders')
    .map((name) => pathBelow(folder, name))
    .filter((path) => {
      const facts = readFacts(root, path)
      return facts !== undefined && isSubvolumePlace(facts)
    })
}

/**
 * All names of the files with several that are at or below `starts`, in the subvolume with this root folder: what a file
 * is called elsewhere is part of what a name stands for. What is not there has none.
 */
export async function namesOfLinked(
  root: string,
  starts: Iterable<BytePath>,
  options: RunOptions,
): Promise<readonly BytePath[]> {
  const yielding = createYielding(options.signal)
  const look = createLook(root)
  const inodes = new Set<number>()
  const found = [...starts].map((path) => ({ path, facts: look.at(path) }))
  for (let each = found.pop(); each !== undefined; each = found.pop()) {
    const { path, facts } = each
    if (facts === undefined || (path !== '' && isSubvolumePlace(facts))) continue
    if (facts.type === 'folder') found.push(...namesIn(root, path).map((name) => below(root, path, name)))
    else if (facts.names > 1) inodes.add(facts.ino)
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
  return readNames(root, inodes, options)
}

/** Of what is in a folder that is known to be one, so that no link is followed. */
function below(root: string, folder: BytePath, name: BytePath) {
  const path = pathBelow(folder, name)
  return { path, facts: readFacts(root, path) }
}
