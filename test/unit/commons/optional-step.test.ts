import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { wording } from '../../../src-main/app/wording.ts'
import { optionalCheck, optionalStep } from '../../../src-main/commons/settings/optional-step.ts'
import type { LeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { defineStepId } from '../../../src-main/contract/step-ids.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { anyStep } from '../../../src-main/switch/any-step.ts'
import type { AnyStep } from '../../../src-main/switch/step.ts'
import { runOutside } from '../../run-outside.ts'

const machine = (name: string): Machine => ({
  ...{ name, label: name, wording },
  call: () => Promise.reject(new Error('not asked')),
})
const pair = { from: machine('p17'), to: machine('xps') }
const stateWith = (travel: Readonly<Record<string, boolean>> | undefined): LeftState => ({
  readFile: () => Promise.resolve(travel === undefined ? undefined : JSON.stringify({ version: 1, travel })),
  find: () => Promise.resolve(undefined),
  record: () => Promise.resolve({ unchanged: true }),
  check: () => Promise.reject(new Error('not asked')),
})

/** Counts what it was asked for. */
function counting(): { readonly step: AnyStep; readonly asked: string[] } {
  const asked: string[] = []
  const note = <T>(what: string, value: T) => Promise.resolve((asked.push(what), value))
  const step = anyStep({
    info: { id: defineStepId('images'), title: 'Virtual machines', stage: 'copy', icon: 'vm', after: [], waitsFor: '' },
    undo: { area: 'system' },
    planSchema: z.object({ images: z.number() }),
    probe: () => note('probe', { images: 2 }),
    preview: () => ({
      summary: '2 images',
      pages: [],
      blocks: [],
      questions: [],
      blockers: [],
      estimate: { bytes: 9, items: 2, ms: 1 },
    }),
    run: () => note('run', { text: 'done', bytes: 9, items: 2 }),
    verify: () => note('verify', { items: [], notes: [] }),
    changes: (before, now) => (before.images === now.images ? [] : ['other images']),
    remember: () => note('remember', undefined),
  })
  return { step, asked }
}

describe('a part of a switch that can be turned off', () => {
  it('is done where it is on, which it is until somebody turns it off', async () => {
    const { step, asked } = counting()
    const prepared = await optionalStep(step, 'images', () => stateWith(undefined)).prepare(pair, runOutside)
    expect(prepared.preview(pair).summary).toBe('2 images')
    await prepared.run(pair, {}, runOutside)
    await prepared.verify(pair, {}, runOutside)
    expect([asked, prepared.plan]).toEqual([['probe', 'run', 'verify'], { images: 2 }])
  })

  it('asks nothing, changes nothing and claims nothing where it is off', async () => {
    const { step, asked } = counting()
    const optional = optionalStep(step, 'images', () => stateWith({ images: false }))
    const prepared = optional.restore((await optional.prepare(pair, runOutside)).plan)
    expect(prepared.preview(pair)).toMatchObject({
      summary: 'Turned off in What travels',
      questions: [],
      pages: [],
      blockers: [],
    })
    expect(await prepared.run(pair, {}, runOutside)).toEqual({
      text: 'Left as it is: turned off in What travels',
      bytes: 0,
      items: 0,
    })
    expect(await prepared.verify(pair, {}, runOutside)).toEqual({
      items: [],
      notes: ['Virtual machines were not copied and not compared, because they are turned off in What travels.'],
    })
    expect(asked).toEqual([])
  })

  it('does not hold to a plan that was agreed on when it was turned otherwise', async () => {
    const { step } = counting()
    const on = await optionalStep(step, 'images', () => stateWith({})).prepare(pair, runOutside)
    const off = await optionalStep(step, 'images', () => stateWith({ images: false })).prepare(pair, runOutside)
    const turned = ['Virtual machines were turned on or off in What travels.']
    expect(on.changedSince(off.plan, {})).toEqual(turned)
    expect(off.changedSince(on.plan, {})).toEqual(turned)
    expect([on.changedSince(on.plan, {}), off.changedSince(off.plan, {})]).toEqual([[], []])
    expect(on.changedSince({ images: 3 }, {})).toEqual(['other images'])
    expect(off.asAgreed(off.plan, {}).plan).toEqual(off.plan)
  })

  it('is not compared outside of a switch either', async () => {
    const check = optionalCheck(
      () => Promise.reject(new Error('asked')),
      { id: 'etc', title: '/etc files' },
      stateWith({ etc: false }),
    )
    const area = await check(pair, undefined, runOutside)
    expect(area).toMatchObject({ title: '/etc files', compared: 0, differs: { count: 0 } })
    expect(area.asChosen).toEqual({ count: 1, items: [{ path: 'All /etc files', differsIn: [] }] })
    expect(area.notes).toHaveLength(1)
  })
})
