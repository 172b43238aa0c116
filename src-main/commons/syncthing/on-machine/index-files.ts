/** What our Syncthing knows of its mirrors: `index-v0.14.0.db` up to 1.x, `index-v2` from 2.0. Who it is and whom it knows stays. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { flushFolder } from '../../../tools/files/durable-file.ts'
import { isSetAside, setAside } from '../../../tools/files/set-aside.ts'

/** It then looks at everything as the first time. Only while it is stopped. */
export function forgetIndex(stateFolder: string): void {
  const indexes = indexesIn(stateFolder)
  for (const place of indexes) rmSync(place, { recursive: true, force: true })
  if (indexes.length > 0) flushFolder(syncthingFolder(stateFolder))
}

/** False when there was none, so that the index is not what is wrong. Only while it is stopped. */
export function setIndexAside(stateFolder: string): boolean {
  const indexes = indexesIn(stateFolder)
  for (const place of indexes) setAside(place, `${place} cannot be used. Syncthing makes a new one.`)
  return indexes.length > 0
}

export function syncthingFolder(stateFolder: string): string {
  return path.join(stateFolder, 'syncthing')
}

function indexesIn(stateFolder: string): readonly string[] {
  const folder = syncthingFolder(stateFolder)
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => name.startsWith('index-') && !isSetAside(name))
  return names.map((name) => path.join(folder, name))
}
