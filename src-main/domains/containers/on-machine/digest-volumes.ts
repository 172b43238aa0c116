import { digestTree, lookAtTrees } from '../../../tools/containers/volume-tree.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { EngineHost } from './engines.ts'
import { noteVolume, readVolumeMemory } from './volume-memory.ts'

interface Digesting extends RunOptions {
  readonly anew?: boolean
  readonly onBytes: (bytes: number) => void
}

export interface VolumePlace {
  readonly name: string
  readonly folder: string
  /** As it stands now. */
  readonly stamp: string
}

/** What changes while it is read is not remembered. */
export async function digestVolume(
  host: EngineHost,
  { name, folder, stamp }: VolumePlace,
  { anew = false, onBytes, signal }: Digesting,
): Promise<string> {
  const known = readVolumeMemory(host).read[name]
  if (!anew && known?.stamp === stamp) return known.digest
  const digest = await digestTree(host.engine.inside, folder, { signal, onBytes: ({ length }) => onBytes(length) })
  const after = (await lookAtTrees(host.engine.inside, [folder], { signal })).get(folder)
  if (after?.stamp === stamp) noteVolume(host, 'read', name, { stamp, digest })
  return digest
}
