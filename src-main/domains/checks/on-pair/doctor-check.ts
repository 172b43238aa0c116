import type { DoctorCheck } from '../../../commons/capability/app-capability.ts'
import type { DoctorItem } from '../../../contract/calls.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Facts } from '../verbs.ts'
import { readFacts } from './read-facts.ts'
import { doctor } from './texts.ts'

/** What a switch needs of each laptop, told one by one. */
export const checkFileSystems: DoctorCheck = async (machine) => {
  const facts = await readFacts(machine)
  const laptop = machine.label
  const found = facts.fileSystems.map(({ places, fsType, freeBytes }) => {
    const title = doctor.title(places)
    return fsType === 'btrfs'
      ? { laptop, title, verdict: 'passed' as const, text: doctor.passed(freeBytes) }
      : { laptop, title, verdict: 'failed' as const, text: doctor.failed(fsType), hint: doctor.hint }
  })
  return [...found, ...homeItems(machine, facts)]
}

/** Nothing where /home is as it has to be. */
function homeItems(machine: Machine, { home }: Facts): readonly DoctorItem[] {
  const told = homeWords(home, machine)
  return told === undefined ? [] : [{ laptop: machine.label, title: doctor.home, ...told }]
}

function homeWords(home: Facts['home'], { label, wording }: Machine): Omit<DoctorItem, 'title'> | undefined {
  switch (home?.kind) {
    case 'at-next-start':
      return { verdict: 'warning', ...doctor.homeAtNextStart(label) }
    case 'folder':
      return { verdict: 'failed', ...doctor.homeFolder }
    case 'failed': {
      const { message, hint } = wording.words(home.why)
      return { verdict: 'failed', text: message, ...(hint === undefined ? {} : { hint }) }
    }
    case 'subvolume': {
      if (home.left === undefined) return undefined
      const { message, hint } = wording.words(home.left)
      return { verdict: 'warning', text: message, ...(hint === undefined ? {} : { hint }) }
    }
    case undefined:
      return undefined
    default:
      return assertNever(home)
  }
}
