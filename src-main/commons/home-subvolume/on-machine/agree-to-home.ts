import { rmSync } from 'node:fs'
import { isSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { examineHome } from './examine-home.ts'
import type { HomePlaces } from './home-places.ts'
import { readHomeState, writeHomeState } from './home-state.ts'

/** The next start makes /home a subvolume. AppError that says what stands against it. */
export async function agreeToHome(places: HomePlaces, options: RunOptions): Promise<void> {
  if (isSubvolume(places.home)) return
  await examineHome(places, options)
  writeHomeState(places, { version: 1, phase: 'at-next-start' })
}

/** As long as nothing was done. */
export function withdrawFromHome(places: HomePlaces): void {
  const phase = readHomeState(places)?.phase
  if (phase === 'at-next-start' || (phase === 'failed' && !isSubvolume(places.home))) rmSync(places.state)
}
