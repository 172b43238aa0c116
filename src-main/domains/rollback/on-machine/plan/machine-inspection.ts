import path from 'node:path'
import { machinePlaces } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { isContainer } from '../../../../tools/detect-virt.ts'
import { readSwapFiles } from '../../../../tools/proc/swaps.ts'
import { readCommandLine } from './check-system.ts'
import type { InspectionPlaces } from './inspection-places.ts'

/** This laptop itself. */
export function machineInspection(stateFolder: string): InspectionPlaces {
  return {
    places: machinePlaces(stateFolder, readSwapFiles()),
    fstab: '/etc/fstab',
    system: {
      root: '/',
      commandLine: readCommandLine(),
      stateMount: path.dirname(stateFolder),
      isContainer: () => isContainer({}),
    },
  }
}
