import { useMemo } from 'react'
import type { PageDeclaration } from '../../pages/page.ts'
import { restorePointsOf } from '../../pages/snapshots/list/restore-points.ts'
import { laptopsOf } from '../../components/laptop-names.ts'
import { useOverview, useSwitchState } from '../../stores/app-context.tsx'
import { rulesOf } from '../../pages/rules/rule-words.ts'
import { useCall } from '../../stores/use-call.ts'
import { useNow } from '../../stores/use-now.ts'
import {
  actionPlaces,
  activityPlaces,
  helpPlaces,
  pagePlaces,
  rulePlaces,
  settingsPlaces,
  snapshotPlaces,
} from './known-places.ts'
import { findPlaces, type FoundGroup } from './places.ts'
import { useFilePlaces } from './use-file-places.ts'

interface FoundPlaces {
  readonly groups: readonly FoundGroup[]
  readonly isSearching: boolean
  readonly hasFailed: boolean
}

/** What is found of all that there is. A list that cannot be had is missing, and is told of on its own page. */
export function usePlaces(pages: readonly PageDeclaration[], typed: string): FoundPlaces {
  const nowMs = useNow(60_000)
  const state = useSwitchState()
  const { value: overview } = useOverview()
  const { value: activity } = useCall('activityList', {})
  const { value: snapshots } = useCall('snapshotsList', {})
  const etc = useCall('etcList', {}).value
  const home = useCall('homeExclusions', {}).value
  const packages = useCall('packagesRules', {}).value
  const containers = useCall('containersRules', {}).value
  const kept = useCall('keptList', {}).value
  const declared = useCall('pagesList', {}).value
  const laptops = useMemo(() => laptopsOf(overview, snapshots?.missing ?? []), [overview, snapshots])
  const subvolumes = useMemo(() => snapshots?.snapshots.flatMap((one) => one.subvolumes) ?? [], [snapshots])
  const files = useFilePlaces(typed, { laptops, subvolumes })
  const known = useMemo(() => {
    return [
      ...pagePlaces(pages, state, overview?.peer?.laptop.label, declared?.pages ?? []),
      ...actionPlaces(overview?.peer !== undefined),
      ...settingsPlaces,
      ...helpPlaces,
      ...activityPlaces(activity?.entries ?? [], nowMs),
      ...snapshotPlaces(restorePointsOf(snapshots?.snapshots ?? []), laptops, nowMs),
      ...rulePlaces(rulesOf({ etc, home, packages, containers, kept }), declared?.pages ?? []),
    ]
  }, [pages, state, overview, activity, snapshots, laptops, etc, home, packages, containers, kept, declared, nowMs])
  const groups = useMemo(() => findPlaces([...known, ...files.places], typed), [known, files.places, typed])
  return { groups, isSearching: files.isSearching, hasFailed: files.hasFailed }
}
