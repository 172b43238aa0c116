/** What the disk cannot read, whoever was told so: a system call of ours, or a program of the laptop. */
import { toAppError } from '../kernel/app-error.ts'
import { isErrno } from '../kernel/errno.ts'

/** Why else a program ended says nothing of the disk. */
export function isUnreadable(thrown: unknown): boolean {
  const { details = '', cause } = toAppError(thrown)
  return [thrown, cause].some((one) => isErrno(one, 'EIO', 'EUCLEAN')) || unreadableWords.test(details)
}

/** strerror(3) of both. */
const unreadableWords = /: (?:Input\/output error|Structure needs cleaning)$/m
