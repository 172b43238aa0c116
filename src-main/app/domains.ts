import { AppError } from '../kernel/app-error.ts'
import { holdAwake, releaseAwake } from '../commons/awake/verbs.ts'
import type { Engine } from '../switch/engine.ts'
import type { Machine } from '../machine/machine.ts'
import type { AppPaths } from './app-paths.ts'
import type { DoctorCheck } from './doctor.ts'
import type { Holding, Remember } from './guard.ts'
import type { DomainHandlers } from './handlers.ts'
import type { Laptops } from './laptops.ts'
import type { LaptopFacts } from './overview.ts'

export const doctorChecks: readonly DoctorCheck[] = []
export const remembering: readonly Remember[] = []

export const holdings: readonly Holding[] = []

export function readLaptopFacts(machine: Machine): Promise<LaptopFacts> {
  return Promise.reject(new Error(`not yet ${machine.name}`))
}

export function createDomainHandlers(_engine: Engine, _laptops: Laptops, _paths: AppPaths): DomainHandlers {
  const no = () => Promise.reject(new AppError({ code: 'unexpected', message: 'not yet', hint: '' }))
  return { snapshotsList: no, etcList: no, etcDecide: no, switchLook: no }
}
holdAwake
releaseAwake
