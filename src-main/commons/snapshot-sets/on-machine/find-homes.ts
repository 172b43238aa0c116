/** Homes that are subvolumes mounted at their paths: each is a part of /home that has a snapshot of its own. */
import { createHash } from 'node:crypto'
import path from 'node:path'
import { showSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { mountedHomes } from '../../../tools/mounts/mounted-homes.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { homeArea } from '../areas.ts'
import type { Subvolume } from '../schemas.ts'

/** `home`: the folder that homes are in; `homes`: those of accounts. Each subvolume once, wherever else it is mounted. */
export async function findHomes(
  { home, homes }: { readonly home: string; readonly homes: readonly string[] },
  options: RunOptions,
): Promise<readonly Subvolume[]> {
  const found = await Promise.all(
    mountedHomes(home, homes).map(async (place) => {
      const { uuid } = await showSubvolume(place, options)
      return { subvolume: nameOfHome(home, place), areas: [homeArea.id], path: place, uuid }
    }),
  )
  return found.filter(({ uuid }, index) => found.findIndex((other) => other.uuid === uuid) === index)
}

/** The same each time, and no other home's: "homes/alice". */
function nameOfHome(home: string, place: string): string {
  const within = path.relative(home, place)
  const isPlain = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,39}$/.test(within)
  if (isPlain) return `homes/${within}`
  const letters = within.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 40)
  return `homes/${letters}-${createHash('sha256').update(within).digest('hex').slice(0, 12)}`
}
