import path from 'node:path'
import type { Area } from '../../../../commons/capability/area.ts'
import { homeArea, systemArea } from '../../../../commons/snapshot-sets/areas.ts'
import { machinePlaces } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { isContainer } from '../../../../tools/detect-virt.ts'
import { readSwapFiles } from '../../../../tools/proc/swaps.ts'
import { readCommandLine } from './check-system.ts'
import type { InspectionPlaces } from './inspection-places.ts'

/** This laptop itself. */
export function machineInspection(stateFolder: string, areas: readonly Area[]): InspectionPlaces {
  return {
    places: machinePlaces(stateFolder, readSwapFiles(), areas),
    titles: new Map([...areas, systemArea, homeArea].map(({ id, title }) => [id, title])),
    fstab: '/etc/fstab',
    system: {
      root: '/',
      commandLine: readCommandLine(),
      stateMount: path.dirname(stateFolder),
      isContainer: () => isContainer({}),
    },
  }
}
