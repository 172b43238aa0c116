import { hostname } from 'node:os'
import type { Machine } from '../../../machine/machine.ts'
import { lockLedger, unlockLedger } from '../verbs.ts'

/**
 * Runs `work` while one laptop is reserved for it: no switch can begin there meanwhile, and one that runs refuses this
 * with "locked". `id` is of the form of a switch id.
 */
export async function withLock<T>(machine: Machine, id: string, work: () => Promise<T>): Promise<T> {
  const laptop = { name: machine.name, label: machine.label }
  await machine.call(lockLedger, {
    id,
    of: { kind: 'work', laptop },
    startedBy: machine.isHere === true ? machine.name : hostname(),
  })
  try {
    return await work()
  } finally {
    // A laptop that is gone cannot be asked; its agent lets go when the connection ends.
    await machine.call(unlockLedger, { id }).catch(() => undefined)
  }
}
