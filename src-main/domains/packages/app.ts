import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { anyStep } from '../../switch/any-step.ts'
import { AppError } from '../../kernel/app-error.ts'
import { refuseWhereOthersCommit } from '../../commons/system-state/on-pair/refuse-elsewhere.ts'
import { decideKeptPackage, keptPackagesContributor, listKeptPackages } from './on-pair/kept-file.ts'
import { packageRefSchema } from './model.ts'
import { notAPackageName } from './on-pair/texts.ts'
import { packagesManifests } from './on-pair/packages-manifest.ts'
import { createPackagesStep } from './on-pair/packages-step.ts'
import { packagesMessages } from './messages.ts'

export const packagesApp = {
  name: 'packages',
  messages: packagesMessages,
  steps: ({ leftStateOn }) => [anyStep(createPackagesStep(leftStateOn))],
  handlers: ({ systemState, here }) => ({
    packagesKept: () => listKeptPackages(systemState),
    packagesDecide: async ({ name, architecture, decision }) => {
      await refuseWhereOthersCommit(await here())
      const one = packageRefSchema.safeParse({ name, arch: architecture })
      if (!one.success) throw notAPackage(name)
      return decideKeptPackage(systemState, one.data, decision)
    },
  }),
  contributors: ({ leftStateOn }) => [packagesManifests, keptPackagesContributor(leftStateOn)],
} satisfies AppCapability

function notAPackage(name: string): AppError {
  return new AppError({ code: 'invalid-input', ...notAPackageName(name) })
}
