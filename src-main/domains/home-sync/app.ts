import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { settingGroups } from '../../commons/capability/texts.ts'
import { anyStep } from '../../switch/any-step.ts'
import { homeStep } from './on-pair/home-step.ts'
import { homeMessages } from './messages.ts'
import { setting } from './on-pair/texts.ts'

export const homeApp = {
  name: 'home-sync',
  messages: homeMessages,
  steps: () => [anyStep(homeStep)],
  settings: () => [{ group: settingGroups.copied, value: '/home', ...setting }],
} satisfies AppCapability
