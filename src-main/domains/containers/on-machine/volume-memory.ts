/** What this laptop knows of volumes without reading them: what was read, what was packed for sending, and what both had last. */
import path from 'node:path'
import { z } from 'zod'
import { createLastEqualFile } from '../../../commons/last-equal/on-machine/last-equal-file.ts'
import type { EngineId } from '../../../contract/container-rule.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { containersMessages } from '../messages.ts'
import type { EngineHost } from './engines.ts'

const noteSchema = z.object({ stamp: z.string(), digest: z.string() })
export type VolumeNote = z.infer<typeof noteSchema>

const memorySchema = z.object({
  version: z.literal(1),
  /** By volume: how it stood when it was last read in full. */
  read: z.record(z.string(), noteSchema),
  /** By volume: what was packed for sending. */
  offered: z.record(z.string(), noteSchema),
  /** By volume: how it stood when this switch had put it into its place. */
  placed: z.record(z.string(), noteSchema),
})
type VolumeMemory = z.infer<typeof memorySchema>

/** By volume, of both laptops: its digest when both last had the same. Of each engine in a file of its own, because Undo goes by engine. */
export const lastEqualOf: Readonly<Record<EngineId, ReturnType<typeof createLastEqualFile>>> = {
  podman: createLastEqualFile('containers-last-equal.json', containersMessages.withoutLastEqual({})),
  docker: createLastEqualFile('docker-last-equal.json', containersMessages.withoutLastEqual({})),
}

type Owner = Pick<EngineHost, 'id' | 'stateFolder'>
const files: Readonly<Record<EngineId, string>> = { podman: 'containers.json', docker: 'docker.json' }

function memoryState({ id, stateFolder }: Owner): StateText<VolumeMemory> {
  return {
    path: path.join(stateFolder, files[id]),
    schema: memorySchema,
    without: containersMessages.withoutMemory({}),
  }
}

export function readVolumeMemory(owner: Owner): VolumeMemory {
  return recallState(memoryState(owner)) ?? { version: 1, read: {}, offered: {}, placed: {} }
}

export function noteVolume(owner: Owner, part: 'read' | 'offered' | 'placed', name: string, note: VolumeNote): void {
  const memory = readVolumeMemory(owner)
  writeState(memoryState(owner), { ...memory, [part]: { ...memory[part], [name]: note } })
}

/** What was packed and placed is not needed any more, and volumes that are gone are not known any more. */
export function forgetVolumes(owner: Owner, there: readonly string[]): void {
  const { version, read } = readVolumeMemory(owner)
  const known = Object.entries(read).filter(([name]) => there.includes(name))
  writeState(memoryState(owner), { version, read: Object.fromEntries(known), offered: {}, placed: {} })
}

export function forgetOffered(owner: Owner): void {
  writeState(memoryState(owner), { ...readVolumeMemory(owner), offered: {} })
}
