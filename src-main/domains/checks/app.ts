import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { isoNow, systemClock } from '../../kernel/clock.ts'
import { anyStep } from '../../switch/any-step.ts'
import { createChecksStep } from './on-pair/checks-step.ts'
import { checkFileSystems } from './on-pair/doctor-check.ts'
import { readFacts, viewFacts } from './on-pair/read-facts.ts'

export const checksApp = {
  name: 'checks',
  steps: () => [anyStep(createChecksStep())],
  doctorChecks: [checkFileSystems],
  laptopFacts: async (machine) => viewFacts(await readFacts(machine), isoNow(systemClock)),
} satisfies AppCapability
