/** What all kinds of entries have in common. */
import { wayOf } from '../../../src-main/contract/scope-words.ts'
import type { ActivityEntry } from '../../../src-main/contract/activity-calls.ts'

/** What an entry goes by in the address of the page. */
export function keyOf(entry: ActivityEntry): string {
  return entry.kind === 'switch' ? entry.switchId : entry.callId
}

export function titleOf(entry: ActivityEntry): string {
  return entry.kind === 'switch' ? wayOf(entry) : entry.title
}

/** Ended without having done all of what was asked. */
export function isUnfinished({ result }: ActivityEntry): boolean {
  return !['verified', 'done', 'ordered', 'running'].includes(result)
}
