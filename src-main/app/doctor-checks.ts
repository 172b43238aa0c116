import { identifySync } from '../commons/syncthing/verbs.ts'
import { readFacts } from '../domains/checks/on-pair/read-facts.ts'
import { formatBytes } from '../kernel/units.ts'
import type { DoctorCheck } from './doctor.ts'

/** What a switch needs of each laptop, told one by one. */
const factsCheck: DoctorCheck = async (machine) => {
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
          text: `It is ${fsType}.`,
          hint: 'Snapshots need btrfs; nothing is switched without them.',
        }
  })
}

const syncCheck: DoctorCheck = async (machine) => {
  const { version, deviceId } = await machine.call(identifySync, {})
  const use = deviceId === undefined ? 'not used yet' : 'an instance of our own'
  return [{ laptop: machine.label, title: 'Syncthing', verdict: 'passed', text: `Version ${version}, ${use}.` }]
}

export const doctorChecks: readonly DoctorCheck[] = [factsCheck, syncCheck]
