import { balanceUse } from '../../contract/disk-words.ts'
import type { DiskFacts } from '../../contract/disks-calls.ts'
import { disksMessages } from './messages.ts'

const whyNot = {
  enough: disksMessages.balanceNotNeeded,
  full: disksMessages.balanceUseless,
  'read-only': disksMessages.balanceReadOnly,
} as const

type Judged = Parameters<typeof balanceUse>[0] & Pick<DiskFacts, 'places'>

/** AppError "blocked" where a balance would move much and give nothing back. */
export function refuseUseless(disk: Judged): void {
  const { kind } = balanceUse(disk)
  if (kind !== 'useful') throw whyNot[kind]({ place: disk.places[0] ?? '', bytes: disk.unallocatedBytes })
}
