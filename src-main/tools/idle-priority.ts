/** Work that nobody waits for: it gets what others leave of the processor and the disk (nice(1), ionice(1)). */
import { getPriority } from 'node:os'

const lowest = 19

/** In front of a command. What that starts inherits it, also through sudo. */
export const idlePriority = ['nice', '-n', String(lowest), 'ionice', '-c', '3'] as const

/** Whether this program was started so. */
export function hasIdlePriority(): boolean {
  return getPriority() === lowest
}
