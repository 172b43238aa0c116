/** proc(5): which processes run, and asking about one that may end meanwhile. */
import { readdirSync } from 'node:fs'
import { isErrno } from '../../kernel/errno.ts'

export function runningPids(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
}

/** Gone, or one that not even root may look at: a supervisor outside of the system that we are in. */
const goneCodes = ['ENOENT', 'ESRCH', 'EINVAL', 'EACCES', 'EPERM']

/** Undefined when the process is gone or closed to us; any other failure is thrown. */
export function ifAlive<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (isErrno(error, ...goneCodes)) return undefined
    throw error
  }
}
