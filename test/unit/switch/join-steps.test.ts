import { expect, it } from 'vitest'
import { z } from 'zod'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { StepInfo } from '../../../src-main/contract/switch-state.ts'
import { anyStep } from '../../../src-main/switch/any-step.ts'
import { joinSteps } from '../../../src-main/switch/join-steps.ts'
import type { AnyStep, Pair } from '../../../src-main/switch/step.ts'
import { runOutside } from '../../run-outside.ts'

const info: StepInfo = {
  id: stepIds.packages,
  title: 'Packages',
  stage: 'copy',
  icon: 'package',
  after: [],
  waitsFor: '',
}
const pair = {} as Pair

/** Its plan is how many there are to install; `order` is told which one ran. */
function part(name: string, count: number, order: string[] = []): AnyStep {
  return anyStep({
    info,
    undo: { area: 'system' },
    planSchema: z.number(),
    probe: () => Promise.resolve(count),
    preview: (plan) => ({
      summary: plan === 0 ? '' : `${name}: ${String(plan)}`,
      ...{ pages: [], blocks: [], questions: [], blockers: [] },
      estimate: { bytes: plan, items: plan, ms: plan },
      ...(plan === 0 ? {} : { rooms: [{ what: name, bytes: plan, freeBytes: 9, fileSystem: 'disk' }] }),
    }),
    run: (_pair, plan) => {
      order.push(name)
      return Promise.resolve({ text: `${name} did ${String(plan)}`, bytes: plan, items: plan })
    },
    verify: () => Promise.resolve({ items: [], notes: [name] }),
    changes: (agreed, now) => (agreed === now ? [] : [`${name} changed`]),
  })
}

it('plans, runs and proves several parts as one step', async () => {
  const order: string[] = []
  const step = joinSteps(
    { info, undo: { area: 'system' } },
    { apt: part('apt', 3, order), flatpak: part('flatpak', 2, order) },
  )
  const prepared = await step.prepare(pair, runOutside)
  expect(prepared.plan).toEqual({ parts: { apt: 3, flatpak: 2 } })
  expect(prepared.preview(pair)).toMatchObject({
    summary: 'apt: 3, flatpak: 2',
    estimate: { bytes: 5, items: 5, ms: 5 },
    rooms: [
      { what: 'apt', bytes: 3 },
      { what: 'flatpak', bytes: 2 },
    ],
  })
  expect(await prepared.run(pair, {}, runOutside)).toEqual({ text: 'apt did 3. flatpak did 2', bytes: 5, items: 5 })
  expect(order).toEqual(['apt', 'flatpak'])
  expect((await prepared.verify(pair, {}, runOutside)).notes).toEqual(['apt', 'flatpak'])
})

it('says of a part that did nothing only where none did anything', async () => {
  const both = async (apt: number, flatpak: number) => {
    const step = joinSteps(
      { info, undo: { area: 'system' } },
      { apt: part('apt', apt), flatpak: part('flatpak', flatpak) },
    )
    return (await (await step.prepare(pair, runOutside)).run(pair, {}, runOutside)).text
  }
  expect(await both(0, 2)).toBe('flatpak did 2')
  expect(await both(0, 0)).toBe('apt did 0')
})

it('goes on with the plans of a journal', async () => {
  const step = joinSteps({ info, undo: { area: 'system' } }, { apt: part('apt', 3), flatpak: part('flatpak', 2) })
  expect(step.restore({ parts: { apt: 7, flatpak: 1 } }).plan).toEqual({ parts: { apt: 7, flatpak: 1 } })
  const now = await step.prepare(pair, runOutside)
  expect(now.changedSince({ parts: { apt: 7, flatpak: 1 } }, {})).toEqual(['apt changed', 'flatpak changed'])
  expect(now.changedSince({ parts: { apt: 3, flatpak: 2 } }, {})).toEqual([])
})
