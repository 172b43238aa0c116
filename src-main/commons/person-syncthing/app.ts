import type { PersonSyncthing } from '../../contract/person-syncthing.ts'
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
  copies: { id, ...leftToIt, isOptional: true },
  laptopFacts: async (machine, { systemState }) => {
    // Nothing fails, or takes long, because of what is told beside.
    const isLeft = await isLeftToSyncthing(systemState).catch(() => false)
    const [conflicts, syncthing] = await Promise.all([readConflictFacts(machine), isLeft && lookBriefly(machine)])
    return syncthing === false ? conflicts : { ...conflicts, syncthing }
  },
} satisfies AppCapability

const briefMs = 2_000

/** As silent where it does not answer at once: who looks at both laptops does not wait for it. */
async function lookBriefly(machine: Machine): Promise<PersonSyncthing> {
  const signal = AbortSignal.timeout(briefMs)
  return machine.call(lookAtPersonSyncthing, {}, { signal }).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown
    return { kind: 'silent', why: 'no-answer', details: '' }
  })
}

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
