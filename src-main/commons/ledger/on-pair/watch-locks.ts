/** Whether somebody else reserves a laptop, or begins a switch: a program on either of them, whoever started it. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Machine } from '../../../machine/machine.ts'
import { readLedger } from '../verbs.ts'

const everyMs = 500

export interface LockWatch {
  /** Aborted when it does, or when a laptop does not answer any more. */
  readonly signal: AbortSignal
  readonly close: () => void
}

export function watchLocks(machines: readonly Machine[]): LockWatch {
  const taken = new AbortController()
  const closed = new AbortController()
  void watch(machines, closed.signal).then(
    () => taken.abort(),
    () => taken.abort(),
  )
  return { signal: taken.signal, close: () => closed.abort() }
}

async function watch(machines: readonly Machine[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const ledgers = await Promise.all(machines.map((machine) => machine.call(readLedger, {}, { signal })))
    if (ledgers.some(({ lock, open }) => lock?.alive === true || open !== undefined)) return
    await delay(everyMs, undefined, { signal, ref: false })
  }
}
