import { alternativesSource } from '../../alternatives/on-pair/source.ts'
import { flatpakSource } from '../../flatpak/on-pair/source.ts'
import { snapSource } from '../../snap/on-pair/source.ts'
import { toldSources } from '../../told/on-pair/told.ts'
import type { ProgramSource } from './program-source.ts'

/** In the order in which they are run, after apt. */
export const programSources: readonly ProgramSource[] = [flatpakSource, snapSource, alternativesSource, ...toldSources]
