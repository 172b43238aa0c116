/** An app in memory that keeps answers as the real one does: all windows of one browser have the same. */
import { answersSchema, type Answers } from '../../src-main/contract/preview.ts'
import { calls } from '../../src-main/contract/calls.ts'
import type { PlanView } from '../../src-main/contract/switch-state.ts'
import type { Push, World } from './memory-binding.ts'

const place = 'answers'

export function keepingApp(plan: PlanView): Pick<World, 'state' | 'answers' | 'script'> {
  const tell = (push: Push): void =>
    push({
      type: 'event',
      event: { type: 'answers-kept', at: new Date().toISOString(), planId: plan.planId, answers: readAnswers() },
    })
  return {
    state: { kind: 'planned', plan: { ...plan, kept: readAnswers() } },
    answers: {
      'switch.answer': (input, push) => {
        const { answers } = calls.switchAnswer.input.parse(input)
        const kept = Object.entries({ ...readAnswers(), ...answers }).filter(([, choice]) => choice !== null)
        localStorage.setItem(place, JSON.stringify(Object.fromEntries(kept)))
        tell(push)
        return {}
      },
    },
    script: (push) => window.addEventListener('storage', () => tell(push)),
  }
}

/** None outside of a browser, where its worlds are only looked at. */
function readAnswers(): Answers {
  if (!('localStorage' in globalThis)) return {}
  return answersSchema.parse(JSON.parse(localStorage.getItem(place) ?? '{}'))
}
