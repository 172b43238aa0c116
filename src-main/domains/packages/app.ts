import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { readKept } from '../../commons/kept/on-pair/kept-file.ts'
import { optionalCheck, optionalStep } from '../../commons/settings/optional-step.ts'
import { anyStep } from '../../switch/any-step.ts'
import { checkAllPackages } from './on-pair/check-all.ts'
import { createPackagesHandlers } from './on-pair/handlers.ts'
import { packagesManifests } from './on-pair/packages-manifest.ts'
import { createPackagesStep } from './on-pair/packages-step.ts'
import { stepTitle } from './on-pair/texts.ts'
import { packagesMessages } from './messages.ts'

export const packagesApp = {
  name: 'packages',
  messages: packagesMessages,
  handlers: createPackagesHandlers,
  steps: ({ leftStateOn }) => [
    optionalStep(anyStep(createPackagesStep(({ from }) => readKept(leftStateOn(from)))), 'packages', leftStateOn),
  ],
  fullCheck: ({ systemState: state }) => optionalCheck(checkAllPackages, 'packages', { title: stepTitle, state }),
  contributors: () => [packagesManifests],
} satisfies AppCapability
