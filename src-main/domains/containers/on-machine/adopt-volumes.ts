import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Output, Parsed } from '../../../contract/define.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { syncFileSystems } from '../../../tools/files/sync.ts'
import { createVolume, volumeUsers } from '../../../tools/podman/podman.ts'
import {
  digestTree,
  exchangeTrees,
  lookAtTrees,
  makeFolder,
  moveTree,
  removeTrees,
  unpackTree,
} from '../../../tools/podman/volume-tree.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { adoptVolumes } from '../verbs.ts'
import { needPodman, saidOfTool, type PodmanEngine } from './ask-podman.ts'
import { besideVolumes, receivedPlace } from './volume-folders.ts'
import { noteVolume } from './volume-memory.ts'

type Adopting = Parsed<typeof adoptVolumes>['volumes'][number]
type Adopted = Output<typeof adoptVolumes>
type Host = Pick<HostContext, 'person' | 'stateFolder'>
type End =
  | { readonly kind: 'placed' | 'different' }
  | { readonly kind: 'left'; readonly why: 'in-use' | 'changed' }
  | { readonly kind: 'refused'; readonly said: string }

interface Options extends RunOptions {
  readonly onBytes: (bytes: number) => void
}

export async function adoptAll(host: Host, volumes: readonly Adopting[], options: Options): Promise<Adopted> {
  const adopted: Adopted = { placed: [], different: [], left: [], refused: [] }
  if (volumes.length === 0) return adopted
  // What an interrupted switch left there was not proven.
  const engine = await needPodman(host, options)
  await removeTrees(host.person, [besideVolumes(engine.folder).unpacked], options)
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
  readonly engine: PodmanEngine
}

async function adopt(host: Host, { volume, engine }: Wanted, options: Options): Promise<End> {
  const { name, digest } = volume
  const { signal } = options
  const unfit = whyLeft(engine, volume)
  if (unfit !== undefined) return { kind: 'left', why: unfit }
  const unpacked = path.join(besideVolumes(engine.folder).unpacked, name)
  const refused = await unpack(host, { name, folder: unpacked }, options)
  if (refused !== undefined) return { kind: 'refused', said: refused }
  const arrived = await digestTree(host.person, unpacked, {
    signal,
    onBytes: ({ length }) => options.onBytes(length),
  })
  if (arrived !== digest) {
    await removeTrees(host.person, [unpacked], { signal })
    await rm(receivedPlace(name), { force: true })
    return { kind: 'different' }
  }
  // What takes the old one's place is on the disk before it does.
  await syncFileSystems([engine.folder], { signal })
  const end = await place(host, volume, unpacked, { signal })
  await rm(receivedPlace(name), { force: true })
  return end
}

/** What podman said where it could not; undefined when all is there. */
async function unpack(
  { person }: Host,
  { name, folder }: { readonly name: string; readonly folder: string },
  { signal }: RunOptions,
): Promise<string | undefined> {
  try {
    await removeTrees(person, [folder], { signal })
    await makeFolder(person, folder, { signal })
    await unpackTree(person, { archive: receivedPlace(name), folder }, { signal })
    return undefined
  } catch (thrown) {
    const said = saidOfTool(thrown)
    await removeTrees(person, [folder], { signal })
    return said
  }
}

async function place(host: Host, volume: Adopting, unpacked: string, { signal }: RunOptions): Promise<End> {
  const { person } = host
  const { name, labels, digest } = volume
  const engine = await needPodman(host, { signal })
  const unfit = whyLeft(engine, volume)
  if (unfit !== undefined) {
    await removeTrees(person, [unpacked], { signal })
    return { kind: 'left', why: unfit }
  }
  const old = engine.volumes.find((one) => one.volume.name === name)
  if (old === undefined) await createVolume(person, { name, labels }, { signal })
  const folder = old?.folder ?? path.join(engine.folder, name, '_data')
  await exchangeTrees(person, [unpacked, folder], { signal })
  if ((await volumeUsers(person, { signal })).has(name)) {
    // A container started in that instant works in the old one: it keeps its place.
    await exchangeTrees(person, [unpacked, folder], { signal })
    await removeTrees(person, [unpacked], { signal })
    return { kind: 'left', why: 'in-use' }
  }
  await keepReplaced(host, { name, unpacked, replaced: besideVolumes(engine.folder).replaced }, { signal })
  const placed = (await lookAtTrees(person, [folder], { signal })).get(folder)
  if (placed !== undefined) noteVolume(host.stateFolder, 'placed', name, { stamp: placed.stamp, digest })
  return { kind: 'placed' }
}

/** Of several runs of one switch the newest: the snapshot from before it has what was there first. */
async function keepReplaced(
  { person }: Host,
  { name, unpacked, replaced }: { readonly name: string; readonly unpacked: string; readonly replaced: string },
  options: RunOptions,
): Promise<void> {
  const kept = path.join(replaced, name)
  await makeFolder(person, replaced, options)
  await removeTrees(person, [kept], options)
  await moveTree(person, { from: unpacked, to: kept }, options)
}

/** An empty volume that nobody planned with is what an earlier run made for this one, or holds nothing that could be lost. */
function whyLeft({ volumes }: PodmanEngine, { name, stamp }: Adopting): 'in-use' | 'changed' | undefined {
  const found = volumes.find(({ volume }) => volume.name === name)?.volume
  if (found === undefined) return stamp === undefined ? undefined : 'changed'
  if (found.usedBy.length > 0) return 'in-use'
  const isEmpty = found.files <= 1 && found.cannot === undefined
  return found.stamp === stamp || (stamp === undefined && isEmpty) ? undefined : 'changed'
}

/** What was unpacked and replaced for a switch that is over. */
export async function clearBeside(
  { person }: Host,
  { folder }: Pick<PodmanEngine, 'folder'>,
  options: RunOptions,
): Promise<void> {
  const { own } = besideVolumes(folder)
  if (existsSync(own)) await removeTrees(person, [own], options)
}
