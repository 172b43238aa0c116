import type { z } from 'zod'
import { toAgentError } from '../../../contract/agent-error.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { readFileSystem } from '../../../tools/btrfs/btrfs-file-system.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { listDisks, markSeen } from '../verbs.ts'
import { describeDisk, placesToTell } from './describe-disk.ts'
import { askEachFileSystem, whyNotFound } from './each-file-system.ts'
import { listFileSystems, type MountedFileSystem } from './list-file-systems.ts'
import { writeSeen } from './seen-errors.ts'

export const disksAnswers: readonly Answer[] = [
  answer(listDisks, async (_input, { host, signal }) => describeAll(listFileSystems(), host, { signal })),
  answer(markSeen, async ({ id }, { host, signal }) => {
    await markAsSeen(id, listFileSystems(), host, { signal })
    return {}
  }),
]

type Host = Pick<HostContext, 'stateFolder'>

export async function describeAll(
  mounted: readonly MountedFileSystem[],
  host: Host,
  options: RunOptions,
): Promise<z.input<typeof listDisks.output>> {
  const { answers, failed } = await askEachFileSystem(mounted, (one) => describeDisk(one, host, options), options)
  return {
    fileSystems: [...answers],
    unreadable: failed.map(({ mounted: { places }, thrown }) => ({
      places: placesToTell(places),
      error: toAgentError(thrown),
    })),
  }
}

export async function markAsSeen(
  id: string,
  mounted: readonly MountedFileSystem[],
  host: Host,
  options: RunOptions,
): Promise<void> {
  const { answers, failed } = await askEachFileSystem(
    mounted,
    ({ places: [place] }) => readFileSystem(place, options),
    options,
  )
  const found = answers.find((one) => one.id === id)
  if (found === undefined) throw whyNotFound(id, failed)
  writeSeen(host, id, found.devices)
}
