import { alternativesSource } from '../../alternatives/on-pair/source.ts'
import { diversionsSource } from '../../diversions/on-pair/source.ts'
import { etcSettingsSource } from '../../etc-settings/on-pair/source.ts'
import { flatpakSource } from '../../flatpak/on-pair/source.ts'
import { snapSource } from '../../snap/on-pair/source.ts'
import { unitsByHandSource } from '../../units-by-hand/on-pair/source.ts'
import { unmanagedSource } from '../../unmanaged/on-pair/source.ts'
import type { ProgramSource } from './program-source.ts'

/** In the order in which they are run, after apt. */
export const programSources: readonly ProgramSource[] = [
  flatpakSource,
  snapSource,
  alternativesSource,
  unmanagedSource,
  etcSettingsSource,
  diversionsSource,
  unitsByHandSource,
]
