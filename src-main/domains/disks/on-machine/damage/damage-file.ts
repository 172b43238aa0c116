/** disks/damage/UUID.json in the state folder: what the last check of a file system found that has no good copy on the disk. */
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { recallState, removeState, writeState } from '../../../../tools/files/state-file.ts'
import { disksMessages } from '../../messages.ts'

const damageSchema = z.object({
  version: z.literal(1),
  /** Addresses within the file system of blocks that are in files. What files those are is asked anew each time. */
  blocks: z.array(z.int()),
  /** Those of which nobody knows where they are. */
  unnamed: z.int(),
})
export type Damage = Omit<z.infer<typeof damageSchema>, 'version'>

export function readDamage(stateFolder: string, id: string): Damage | undefined {
  return recallState(stateOf(stateFolder, id))
}

export function writeDamage(stateFolder: string, id: string, damage: Damage): void {
  writeState(stateOf(stateFolder, id), { version: 1, ...damage })
}

export function removeDamage(stateFolder: string, id: string): void {
  removeState(stateOf(stateFolder, id).path)
}

function stateOf(stateFolder: string, id: string): StateText<z.infer<typeof damageSchema>> {
  const file = path.join(stateFolder, 'disks', 'damage', `${id}.json`)
  return { path: file, schema: damageSchema, without: disksMessages.withoutDamage({}) }
}
