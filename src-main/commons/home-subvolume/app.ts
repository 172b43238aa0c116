import type { AppCapability } from '../capability/app-capability.ts'
import { homeSubvolumeMessages } from './messages.ts'

export const homeSubvolumeApp = { name: 'home-subvolume', messages: homeSubvolumeMessages } satisfies AppCapability
