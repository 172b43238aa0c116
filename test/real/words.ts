/** What agents say as codes, in the app's words: tests read it as a person would. */
import { wording } from '../../src-main/app/wording.ts'
import { userWords } from '../../src-main/domains/rollback/messages.ts'
import type { RollbackInspection } from '../../src-main/domains/rollback/on-machine/plan/inspect.ts'
import type { Message } from '../../src-main/kernel/message.ts'

export function sayAll(messages: readonly Message[] = []): string {
  return messages.map(wording.text).join(' ')
}

export function inWords({ subvolumes, notes, ...inspected }: RollbackInspection) {
  return {
    ...inspected,
    subvolumes: subvolumes.map(({ when, users, ...subvolume }) => ({
      ...subvolume,
      when: whenInWords(when),
      users: users.map(userWords),
    })),
    notes: notes.map(wording.text),
  }
}

function whenInWords(when: RollbackInspection['subvolumes'][number]['when']) {
  if (when.kind === 'now') return when
  const { message: why, hint } = wording.words(when.why)
  return when.kind === 'refused' ? { kind: when.kind, why, hint } : { kind: when.kind, why }
}
