/** Disks that are still mounted for a program that is gone: folders of /run/pc-switcher/copies with its pid in their names. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { takeAway } from '../../../tools/mounts/with-mounted.ts'
import type { PlaceHost } from './open-place.ts'

export async function sweepMounts({ runFolder }: Pick<PlaceHost, 'runFolder'>): Promise<void> {
  const folder = path.join(runFolder, 'copies')
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const pid = /^(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) await takeAway(path.join(folder, name))
  }
}
