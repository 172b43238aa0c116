/**
 * Where work on a frozen /home that is nobody's base has its tree and its lists. The name says which process it belongs to,
 * so that what a killed one left is found.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../../tools/proc/process-identity.ts'
import { deleteFrozen, hasTree } from '../scan/freeze-home.ts'
import { homeFolder } from '../scan/home-folders.ts'

/** Of this process. */
export function workFolder(stateFolder: string, id: string): string {
  return path.join(allWork(stateFolder), `${nameOfProcess(identifyThisProcess())}.${id}`)
}

/** Harmless when it is not there, also after the work was stopped. A tree that the kernel holds is left for the next time. */
export async function removeWork(folder: string): Promise<void> {
  await deleteFrozen(folder, {})
  if (!hasTree(folder)) rmSync(folder, { recursive: true, force: true })
}

/** Of processes that have ended. */
export async function clearAbandonedWork(stateFolder: string): Promise<void> {
  const all = allWork(stateFolder)
  for (const name of existsSync(all) ? readdirSync(all) : []) {
    const owner = processOfName(name)
    if (owner !== undefined && !isAlive(owner)) await removeWork(path.join(all, name))
  }
}

function allWork(stateFolder: string): string {
  return path.join(homeFolder(stateFolder), 'work')
}
