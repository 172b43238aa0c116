import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { anyStep } from '../../switch/any-step.ts'
import { keepAfterSwitch } from './on-pair/after-switch.ts'
import { createSnapshotsHandlers } from './on-pair/handlers.ts'
import { createSnapshotsStep } from './on-pair/snapshots-step.ts'
import { snapshotsMessages } from './messages.ts'
import { setting } from './on-pair/texts.ts'

export const snapshotsApp = {
  name: 'snapshots',
  messages: snapshotsMessages,
  steps: ({ areas }) => [anyStep(createSnapshotsStep(areas))],
  handlers: createSnapshotsHandlers,
  afterSwitch:
    ({ logger }) =>
    (proven) =>
      keepAfterSwitch(proven, logger),
  settings: () => [{ group: 'kept', value: '/var/lib/pc-switcher', ...setting }],
} satisfies AppCapability
