import type { DoctorCheck } from '../../../commons/capability/app-capability.ts'
import { readFacts } from './read-facts.ts'
import { doctor } from './texts.ts'

/** What a switch needs of each laptop, told one by one. */
export const checkFileSystems: DoctorCheck = async (machine) => {
  const facts = await readFacts(machine)
  const laptop = machine.label
  return facts.fileSystems.map(({ places, fsType, freeBytes }) => {
    const title = doctor.title(places)
    return fsType === 'btrfs'
      ? { laptop, title, verdict: 'passed' as const, text: doctor.passed(freeBytes) }
      : { laptop, title, verdict: 'failed' as const, text: doctor.failed(fsType), hint: doctor.hint }
  })
}
