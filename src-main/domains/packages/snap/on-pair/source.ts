import { anyStep } from '../../../../switch/any-step.ts'
import type { ProgramSource } from '../../on-pair/programs/program-source.ts'
import { captureSnaps } from '../verbs.ts'
import { checkAllSnaps } from './check-snaps.ts'
import { listedSnaps } from './listed.ts'
import { bothCaptures } from './probe-snaps.ts'
import { compareSnapSettings } from './settings-side-by-side.ts'
import { compareSnapApps } from './side-by-side.ts'
import { emptySnapPlan } from './snap-plan.ts'
import { createSnapStep } from './snap-step.ts'

export const snapSource: ProgramSource = {
  key: 'snap',
  createStep: (info, { readLines }) => anyStep(createSnapStep(info, readLines)),
  emptyPlan: emptySnapPlan,
  createCheck: checkAllSnaps,
  compare: async (pair) => {
    const [here, there] = await Promise.all(bothCaptures(pair, {}))
    return { packages: compareSnapApps(here, there), others: compareSnapSettings(here, there) }
  },
  list: async (machine, options) => listedSnaps(await machine.call(captureSnaps, {}, options)),
}
