/** What a person sees of a file, made from the output of find. */
import type { EntryFacts } from '../../../../contract/compare-calls.ts'
import { readAccounts } from '../../../../tools/accounts/accounts.ts'
import type { FileFacts } from '../../../../tools/find/find-facts.ts'

export type Describe = (facts: Pick<FileFacts, 'type' | 'bytes' | 'mode' | 'uid' | 'gid' | 'modified'>) => EntryFacts

export function createDescribe(): Describe {
  const { userName, groupName } = readAccounts()
  return ({ type, bytes, mode, uid, gid, modified }) => ({
    type: typeOf(type),
    bytes: type === 'd' ? 0 : bytes,
    mode: mode.padStart(4, '0'),
    owner: `${userName(uid)}:${groupName(gid)}`,
    changedAt: timeOf(modified),
  })
}

export function typeOf(letter: string): EntryFacts['type'] {
  switch (letter) {
    case 'f':
      return 'file'
    case 'd':
      return 'folder'
    case 'l':
      return 'link'
    default:
      return 'other'
  }
}

/** A file may have a time outside the calendar. */
export function timeOf(seconds: string): string {
  const moment = new Date(Math.floor(Number(seconds) * 1000))
  return (Number.isNaN(moment.getTime()) ? new Date(0) : moment).toISOString()
}
