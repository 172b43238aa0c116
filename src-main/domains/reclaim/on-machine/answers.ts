import { answer, type Answer } from '../../../machine/machine.ts'
import { checkReclaimPaths, excludeFromReclaim, readReclaim } from '../verbs.ts'
import { recallDisks } from './disk-memory.ts'
import { exclude, readExcluded } from './excluded-file.ts'
import { findLiving } from './find-trees.ts'

export const reclaimAnswers: readonly Answer[] = [
  answer(readReclaim, (_input, { host }) =>
    Promise.resolve({ excluded: [...readExcluded(host.stateFolder)], disks: [...recallDisks(host.stateFolder)] }),
  ),
  answer(checkReclaimPaths, ({ paths }) => {
    findLiving(paths)
    return Promise.resolve({})
  }),
  answer(excludeFromReclaim, ({ path, isExcluded }, { host }) =>
    Promise.resolve({ excluded: [...exclude(host.stateFolder, path, isExcluded)] }),
  ),
]
