/** The shell's end of the channel: what it asks of the page, and what its modules answer. */
import { join, type PageCalls, type ShellCalls } from './channel.ts'

const answered: Partial<ShellCalls> = {}

export const page = join(
  { send: (message) => void process.send?.(message), listen: (listener) => void process.on('message', listener) },
  answered,
) as PageCalls

export function answerPage(calls: Partial<ShellCalls>): void {
  Object.assign(answered, calls)
}

/** Whoever started this is gone: a double that nobody looks at must not stay. */
process.on('disconnect', () => process.exit(1))
