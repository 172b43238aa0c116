import { answer, type Answer } from '../../../machine/machine.ts'
import { commitWithEtckeeper } from '../../../tools/etckeeper.ts'
import { reloadUnitFiles } from '../../../tools/systemd/systemctl-units.ts'
import type { NeverList } from '../never-list.ts'
import {
  commitEtc,
  listNeverCopied,
  lookAtEtcFile,
  markEtcLines,
  prepareEtcFolders,
  reloadEtcUnits,
  rememberEtc,
  inspectEtc,
} from '../verbs.ts'
import { readLastEqual, writeLastEqual } from './last-equal.ts'
import { lookAtFile, markLines } from './look.ts'
import { prepareFolders } from './prepare-folders.ts'
import { readEtc } from './inspect-etc.ts'

export function createEtcAnswers(never: NeverList): readonly Answer[] {
  return [
    answer(listNeverCopied, () => Promise.resolve({ entries: [...never.entries] })),
    answer(inspectEtc, async (_input, { host, signal }) => {
      const { entries, accounts } = await readEtc(never, { signal })
      const lastEqual = readLastEqual(host.stateFolder)
      return {
        entries: [...entries],
        lastEqual: { ...lastEqual },
        accounts: { users: [...accounts.users.keys()], groups: [...accounts.groups.keys()] },
      }
    }),
    answer(markEtcLines, async ({ paths }) => ({
      marks: await Promise.all(paths.map((path) => markLines(path, never))),
    })),
    answer(lookAtEtcFile, ({ path }) => lookAtFile(path, never)),
    answer(prepareEtcFolders, async ({ folders }) => {
      await prepareFolders(folders, never)
      return {}
    }),
    answer(rememberEtc, ({ fingerprints }, { host }) => {
      writeLastEqual(host.stateFolder, fingerprints)
      return Promise.resolve({})
    }),
    answer(reloadEtcUnits, async (_input, { signal }) => {
      await reloadUnitFiles({ signal })
      return {}
    }),
    answer(commitEtc, async ({ message }, { signal }) => ({ outcome: await commitWithEtckeeper(message, { signal }) })),
  ]
}
