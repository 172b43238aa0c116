/** Which laptop it is that does not do what was asked. */
import { AppError } from '../../../kernel/app-error.ts'
import type { ErrorCode } from '../../../kernel/error-codes.ts'
import type { Machine } from '../../../machine/machine.ts'
import { onLaptop } from './texts.ts'

const ofLaptop: readonly ErrorCode[] = ['syncthing-unavailable', 'sync-failed', 'tool-missing', 'blocked']

export async function named<T>(machine: Machine, work: (machine: Machine) => Promise<T>): Promise<T> {
  try {
    return await work(machine)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !ofLaptop.includes(thrown.code)) throw thrown
    const { code, message, hint, details } = thrown
    throw new AppError({ code, message: onLaptop(machine.label, message), hint, details, cause: thrown })
  }
}
