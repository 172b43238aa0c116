import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { readKept } from '../../commons/kept/on-pair/kept-file.ts'
import { optionalStep } from '../../commons/settings/optional-step.ts'
import { anyStep } from '../../switch/any-step.ts'
import { packagesManifests } from './on-pair/packages-manifest.ts'
import { createPackagesStep } from './on-pair/packages-step.ts'
import { packagesMessages } from './messages.ts'

export const packagesApp = {
  name: 'packages',
  messages: packagesMessages,
  steps: ({ leftStateOn }) => [
    optionalStep(anyStep(createPackagesStep(({ from }) => readKept(leftStateOn(from)))), 'packages', leftStateOn),
  ],
  contributors: () => [packagesManifests],
} satisfies AppCapability
