import { describe, expect, it } from 'vitest'
import type { SwitchEntry } from '../../../src-main/contract/activity-calls.ts'
import { shortIds } from '../../../src-main/shells/cli/short-ids.ts'
import { findSwitch, shortSwitchIds } from '../../../src-main/shells/cli/switches/choose.ts'

const entry = (switchId: string): SwitchEntry => ({
  kind: 'switch',
  switchId,
  from: { name: 'p17', label: 'P17' },
  to: { name: 'xps', label: 'XPS 13' },
  startedAt: '2026-11-20T08:17:19.058Z',
  result: 'verified',
  summary: '',
})
const refusal = (find: () => unknown): unknown => {
  try {
    return find()
  } catch (error) {
    return error
  }
}

describe('the short form of ids', () => {
  it('is as long as it must be to mean one of them, and at least as long as is asked for', () => {
    const short = shortIds(['b76059', 'b76aaa', 'c1', 'c1'], 3)
    expect([...short]).toEqual([
      ['b76059', 'b760'],
      ['b76aaa', 'b76a'],
      ['c1', 'c1'],
    ])
  })

  it('means that id alone, whatever the ids are', () => {
    const ids = ['a', 'ab', 'abc', 'abd', 'b', '20261120T0752', '20261120T0753', '20261121T0752']
    for (const [id, short] of shortIds(ids, 1)) {
      const fitting = ids.filter((one) => one === short || (!ids.includes(short) && one.startsWith(short)))
      expect(fitting).toEqual([id])
    }
  })
})

describe('a switch', () => {
  const switches = ['20261120T081719058Z-b76059', '20261120T091719058Z-b7aaaa', '20261120T101719058Z-c00000'].map(entry)

  it('is found by what is listed for it, by any longer start, and by the start of its whole id', () => {
    for (const [id, short] of shortSwitchIds(switches)) {
      expect(short).toHaveLength(6)
      for (const typed of [short, short.slice(0, 3), id, id.slice(0, -4)])
        expect(findSwitch(switches, typed).switchId).toBe(id)
    }
  })

  it('is refused with the names of those that fit, when several do', () => {
    expect(refusal(() => findSwitch(switches, 'b7'))).toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(
        /^"b7" fits 2 switches: 20261120T081719058Z-b76059 \(.*\), .*-b7aaaa \(.*\)\.$/,
      ) as string,
    })
    const many = Array.from({ length: 9 }, (_, index) => entry(`20261120T08171905${index}Z-b7605${index}`))
    expect(refusal(() => findSwitch(many, 'b'))).toMatchObject({
      message: expect.stringContaining(' and 4 more.') as string,
    })
    expect(refusal(() => findSwitch(switches, 'zz'))).toMatchObject({ code: 'not-found' })
  })
})
