import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { readKept } from '../../commons/kept/on-pair/kept-file.ts'
import { optionalCheck, optionalStep } from '../../commons/settings/optional-step.ts'
import type { LeftState } from '../../commons/system-state/on-pair/left-state.ts'
import { checkAllPrograms, createProgramsStep } from './on-pair/all-programs.ts'
import { readAptRules } from './on-pair/sources/etc-rules.ts'
import { createPackagesHandlers } from './on-pair/handlers.ts'
import { createHistoryHandlers } from './on-pair/history/history-handler.ts'
import { packagesManifests } from './on-pair/packages-manifest.ts'
import type { PersonRules } from './on-pair/probe-packages.ts'
import { stepTitle } from './on-pair/texts.ts'
import { packagesMessages } from './messages.ts'

async function readRules(state: LeftState): Promise<PersonRules> {
  const [kept, hasAptRule] = await Promise.all([readKept(state), readAptRules(state)])
  return { kept, hasAptRule }
}

export const packagesApp = {
  name: 'packages',
  messages: packagesMessages,
  handlers: (parts) => ({ ...createPackagesHandlers(parts), ...createHistoryHandlers(parts) }),
  steps: ({ leftStateOn }) => [
    optionalStep(
      createProgramsStep(({ from }) => readRules(leftStateOn(from))),
      'packages',
      leftStateOn,
    ),
  ],
  fullCheck: ({ systemState: state }) => optionalCheck(checkAllPrograms, 'packages', { title: stepTitle, state }),
  contributors: () => [packagesManifests],
} satisfies AppCapability
