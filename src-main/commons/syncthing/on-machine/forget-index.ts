/** Removes the index of our Syncthing: after files were replaced, it would take old ones for new and others for deleted. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { flushFolder } from '../../../tools/files/durable-file.ts'
import { stopInstance } from './instance.ts'

/**
 * Stops it and removes its database (`index-v0.14.0.db` up to 1.x, `index-v2` from 2.0), durably. Who it is and whom it knows
 * stays. It then scans everything as the first time, and knows of no deletion.
 */
export async function forgetIndex(stateFolder: string): Promise<void> {
  const folder = path.join(stateFolder, 'syncthing')
  if (!existsSync(folder)) return
  await stopInstance()
  for (const name of readdirSync(folder).filter((one) => one.startsWith('index-')))
    rmSync(path.join(folder, name), { recursive: true, force: true })
  flushFolder(folder)
}
