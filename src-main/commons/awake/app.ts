import type { AppCapability } from '../capability/app-capability.ts'
import { switchRuns } from './texts.ts'
import { holdAwake, releaseAwake } from './verbs.ts'

export const awakeApp = {
  name: 'awake',
  holdings: () => [
    {
      hold: async ({ from, to }) => {
        await Promise.all([from, to].map((machine) => machine.call(holdAwake, { why: switchRuns })))
      },
      release: async ({ from, to }) => {
        await Promise.all([from, to].map((machine) => machine.call(releaseAwake, {})))
      },
    },
  ],
} satisfies AppCapability
