import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { readSettings } from '../../commons/settings/settings-file.ts'
import { isoNow, systemClock } from '../../kernel/clock.ts'
import { anyStep } from '../../switch/any-step.ts'
import { createChecksStep } from './on-pair/checks-step.ts'
import { checkFileSystems, readFacts, viewFacts } from './on-pair/doctor-check.ts'
import { watchPower, createPowerHandlers } from './on-pair/watch-power.ts'

export const checksApp = {
  name: 'checks',
  steps: ({ workState }) => [
    anyStep(createChecksStep(async (pair) => (await readSettings(workState.of(pair))).power.start)),
  ],
  handlers: createPowerHandlers,
  holdings: (parts) => [watchPower(parts)],
  doctorChecks: [checkFileSystems],
  laptopFacts: async (machine) => viewFacts(await readFacts(machine), isoNow(systemClock)),
} satisfies AppCapability
