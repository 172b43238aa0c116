import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { anyStep } from '../../switch/any-step.ts'
import { keepAfterSwitch } from './on-pair/after-switch.ts'
import { createSnapshotsHandlers } from './on-pair/handlers.ts'
import { createSnapshotsStep } from './on-pair/snapshots-step.ts'
import { snapshotsMessages } from './messages.ts'

export const snapshotsApp = {
  name: 'snapshots',
  messages: snapshotsMessages,
  steps: ({ areas }) => [anyStep(createSnapshotsStep(areas))],
  handlers: createSnapshotsHandlers,
  afterSwitch:
    ({ logger }) =>
    (proven) =>
      keepAfterSwitch(proven, logger),
  settings: () => [
    {
      group: 'Where data is kept',
      title: 'Snapshots and records',
      value: '/var/lib/pc-switcher',
      explanation: 'Not copied, and not rolled back with /home.',
    },
  ],
} satisfies AppCapability
