import type { DoctorCheck } from '../../../commons/capability/app-capability.ts'
import { formatBytes } from '../../../kernel/units.ts'
import { readFacts } from './read-facts.ts'

/** What a switch needs of each laptop, told one by one. */
export const checkFileSystems: DoctorCheck = async (machine) => {
  const facts = await readFacts(machine)
  const laptop = machine.label
  return facts.fileSystems.map(({ places, fsType, freeBytes }) => {
    const title = `File system of ${places.join(' and ')}`
    return fsType === 'btrfs'
      ? { laptop, title, verdict: 'passed' as const, text: `btrfs, ${formatBytes(freeBytes)} free.` }
      : {
          laptop,
          title,
          verdict: 'failed' as const,
          text: `${fsType}, not btrfs.`,
          hint: 'Move it to btrfs: snapshots need it, and pc-switcher changes nothing without a snapshot.',
        }
  })
}
