import type { RunOptions } from '../../../../tools/run.ts'
import { readRecord } from '../paired-record.ts'
import type { SetUpHost } from '../set-up-host.ts'
import { leaveStateSubvolume } from './leave-state-subvolume.ts'
import { examineStateSubvolume, makeStateSubvolume } from './make-state-subvolume.ts'

/** Makes it; what was left half-way when it was taken away is taken away first. */
export async function makeState(host: SetUpHost, options: RunOptions): Promise<void> {
  const phase = readRecord(host).state?.phase
  if (phase === 'leaving' || phase === 'left') await leaveStateSubvolume(host, options)
  await makeStateSubvolume(host, options)
}

/** What stands against it; nothing is changed. */
export async function examineState(host: SetUpHost, options: RunOptions): Promise<void> {
  const known = readRecord(host).state
  if (known?.phase !== 'leaving' && known?.phase !== 'left') await examineStateSubvolume(host.state, known, options)
}
