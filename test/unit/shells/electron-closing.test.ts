import { expect, it } from 'vitest'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { closingQuestion } from '../../../src-main/shells/electron/closing.ts'

const plan = {
  planId: 'plan',
  at: '2026-11-20T08:00:00Z',
  startedBy: 'p17',
  from: { name: 'p17', label: 'P17' },
  to: { name: 'xps', label: 'XPS 13' },
  steps: [],
  previews: {},
  pages: [],
  estimate: { bytes: 0, items: 0, ms: 0 },
  kept: {},
  askedAgain: [],
}

it('closes without a question when nothing runs', () => {
  expect(closingQuestion({ kind: 'idle' })).toBeUndefined()
  expect(closingQuestion({ kind: 'planned', plan })).toBeUndefined()
})

it('asks while a switch runs, and names the laptop whose lid stays open', () => {
  const running: SwitchState = {
    kind: 'running',
    switchId: 'switch',
    plan,
    answers: {},
    unanswered: [],
    startedAt: plan.at,
    resumed: 0,
    statuses: {},
    verifying: false,
  }
  const question = closingQuestion(running)
  expect(question?.message).toBe('P17 is still being copied to XPS 13')
  expect(question?.detail).toContain('Keep both lids open until then')
})
