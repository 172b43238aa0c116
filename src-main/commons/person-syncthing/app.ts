import { assertNever } from '../../kernel/assert-never.ts'
import type { Machine } from '../../machine/machine.ts'
import type { AppCapability, DoctorCheck } from '../capability/app-capability.ts'
import { isCopied } from '../settings/settings-file.ts'
import type { LeftState } from '../system-state/on-pair/left-state.ts'
import { readConflictFacts } from './on-pair/count-conflicts.ts'
import { doctor, leftToIt } from './on-pair/texts.ts'
import { lookAtPersonSyncthing } from './verbs.ts'

const id = 'syncthing'

export const personSyncthingApp = {
  name: 'person-syncthing',
  doctorChecks: [checkSyncthing],
  laptopFacts: readConflictFacts,
  copies: { id, ...leftToIt, isOptional: true },
} satisfies AppCapability

/** Of who has one. */
async function checkSyncthing(machine: Machine): ReturnType<DoctorCheck> {
  const found = await machine.call(lookAtPersonSyncthing, {})
  const told = { laptop: machine.label, title: doctor.title }
  switch (found.kind) {
    case 'none':
    case 'stopped':
      return []
    case 'silent':
      return [{ ...told, verdict: 'warning', text: doctor.silent[found.why], hint: doctor.hint }]
    case 'running':
      return [{ ...told, verdict: 'passed', text: doctor.running(found) }]
    default:
      return assertNever(found)
  }
}

/** Whether the person has left to their Syncthing what it carries. */
export function isLeftToSyncthing(state: Pick<LeftState, 'readFile'>): Promise<boolean> {
  return isCopied(id, state)
}
