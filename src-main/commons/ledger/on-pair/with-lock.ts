import { hostname } from 'node:os'
import type { Machine } from '../../../machine/machine.ts'
import { lockLedger, unlockLedger } from '../verbs.ts'

/**
 * Runs `work` while one laptop is reserved for it: no switch can begin there meanwhile, and one that runs refuses this
 * with "locked". `operationId` is of the form of a switch id.
 */
export async function withLock<T>(machine: Machine, operationId: string, work: () => Promise<T>): Promise<T> {
  const laptop = { name: machine.name, label: machine.label }
  await machine.call(lockLedger, { switchId: operationId, from: laptop, to: laptop, startedBy: hostname() })
  try {
    return await work()
  } finally {
    // A laptop that is gone cannot be asked; its agent lets go when the connection ends.
    await machine.call(unlockLedger, { switchId: operationId }).catch(() => undefined)
  }
}
