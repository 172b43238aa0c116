import type { AgentCapability } from '../../../../src-main/commons/capability/agent-capability.ts'
import { AppError } from '../../../../src-main/kernel/app-error.ts'
import { answer } from '../../../../src-main/machine/machine.ts'
import { testClocksMessages } from './messages.ts'
import { readTestClock, setTestClock } from './verbs.ts'

/** `told` collects what the agent had it do. */
export function clocksAgentOf(unixMs: number, told: string[]): AgentCapability {
  let now = unixMs
  return {
    name: 'test-clocks',
    answers: () => [
      answer(readTestClock, () => Promise.resolve({ unixMs: now })),
      answer(setTestClock, (wanted) => {
        now = wanted.unixMs
        return Promise.resolve({})
      }),
    ],
    atStart: () => Promise.reject(new Error('the clock is broken')),
    forget: (_stateFolder, replaced) => void told.push(`forgot ${replaced.join()}`),
    inUse: () => (set) => (set.id === 'needed' ? { id: 'test-clocks.needed', data: {} } : undefined),
    blocksSwitch: () =>
      told.includes('being set')
        ? new AppError({ code: 'locked', message: 'The clock is being set.', hint: 'Wait.' })
        : undefined,
    messages: testClocksMessages,
    jobs: [
      {
        ...{ name: 'clocks', title: testClocksMessages.job({}), timer: 'off', onBattery: true },
        async run({ person }, _all, job) {
          await job.turn()
          job.report({ done: 1, total: 2, unit: 'steps' })
          return testClocksMessages.wasSet({ name: person.name })
        },
      },
    ],
    homeExceptions: ({ person }) => Promise.resolve([{ path: `${person.name}/.clock`, kind: 'elsewhere' }]),
    ownPaths: ['/etc/clocks.d', '/var/lib/clocks'],
    areas: [{ id: 'clocks', name: 'clocks', title: 'Clocks', folder: '/var/lib/clocks' }],
  }
}
