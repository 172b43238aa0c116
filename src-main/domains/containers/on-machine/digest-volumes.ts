import type { HostContext } from '../../../machine/machine.ts'
import { digestTree, lookAtTrees } from '../../../tools/podman/volume-tree.ts'
import type { RunOptions } from '../../../tools/run.ts'
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
  { person, stateFolder }: Pick<HostContext, 'person' | 'stateFolder'>,
  { name, folder, stamp }: VolumePlace,
  { anew = false, onBytes, signal }: Digesting,
): Promise<string> {
  const known = readVolumeMemory(stateFolder).read[name]
  if (!anew && known?.stamp === stamp) return known.digest
  const digest = await digestTree(person, folder, { signal, onBytes: ({ length }) => onBytes(length) })
  const after = (await lookAtTrees(person, [folder], { signal })).get(folder)
  if (after?.stamp === stamp) noteVolume(stateFolder, 'read', name, { stamp, digest })
  return digest
}
