import { answer, type Answer } from '../../../machine/machine.ts'
import { commitWithEtckeeper } from '../../../tools/etckeeper.ts'
import { reloadUnitFiles } from '../../../tools/systemd/systemctl-units.ts'
import {
  commitEtc,
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

export const etcAnswers: readonly Answer[] = [
  answer(inspectEtc, async (_input, { host, signal }) => {
    const { entries, accounts } = await readEtc({ signal })
    const lastEqual = readLastEqual(host.stateFolder)
    return {
      entries: [...entries],
      lastEqual: { ...lastEqual },
      accounts: { users: [...accounts.users.keys()], groups: [...accounts.groups.keys()] },
    }
  }),
  answer(markEtcLines, async ({ paths }) => ({ marks: await Promise.all(paths.map(markLines)) })),
  answer(lookAtEtcFile, ({ path }) => lookAtFile(path)),
  answer(prepareEtcFolders, async ({ folders }) => {
    await prepareFolders(folders)
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
