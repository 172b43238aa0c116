import { z } from 'zod'
import type { AppCapability, FullCheck } from '../../../../src-main/commons/capability/app-capability.ts'
import { keepAlwaysChoice } from '../../../../src-main/commons/kept/on-pair/keep-always.ts'
import { readKept } from '../../../../src-main/commons/kept/on-pair/kept-file.ts'
import type { RulesOf } from '../../../../src-main/commons/system-state/on-pair/work-state.ts'
import type { Question } from '../../../../src-main/contract/preview.ts'
import { defineStepId, stepIds } from '../../../../src-main/contract/step-ids.ts'
import { defineWizardPage } from '../../../../src-main/contract/wizard-page.ts'
import { anyStep } from '../../../../src-main/switch/any-step.ts'
import type { Pair, Step } from '../../../../src-main/switch/step.ts'
import { readTestClock, setTestClock } from './verbs.ts'

export const clocksId = defineStepId('test-clocks')
const planSchema = z.object({ apartMs: z.number(), isKept: z.boolean() })
type Plan = z.infer<typeof planSchema>

const area = { id: 'clocks', name: 'clocks', title: 'Clocks', folder: '/var/lib/clocks' }
const kind = 'clock'
const page = defineWizardPage({ id: 'test-clocks', title: 'Clocks', icon: 'clock', order: 500 })

/** `told` collects what the app had it do. */
export function clocksAppOf(told: string[]): AppCapability {
  return {
    name: 'test-clocks',
    steps: ({ workState }) => [anyStep(clocksStep(told, workState.of))],
    copies: { id: 'clocks', title: 'Clocks', text: 'What time it is.', isOptional: true },
    keeps: {
      ...{ kind, what: 'Clock', title: 'Clocks that each laptop keeps for itself' },
      effect: 'A switch does not set it, and does not ask about it.',
    },
    page: {
      ...{ id: 'clocks', title: 'Clocks', room: 'travels', does: 'show what time it is on both laptops' },
      rulesFor: [kind],
      read: async ({ reach }) => {
        const rows = (await reach.both()).map(async (machine) => ({
          ...{ title: machine.label, text: 'Set by nobody.' },
          value: String((await machine.call(readTestClock, {})).unixMs),
        }))
        return { lead: 'Each laptop has a clock.', sections: [{ title: 'Time of day', rows: await Promise.all(rows) }] }
      },
    },
    holdings: () => [
      {
        hold: () => Promise.resolve(void told.push('held')),
        release: () => Promise.resolve(void told.push('released')),
      },
    ],
    afterSwitch: () => (proven) => Promise.resolve(void told.push(`after, changed: ${String(proven.changedLaptop)}`)),
    fullCheck: () => checkClocks,
    doctorChecks: [
      async (machine) => {
        const { unixMs } = await machine.call(readTestClock, {})
        return [{ laptop: machine.label, title: 'Clock', verdict: 'passed', text: String(unixMs) }]
      },
    ],
    settings: () => [{ group: 'kept', title: 'Clock', value: 'UTC', explanation: 'Compared at every switch.' }],
    contributors: () => [{ contribute: () => Promise.resolve({ 'clocks.json': '{}' }) }],
    areas: [area],
  }
}

function clocksStep(told: string[], rulesOf: RulesOf): Step<Plan> {
  return {
    info: {
      ...{ id: clocksId, title: 'Clocks', stage: 'copy', icon: 'clock', waitsFor: 'Starts with the record' },
      after: [stepIds.systemState],
    },
    undo: { area: area.id, also: 'The next switch asks about the clock.' },
    planSchema,
    async probe(pair) {
      const rules = await readKept(rulesOf(pair))
      return { apartMs: await apart(pair), isKept: rules.some((rule) => rule.kind === kind) }
    },
    preview: ({ apartMs, isKept }, { to }) => ({
      summary: `${apartMs} ms apart`,
      pages: [page],
      blocks: [],
      questions: apartMs === 0 || isKept ? [] : [questionOf(apartMs, to.label)],
      blockers: [],
      estimate: { bytes: 0, items: 1, ms: 0 },
    }),
    async run(pair, { isKept }, answers) {
      if (isKept || answers[kind] !== 'set') return { text: 'Left', bytes: 0, items: 0 }
      await pair.to.call(setTestClock, await pair.from.call(readTestClock, {}))
      return { text: 'Set', bytes: 0, items: 1 }
    },
    async verify(pair) {
      const isSame = (await apart(pair)) === 0
      const verdict = isSame ? ('same' as const) : ('as-chosen' as const)
      const chosen = isSame ? [] : ['The clock']
      const item = { title: 'Clocks', verdict, text: 'Compared', compared: 1, chosen, differences: [], readBack: [] }
      return { items: [item], notes: [] }
    },
    remember: (_pair, { apartMs }) => Promise.resolve(void told.push(`remembered ${apartMs} ms`)),
  }
}

function questionOf(apartMs: number, label: string): Question {
  return {
    ...{
      id: kind,
      stepId: clocksId,
      pageId: page.id,
      form: 'choice',
      title: 'The clock',
      group: 'Clocks',
      about: String(apartMs),
    },
    ...{ subject: { kind: 'other', what: 'clock', name: label }, reason: `${apartMs} ms apart` },
    choices: [
      { id: 'keep', label: 'Keep', effect: `${label} keeps its time.`, meaning: 'keep', bulk: true },
      { id: 'set', label: 'Set', effect: `${label} is set.`, meaning: 'change', bulk: true },
      keepAlwaysChoice('Each laptop keeps its time.', { kind, name: 'The clock' }),
    ],
    ...{ safeDefault: 'keep', required: false, secret: false, canLook: false },
  }
}

const checkClocks: FullCheck = async (pair) => {
  const none = { count: 0, items: [] }
  const isSame = (await apart(pair)) === 0
  return {
    ...{ title: 'Clocks', compared: 1, bytesRead: 0, asChosen: none, notCompared: none, leftOut: [], notes: [] },
    differs: isSame ? none : { count: 1, items: [{ path: 'The clock', differsIn: ['time'] }] },
  }
}

async function apart({ from, to }: Pair): Promise<number> {
  const [here, there] = await Promise.all([from, to].map((machine) => machine.call(readTestClock, {})))
  return (there?.unixMs ?? 0) - (here?.unixMs ?? 0)
}
