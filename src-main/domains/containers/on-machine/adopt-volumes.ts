import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Output, Parsed } from '../../../contract/define.ts'
import { syncFileSystems } from '../../../tools/files/sync.ts'
import {
  digestTree,
  exchangeTrees,
  lookAtTrees,
  makeFolder,
  moveTree,
  removeTrees,
} from '../../../tools/containers/volume-tree.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { adoptVolumes } from '../verbs.ts'
import { needVolumes, saidOfTool, type EngineVolumes } from './ask-engine.ts'
import type { EngineHost } from './engines.ts'
import { besideVolumes, receivedPlace } from './volume-folders.ts'
import { noteVolume } from './volume-memory.ts'
import { unpackTree } from '../../../tools/files/tar-tree.ts'

type Adopting = Parsed<typeof adoptVolumes>['volumes'][number]
type Adopted = Output<typeof adoptVolumes>
type End =
  | { readonly kind: 'placed' | 'different' }
  | { readonly kind: 'left'; readonly why: 'in-use' | 'changed' }
  | { readonly kind: 'refused'; readonly said: string }

interface Options extends RunOptions {
  readonly onBytes: (bytes: number) => void
}

export async function adoptAll(host: EngineHost, volumes: readonly Adopting[], options: Options): Promise<Adopted> {
  const adopted: Adopted = { placed: [], different: [], left: [], refused: [] }
  if (volumes.length === 0) return adopted
  // What an interrupted switch left there was not proven.
  const engine = await needVolumes(host, options)
  await removeTrees(host.engine.inside, [besideVolumes(host, engine.folder).unpacked], options)
  for (const volume of volumes) {
    const { name } = volume
    const end = await adopt(host, { volume, engine }, options)
    if (end.kind === 'left') adopted.left.push({ name, why: end.why })
    else if (end.kind === 'refused') adopted.refused.push({ name, said: end.said })
    else adopted[end.kind].push(name)
  }
  return adopted
}

interface Wanted {
  readonly volume: Adopting
  readonly engine: EngineVolumes
}

async function adopt(host: EngineHost, { volume, engine }: Wanted, options: Options): Promise<End> {
  const { name, digest } = volume
  const { signal } = options
  const unfit = whyLeft(engine, volume)
  if (unfit !== undefined) return { kind: 'left', why: unfit }
  const unpacked = path.join(besideVolumes(host, engine.folder).unpacked, name)
  const refused = await unpack(host, { name, folder: unpacked }, options)
  if (refused !== undefined) return { kind: 'refused', said: refused }
  const arrived = await digestTree(host.engine.inside, unpacked, {
    signal,
    onBytes: ({ length }) => options.onBytes(length),
  })
  if (arrived !== digest) {
    await removeTrees(host.engine.inside, [unpacked], { signal })
    await rm(receivedPlace(name), { force: true })
    return { kind: 'different' }
  }
  // What takes the old one's place is on the disk before it does.
  await syncFileSystems([engine.folder], { signal })
  const end = await place(host, volume, unpacked, { signal })
  await rm(receivedPlace(name), { force: true })
  return end
}

/** What the engine's program said where it could not; undefined when all is there. */
async function unpack(
  { engine: { inside } }: EngineHost,
  { name, folder }: { readonly name: string; readonly folder: string },
  { signal }: RunOptions,
): Promise<string | undefined> {
  try {
    await removeTrees(inside, [folder], { signal })
    await makeFolder(inside, folder, { signal })
    await unpackTree(inside, { archive: receivedPlace(name), folder }, { signal })
    return undefined
  } catch (thrown) {
    const said = saidOfTool(thrown)
    await removeTrees(inside, [folder], { signal })
    return said
  }
}

async function place(host: EngineHost, volume: Adopting, unpacked: string, { signal }: RunOptions): Promise<End> {
  const { inside } = host.engine
  const { name, labels, digest } = volume
  const engine = await needVolumes(host, { signal })
  const unfit = whyLeft(engine, volume)
  if (unfit !== undefined) {
    await removeTrees(inside, [unpacked], { signal })
    return { kind: 'left', why: unfit }
  }
  const old = engine.volumes.find((one) => one.volume.name === name)
  if (old === undefined) await host.engine.createVolume({ name, labels }, { signal })
  const folder = old?.folder ?? path.join(engine.folder, name, '_data')
  await exchangeTrees(inside, [unpacked, folder], { signal })
  if ((await host.engine.volumeUsers({ signal })).has(name)) {
    // A container started in that instant works in the old one: it keeps its place.
    await exchangeTrees(inside, [unpacked, folder], { signal })
    await removeTrees(inside, [unpacked], { signal })
    return { kind: 'left', why: 'in-use' }
  }
  await keepReplaced(host, { name, unpacked, replaced: besideVolumes(host, engine.folder).replaced }, { signal })
  const placed = (await lookAtTrees(inside, [folder], { signal })).get(folder)
  if (placed !== undefined) noteVolume(host, 'placed', name, { stamp: placed.stamp, digest })
  return { kind: 'placed' }
}

/** Of several runs of one switch the newest: the snapshot from before it has what was there first. */
async function keepReplaced(
  { engine: { inside } }: EngineHost,
  { name, unpacked, replaced }: { readonly name: string; readonly unpacked: string; readonly replaced: string },
  options: RunOptions,
): Promise<void> {
  const kept = path.join(replaced, name)
  await makeFolder(inside, replaced, options)
  await removeTrees(inside, [kept], options)
  await moveTree(inside, { from: unpacked, to: kept }, options)
}

/**
 * An empty volume that nobody planned with is what an earlier run made for this one, or holds nothing that could be lost. Of one that
 * cannot be read whole it is not known whether it is that, or as it was.
 */
export function whyLeft(
  { volumes }: Pick<EngineVolumes, 'volumes'>,
  { name, stamp }: Pick<Adopting, 'name' | 'stamp'>,
): 'in-use' | 'changed' | undefined {
  const found = volumes.find(({ volume }) => volume.name === name)?.volume
  if (found === undefined) return stamp === undefined ? undefined : 'changed'
  if (found.usedBy.length > 0) return 'in-use'
  if (found.cannot !== undefined) return 'changed'
  return found.stamp === stamp || (stamp === undefined && found.files <= 1) ? undefined : 'changed'
}

/** What was unpacked and replaced for a switch that is over. */
export async function clearBeside(
  host: EngineHost,
  { folder }: Pick<EngineVolumes, 'folder'>,
  options: RunOptions,
): Promise<void> {
  const { own } = besideVolumes(host, folder)
  if (existsSync(own)) await removeTrees(host.engine.inside, [own], options)
}
