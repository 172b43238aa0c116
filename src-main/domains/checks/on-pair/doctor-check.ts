import type { DoctorCheck } from '../../../commons/capability/app-capability.ts'
import type { DoctorItem } from '../../../contract/doctor-calls.ts'
import type { LaptopStatus } from '../../../contract/overview-calls.ts'
import type { Wording } from '../../../contract/wording.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { Message } from '../../../kernel/message.ts'
import type { Machine, CallOptions } from '../../../machine/machine.ts'
import { type CheckedFacts, checkFacts } from '../verbs.ts'
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
function homeItems(machine: Machine, { home }: CheckedFacts): readonly DoctorItem[] {
  const told = homeWords(home, machine)
  return told === undefined ? [] : [{ laptop: machine.label, title: doctor.home, ...told }]
}

function inWords(told: Message, wording: Wording): Pick<DoctorItem, 'text' | 'hint'> {
  const { message: text, hint } = wording.words(told)
  return hint === undefined ? { text } : { text, hint }
}

function homeWords(home: CheckedFacts['home'], { label, wording }: Machine): Omit<DoctorItem, 'title'> | undefined {
  switch (home.kind) {
    case 'at-next-start':
      return { verdict: 'warning', ...doctor.homeAtNextStart(label) }
    case 'folder':
      return { verdict: 'failed', ...doctor.homeFolder }
    case 'failed':
      return { verdict: 'failed', ...inWords(home.why, wording) }
    case 'subvolume':
      return home.left === undefined ? undefined : { verdict: 'warning', ...inWords(home.left, wording) }
    default:
      return assertNever(home)
  }
}

/** What one laptop says of itself, for the checks and for the overview. */
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
