import { answer, type Answer } from '../../../machine/machine.ts'
import * as setAside from '../../../tools/files/set-aside.ts'
import { listSetAside } from '../verbs.ts'

export const setAsideAnswers: readonly Answer[] = [
  answer(listSetAside, (_input, { host }) => {
    const files = [host.stateFolder, host.runFolder].flatMap((folder) => setAside.listSetAside(folder))
    return Promise.resolve({ files })
  }),
]
