/** Places as a laptop's list has them, without having been looked at. */
import { createHash } from 'node:crypto'
import { forgetPlace, keepPlace, readPlaces } from '../../src-main/commons/places/on-machine/places-file.ts'
import type { DiskPlace, KeptPlace } from '../../src-main/commons/places/schemas.ts'
import { withBundles, type BundlePlaceRequest } from '../../src-main/domains/bundles/on-machine/at-place.ts'

const policy = {
  ...{ allForDays: 2, dailyForDays: 14, weeklyForWeeks: 8, monthlyForMonths: 12 },
  ...{ leastSwitches: 1, mostDiskShare: 1 },
}

/** Of a disk and of a store. */
export const usualPlace = { addedAt: '2026-11-30T00:00:00Z', policy }

export const idOfPlace = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 16)

export const diskPlace = (name: string, fsUuid: string): DiskPlace => ({
  ...{ ...usualPlace, kind: 'disk', id: idOfPlace(name), name, fsUuid },
})

/** These alone. */
export function setPlaces(stateFolder: string, places: readonly KeptPlace[]): void {
  for (const place of readPlaces(stateFolder)) forgetPlace(stateFolder, place)
  for (const place of places) keepPlace(stateFolder, place)
}

export const bundlesAt = (request: BundlePlaceRequest) => withBundles(request, {}, (open) => open.list())
