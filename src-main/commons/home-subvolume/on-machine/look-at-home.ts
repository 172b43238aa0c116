import { existsSync } from 'node:fs'
import { isOnBtrfs, isSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { HomePlace } from '../schemas.ts'
import type { HomePlaces } from './home-places.ts'
import { readHomeState } from './home-state.ts'

export function lookAtHome(places: HomePlaces): HomePlace {
  const { home } = places
  const state = readHomeState(places)
  const why = state?.phase === 'failed' ? state.error.problem : undefined
  if (!existsSync(home) || !isOnBtrfs(home) || isSubvolume(home))
    return { kind: 'subvolume', ...(why === undefined ? {} : { left: why }) }
  if (why !== undefined) return { kind: 'failed', why }
  return { kind: state?.phase === 'at-next-start' ? 'at-next-start' : 'folder' }
}
