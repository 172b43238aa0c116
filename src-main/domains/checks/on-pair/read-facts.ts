/** What one laptop says of itself, for the checks and for the overview. */
import type { LaptopStatus } from '../../../contract/calls.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { checkFacts, type CheckedFacts } from '../verbs.ts'

export function readFacts(machine: Machine, options: CallOptions = {}): Promise<CheckedFacts> {
  return machine.call(checkFacts, {}, options)
}

/** As the overview shows it; the disk is the one that /home is on. */
export function viewFacts(facts: CheckedFacts, askedAt: string): NonNullable<LaptopStatus['facts']> {
  const { system, agentVersion, power, fileSystems, newestSnapshotAt } = facts
  const disk = fileSystems.find(({ places }) => places.includes('/home')) ?? fileSystems[0]
  return {
    askedAt,
    system,
    agentVersion,
    power,
    disk: { freeBytes: disk?.freeBytes ?? 0, totalBytes: disk?.totalBytes ?? 0 },
    ...(newestSnapshotAt === undefined ? {} : { newestSnapshotAt }),
  }
}
