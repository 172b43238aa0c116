/**
 * Changes of files that several processes make, as an agent, the other laptop's agent and a job: what one read is still so when it writes.
 */
import { closeSync, constants, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { lockOpened } from '../run.ts'
import { titles } from '../titles/messages.ts'

const guardName = 'changes.guard'
const { O_CREAT, O_NOFOLLOW, O_RDWR } = constants

/** Within this process nothing else comes between: what is done is synchronous. */
const held = new Set<string>()

/** Reads, changes and writes what is below the state folder while no other process does. */
export function oneAtATime<T>(stateFolder: string, change: () => T): T {
  if (held.has(stateFolder)) return change()
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 })
  const guard = path.join(stateFolder, guardName)
  const descriptor = openSync(guard, O_CREAT | O_RDWR | O_NOFOLLOW, 0o600)
  held.add(stateFolder)
  try {
    lockOpened(descriptor, titles.changeFile({ name: guard }))
    return change()
  } finally {
    held.delete(stateFolder)
    closeSync(descriptor)
  }
}
