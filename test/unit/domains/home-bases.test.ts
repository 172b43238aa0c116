/** From which switch on two laptops in memory count what changed, when what either remembers of one is damaged. */
import { describe, expect, it } from 'vitest'
import type { Output } from '../../../src-main/contract/define.ts'
import { homeMessages } from '../../../src-main/domains/home-sync/messages.ts'

import { scanSinceEqual, commonBase } from '../../../src-main/domains/home-sync/on-pair/plan/scan-since-equal.ts'
import { listBases, scanHome } from '../../../src-main/domains/home-sync/scan-verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { scansOf } from './home-laptops.ts'

type Remembered = Output<typeof listBases>
type Scan = Output<typeof scanHome>

/** Newest first; a damaged one has an exclamation mark. */
const remembers = (...names: readonly string[]): Remembered => ({
  bases: names.map((name) => ({ switchId: name.replace('!', ''), isDamaged: name.endsWith('!') })),
  isLost: false,
  isForgotten: false,
})
const lost: Remembered = { bases: [], isLost: true, isForgotten: false }
const forgotten: Remembered = { bases: [], isLost: false, isForgotten: true }

async function pairOf(from: Remembered, to: Remembered): Promise<Pair> {
  const laptop = async (name: string, remembered: Remembered) => {
    const { machine } = await memoryMachine(name, [answer(listBases, () => Promise.resolve(remembered))])
    return machine
  }
  return { from: await laptop('p17', from), to: await laptop('xps', to) }
}

const found = async (from: Remembered, to: Remembered) => commonBase(await pairOf(from, to), {})

describe('the switch after which both remember to have been equal', () => {
  it('is the newest one that both remember', async () => {
    const damaged = { from: false, to: false }
    expect(await found(remembers('s3', 's2'), remembers('s2', 's1'))).toEqual({
      base: 's2',
      mayHaveBeenEqual: true,
      damaged,
    })
    expect(await found(remembers(), remembers('s1'))).toEqual({
      base: undefined,
      mayHaveBeenEqual: true,
      damaged,
    })
    expect(await found(remembers(), remembers())).toEqual({ base: undefined, mayHaveBeenEqual: false, damaged })
    expect(await found(forgotten, forgotten)).toEqual({ base: undefined, mayHaveBeenEqual: true, damaged })
    expect(await found(remembers('s3', 's2!'), remembers('s3', 's2'))).toEqual({
      base: 's3',
      mayHaveBeenEqual: true,
      damaged,
    })
  })

  it('is none, and never was one, where the first switch was undone on the target', async () => {
    const undone = { ...remembers(), undone: 's1' }
    const damaged = { from: false, to: false }
    expect(await found(remembers('s1'), undone)).toEqual({ base: undefined, mayHaveBeenEqual: false, damaged })
    expect(await found(undone, remembers('s1'))).toEqual({ base: undefined, mayHaveBeenEqual: false, damaged })
    expect(await found(remembers('s2', 's1'), { ...remembers('s1'), undone: 's2' })).toMatchObject({ base: 's1' })
    // What was before it is not known any more, on either.
    expect(await found(remembers('s2'), { ...forgotten, undone: 's2' })).toMatchObject({ mayHaveBeenEqual: true })
    expect(await found({ ...remembers('s2'), hasForgotten: true }, { ...remembers(), undone: 's2' })).toMatchObject({
      mayHaveBeenEqual: true,
    })
  })

  it('is an earlier one where the newest is damaged on one laptop, and that is told', async () => {
    const damaged = { from: false, to: true }
    expect(await found(remembers('s3', 's2'), remembers('s3!', 's2'))).toEqual({
      base: 's2',
      mayHaveBeenEqual: true,
      damaged,
    })
    expect(await found(remembers('s3', 's2!'), remembers('s3!', 's2'))).toEqual({
      base: undefined,
      mayHaveBeenEqual: true,
      damaged: { from: true, to: true },
    })
  })

  it('is none, and that is told, where what either remembers is lost', async () => {
    expect(await found(lost, remembers('s3'))).toMatchObject({
      base: undefined,
      mayHaveBeenEqual: true,
      damaged: { from: true, to: false },
    })
    expect(await found(remembers('s3!'), lost)).toMatchObject({
      base: undefined,
      mayHaveBeenEqual: true,
      damaged: { from: true, to: true },
    })
  })

  it('is told of nothing that the other laptop does not remember either', async () => {
    const damaged = { from: false, to: false }
    expect(await found(remembers('s4!', 's3'), remembers('s3'))).toEqual({
      base: 's3',
      mayHaveBeenEqual: true,
      damaged,
    })
  })
})

describe('the scans of a plan', () => {
  /** xps finds out that its newest list is damaged when it reads it. */
  async function finding(damagedLists: readonly string[]) {
    const { from: scanned } = await scansOf({}, {})
    const asked: string[] = []
    const remembered = { p17: ['s2', 's1'], xps: ['s2', 's1'] }
    const laptop = async (name: 'p17' | 'xps') => {
      const { machine } = await memoryMachine(name, [
        answer(listBases, () => Promise.resolve(remembers(...remembered[name]))),
        answer(scanHome, ({ against }): Promise<Scan> => {
          const switchId = against.kind === 'base' ? against.switchId : 'nothing'
          asked.push(`${name} ${switchId}`)
          if (name === 'p17' || !damagedLists.includes(switchId)) return Promise.resolve(scanned.scan)
          remembered.xps = remembered.xps.map((one) => (one === switchId ? `${one}!` : one))
          return Promise.reject(homeMessages.listDamaged({}))
        }),
      ])
      return machine
    }
    return {
      asked,
      scans: scanSinceEqual(
        { pair: { from: await laptop('p17'), to: await laptop('xps') }, planId: 'plan', rules: [] },
        {},
      ),
    }
  }

  it('are made again from an earlier switch, or from none, when a list is found to be damaged', async () => {
    const one = await finding(['s2'])
    expect(await one.scans).toMatchObject({ base: 's1', damaged: { from: false, to: true } })
    expect(one.asked.sort()).toEqual(['p17 s1', 'p17 s2', 'xps s1', 'xps s2'])
    const both = await finding(['s2', 's1'])
    expect(await both.scans).toMatchObject({ base: undefined, damaged: { from: false, to: true } })
  })

  it('fail when that does not help', async () => {
    const { scans } = await finding(['s2', 's1', 'nothing'])
    await expect(scans).rejects.toMatchObject({ code: 'plan-expired' })
  })
})
