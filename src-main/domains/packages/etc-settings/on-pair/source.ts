import { anyStep } from '../../../../switch/any-step.ts'
import type { ProgramSource } from '../../on-pair/programs/program-source.ts'
import { compareEtcSettings } from './side-by-side.ts'
import { createEtcSettingsStep, emptyEtcSettingsPlan } from './etc-settings-step.ts'

/** The check of /etc compares the files that they are. */
export const etcSettingsSource: ProgramSource = {
  key: 'settings',
  createStep: (info, { readAll }) => anyStep(createEtcSettingsStep(info, readAll)),
  emptyPlan: emptyEtcSettingsPlan,
  compare: async (pair) => ({ packages: [], others: await compareEtcSettings(pair) }),
}
