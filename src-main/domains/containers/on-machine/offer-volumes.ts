import { open, rm, stat } from 'node:fs/promises'
import { writeSync } from 'node:fs'
import type { Output } from '../../../contract/define.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { offerVolumes } from '../verbs.ts'
import { needVolumes, saidOfTool, type EngineVolumes } from './ask-engine.ts'
import { digestVolume, type VolumePlace } from './digest-volumes.ts'
import type { EngineHost } from './engines.ts'
import { clearSent, makeFolders, packedPlace } from './volume-folders.ts'
import { forgetOffered, noteVolume } from './volume-memory.ts'
import { packTree } from '../../../tools/files/tar-tree.ts'

type Packed = Output<typeof offerVolumes>
interface Offering extends RunOptions {
  readonly onBytes: (bytes: number) => void
}

/** A container that starts while its volume is packed may have written half of something: that volume is left. */
export async function packVolumes(
  host: EngineHost,
  names: readonly string[],
  { signal, onBytes }: Offering,
): Promise<Packed> {
  await clearSent()
  forgetOffered(host)
  if (names.length === 0) return { packed: [], left: [] }
  await makeFolders()
  const packed: Packed['packed'] = []
  for (const name of names) {
    const before = freeVolume(await needVolumes(host, { signal }), name)
    if (before === undefined) continue
    const digest = await packAndDigest(host, before, { signal, onBytes })
    const after = freeVolume(await needVolumes(host, { signal }), name)
    if (digest === undefined || after?.stamp !== before.stamp) {
      await rm(packedPlace(name), { force: true })
      continue
    }
    noteVolume(host, 'offered', name, { stamp: before.stamp, digest })
    const { size } = await stat(packedPlace(name))
    packed.push({ name, bytes: size, digest, labels: before.labels })
  }
  return { packed, left: names.filter((name) => !packed.some((one) => one.name === name)) }
}

/** Undefined where not all of it can be read. */
async function packAndDigest(host: EngineHost, volume: VolumePlace, options: Offering): Promise<string | undefined> {
  try {
    await writePacked(host, volume, options)
    return await digestVolume(host, volume, options)
  } catch (thrown) {
    saidOfTool(thrown)
    return undefined
  }
}

/** Undefined for one that is gone, cannot be carried, or is in use. */
export function freeVolume({ volumes }: EngineVolumes, name: string) {
  const found = volumes.find(({ volume }) => volume.name === name)
  if (found === undefined || found.volume.cannot !== undefined || found.volume.usedBy.length > 0) return undefined
  const { stamp, labels } = found.volume
  return { name, folder: found.folder, stamp, labels }
}

interface Packing {
  readonly name: string
  readonly folder: string
  /** Names of files in it. */
  readonly leaveOut?: readonly string[]
}

export async function writePacked(
  { engine }: EngineHost,
  { name, folder, leaveOut = [] }: Packing,
  { signal, onBytes }: Offering,
): Promise<void> {
  const file = await open(packedPlace(name), 'wx', 0o600)
  try {
    await packTree(engine.inside, folder, {
      ...{ signal, leaveOut },
      onBytes: (piece) => {
        writeWhole(file.fd, piece)
        onBytes(piece.length)
      },
    })
  } finally {
    await file.close()
  }
}

function writeWhole(fd: number, piece: Buffer): void {
  for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at)
}
