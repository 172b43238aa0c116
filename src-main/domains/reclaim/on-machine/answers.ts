import { answer, type Answer } from '../../../machine/machine.ts'
import { checkReclaimPaths, excludeFromReclaim, readReclaim, setReclaim } from '../verbs.ts'
import { recallDisks } from './disk-memory.ts'
import { exclude, readExcluded } from './excluded-file.ts'
import { findLiving } from './find-trees.ts'
import { recallSettings, writeSettings } from './settings-file.ts'

export const reclaimAnswers: readonly Answer[] = [
  answer(readReclaim, (_input, { host }) =>
    Promise.resolve({
      excluded: [...readExcluded(host.stateFolder)],
      settings: recallSettings(host.stateFolder),
      disks: [...recallDisks(host.stateFolder)],
    }),
  ),
  answer(checkReclaimPaths, ({ paths }) => {
    findLiving(paths)
    return Promise.resolve({})
  }),
  answer(excludeFromReclaim, ({ path, isExcluded }, { host }) =>
    Promise.resolve({ excluded: [...exclude(host.stateFolder, path, isExcluded)] }),
  ),
  answer(setReclaim, (news, { host }) => Promise.resolve(writeSettings(host.stateFolder, news))),
]
