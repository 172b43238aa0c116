import { z } from 'zod'
import type { AppCapability } from '../../../../src-main/commons/capability/app-capability.ts'
import { defineStepId } from '../../../../src-main/contract/step-ids.ts'
import { anyStep } from '../../../../src-main/switch/any-step.ts'
import type { Step } from '../../../../src-main/switch/step.ts'
import { readTestClock } from './verbs.ts'

export const clocksId = defineStepId('test-clocks')
const planSchema = z.object({ apartMs: z.number() })
type Plan = z.infer<typeof planSchema>

/** `told` collects what the app had it do. */
export function clocksAppOf(told: string[]): AppCapability {
  return {
    name: 'test-clocks',
    steps: () => [anyStep(clocksStep(told))],
    holdings: () => [
      {
        hold: () => Promise.resolve(void told.push('held')),
        release: () => Promise.resolve(void told.push('released')),
      },
    ],
    afterSwitch: () => (proven) => Promise.resolve(void told.push(`after, changed: ${String(proven.changedLaptop)}`)),
    doctorChecks: [
      async (machine) => {
        const { unixMs } = await machine.call(readTestClock, {})
        return [{ laptop: machine.label, title: 'Clock', verdict: 'passed', text: String(unixMs) }]
      },
    ],
    settings: () => [{ group: 'kept', title: 'Clock', value: 'UTC', explanation: 'Compared at every switch.' }],
    contributors: () => [{ contribute: () => Promise.resolve({ 'clocks.json': '{}' }) }],
    areas: [{ id: 'clocks', name: 'clocks', title: 'Clocks', folder: '/var/lib/clocks' }],
  }
}

function clocksStep(told: string[]): Step<Plan> {
  return {
    info: { id: clocksId, title: 'Clocks', stage: 'copy', icon: 'check', after: [], waitsFor: '' },
    undo: 'nothing-changed',
    planSchema,
    async probe({ from, to }) {
      const [here, there] = await Promise.all([from, to].map((machine) => machine.call(readTestClock, {})))
      return { apartMs: (there?.unixMs ?? 0) - (here?.unixMs ?? 0) }
    },
    preview: ({ apartMs }) => ({
      summary: `${apartMs} ms apart`,
      pages: [],
      blocks: [],
      questions: [],
      blockers: [],
      estimate: { bytes: 0, items: 1, ms: 0 },
    }),
    run: () => Promise.resolve({ text: 'Compared', bytes: 0, items: 1 }),
    verify: () => Promise.resolve({ items: [], notes: [] }),
    remember: (_pair, { apartMs }) => Promise.resolve(void told.push(`remembered ${apartMs} ms`)),
  }
}
