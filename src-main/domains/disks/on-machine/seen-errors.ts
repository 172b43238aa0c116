/** disks/seen-errors.json in the state folder: what the devices of each file system had counted when a person last looked. */
import path from 'node:path'
import { z } from 'zod'
import { deviceErrorsSchema } from '../../../contract/disks-calls.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { deviceCounters, type BtrfsDevice, type DeviceErrors } from '../../../tools/btrfs/btrfs-file-system.ts'
import { oneAtATime } from '../../../tools/files/one-at-a-time.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { disksMessages } from '../messages.ts'

const seenSchema = z.object({
  version: z.literal(1),
  /** By UUID, and by the number of the device. */
  fileSystems: z.record(z.string(), z.record(z.string(), deviceErrorsSchema)),
})
type Seen = z.infer<typeof seenSchema>

export const nothingSeen: Seen = { version: 1, fileSystems: {} }

export function readSeen(stateFolder: string): Seen {
  return recallState(stateOf(stateFolder)) ?? nothingSeen
}

export function writeSeen(
  { stateFolder }: Pick<HostContext, 'stateFolder'>,
  id: string,
  devices: readonly BtrfsDevice[],
): void {
  const own = Object.fromEntries(devices.map((device) => [String(device.id), device.errors]))
  oneAtATime(stateFolder, () => {
    const { fileSystems } = readSeen(stateFolder)
    writeState(stateOf(stateFolder), { version: 1, fileSystems: { ...fileSystems, [id]: own } })
  })
}

/** Counters that were reset since count from nothing. */
export function countNew({ fileSystems }: Seen, id: string, device: BtrfsDevice): number {
  const seen: DeviceErrors | undefined = fileSystems[id]?.[String(device.id)]
  return deviceCounters.reduce((sum, name) => {
    const before = seen?.[name] ?? 0
    const now = device.errors[name]
    return sum + (now < before ? now : now - before)
  }, 0)
}

function stateOf(stateFolder: string): StateText<Seen> {
  return {
    path: path.join(stateFolder, 'disks', 'seen-errors.json'),
    schema: seenSchema,
    without: disksMessages.withoutSeen({}),
  }
}
