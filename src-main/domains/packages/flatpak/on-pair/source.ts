import { anyStep } from '../../../../switch/any-step.ts'
import type { ProgramSource } from '../../on-pair/programs/program-source.ts'
import { captureFlatpaks } from '../verbs.ts'
import { checkAllFlatpaks } from './check-flatpaks.ts'
import { emptyFlatpakPlan } from './flatpak-plan.ts'
import { createFlatpakStep } from './flatpak-step.ts'
import { listedFlatpaks } from './listed.ts'
import { bothCaptures } from './probe-flatpaks.ts'
import { compareFlatpakSources } from './remotes/side-by-side.ts'
import { compareFlatpakSettings } from './settings-side-by-side.ts'
import { compareFlatpakApps } from './side-by-side.ts'

export const flatpakSource: ProgramSource = {
  key: 'flatpak',
  createStep: (info, { readLines }) => anyStep(createFlatpakStep(info, readLines)),
  emptyPlan: emptyFlatpakPlan,
  createCheck: checkAllFlatpaks,
  async compare(pair) {
    const captures = bothCaptures(pair, {})
    const [packages, sources, [here, there]] = await Promise.all([
      compareFlatpakApps(pair, captures),
      compareFlatpakSources(pair, captures),
      Promise.all(captures),
    ])
    return { packages, others: [...sources, ...compareFlatpakSettings(here, there)] }
  },
  list: async (machine, options) => listedFlatpaks(await machine.call(captureFlatpaks, {}, options)),
}
