import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { anyStep } from '../../switch/any-step.ts'
import { containersMessages } from './messages.ts'
import { checkAllContainers } from './on-pair/check-all.ts'
import { createContainersStep } from './on-pair/containers-step.ts'
import { createContainersListHandler } from './on-pair/list-containers.ts'
import { containerRulesContributor, createContainerRulesHandlers } from './on-pair/rules-file.ts'
import { copies } from './on-pair/texts.ts'

export const containersApp = {
  name: 'containers',
  messages: containersMessages,
  handlers: (parts) => ({ ...createContainersListHandler(parts), ...createContainerRulesHandlers(parts) }),
  steps: ({ workState }) => [anyStep(createContainersStep(workState.of))],
  copies: { id: 'containers', ...copies, isOptional: true },
  fullCheck: () => checkAllContainers,
  contributors: ({ workState }) => [containerRulesContributor(workState.of)],
} satisfies AppCapability
