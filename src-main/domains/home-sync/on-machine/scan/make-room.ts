/**
 * Each frozen tree keeps what was deleted since from being free. Where room is short, all of them go that nothing needs any
 * more, so that what the person deletes to make room counts at once.
 */
import { giveBackRoom } from '../../../../tools/btrfs/give-back-room.ts'
import { setTimeout as pause } from 'node:timers/promises'
import type { RoomRequest } from '../../../../commons/capability/agent-capability.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { heldScans } from '../memory/held-scans.ts'
import { findFrozen } from './freeze-home.ts'
import { forgetScans, scanFolder, scansFolder, unneededScans } from './home-folders.ts'

/** Until a scan that is at work has ended; one of a whole large home takes longer, and then nothing goes. */
const waitMs = 10_000
/** For the kernel to give back what was in them. */
const giveBackMs = 10_000

const scanning = new Set<Promise<unknown>>()
let clearing: Promise<unknown> | undefined
let ofLastPlan: { readonly planId: string; readonly scanIds: readonly string[] } | undefined

/** Not while they are forgotten: a scan is made from an earlier one. */
export async function whileScanning<T>(scan: () => Promise<T>): Promise<T> {
  while (clearing !== undefined) await clearing
  const running = scan()
  scanning.add(running)
  try {
    return await running
  } finally {
    scanning.delete(running)
  }
}

/** That scan stays where room is made for the same plan, which may be before or after it has ended. */
export function keepForPlan(planId: string, scanId: string): void {
  ofLastPlan = { planId, scanIds: [...scansOf(planId), scanId] }
}

/** The next scan may have to list all. */
export function makeRoom(stateFolder: string, request: Pick<RoomRequest, 'planId'> & RunOptions): Promise<void> {
  const done = clear(stateFolder, request).finally(() => {
    clearing = undefined
  })
  clearing = done.catch(() => undefined)
  return done
}

async function clear(
  stateFolder: string,
  { planId, ...options }: Pick<RoomRequest, 'planId'> & RunOptions,
): Promise<void> {
  if (scanning.size > 0 && !(await endsInTime([...scanning]))) return
  const needed = new Set([...heldScans(stateFolder), ...scansOf(planId)])
  const unneeded = unneededScans(stateFolder, needed)
  const forgotten = unneeded.filter((scanId) => findFrozen(scanFolder(stateFolder, scanId)) !== undefined)
  await forgetScans(stateFolder, unneeded, options)
  if (forgotten.length > 0) await giveBackRoom(scansFolder(stateFolder), options, giveBackMs)
}

function scansOf(planId: string): readonly string[] {
  return ofLastPlan?.planId === planId ? ofLastPlan.scanIds : []
}

async function endsInTime(running: readonly Promise<unknown>[]): Promise<boolean> {
  const late = new AbortController()
  const ended = Promise.allSettled(running).then(() => true)
  const tooLate = pause(waitMs, false, { signal: late.signal }).catch(() => false)
  return Promise.race([ended, tooLate]).finally(() => late.abort())
}
