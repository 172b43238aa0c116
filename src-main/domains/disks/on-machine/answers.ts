import { answer, type Answer } from '../../../machine/machine.ts'
import { readFileSystem } from '../../../tools/btrfs/btrfs-file-system.ts'
import { disksMessages } from '../messages.ts'
import { listDisks, markSeen } from '../verbs.ts'
import { describeDisk } from './describe-disk.ts'
import { listFileSystems } from './list-file-systems.ts'
import { writeSeen } from './seen-errors.ts'

export const disksAnswers: readonly Answer[] = [
  answer(listDisks, async (_input, { host, signal }) => {
    const mounted = listFileSystems()
    return { fileSystems: await Promise.all(mounted.map((one) => describeDisk(one, host, { signal }))) }
  }),
  answer(markSeen, async ({ id }, { host, signal }) => {
    const all = await Promise.all(listFileSystems().map(({ places: [place] }) => readFileSystem(place, { signal })))
    const found = all.find((one) => one.id === id)
    if (found === undefined) throw disksMessages.noDisk({ id })
    writeSeen(host, id, found.devices)
    return {}
  }),
]
