/** When something may be fetched beforehand, and what a person is told when it may not. */
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { LaptopStatus, Overview } from '../../../src-main/contract/overview-calls.ts'
import { whyNotNow } from '../../../src-main/domains/home-sync/on-pair/beforehand/may-fetch.ts'
import { measureLink } from '../../../src-main/commons/laptop/verbs.ts'
import { isFastLink } from '../../../src-main/commons/laptop/on-pair/link-speed.ts'
import { hasRoomFor } from '../../../src-main/commons/disk-space.ts'
import { orAborted } from '../../../src-main/kernel/or-aborted.ts'
import { waitSentence } from '../../../src-main/domains/home-sync/on-pair/beforehand/texts.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

const facts = {
  askedAt: '2026-11-20T08:00:00Z',
  system: 'Debian',
  agentVersion: '0.1.0',
  power: { plugged: true },
  disk: { freeBytes: 1, totalBytes: 2 },
}
const laptop = (name: string, here: boolean): LaptopStatus => ({
  laptop: { name, label: name.toUpperCase() },
  here,
  connection: { kind: 'reachable', roundTripMs: 1 },
  facts,
})
const usual: Overview = {
  version: '0.1.0',
  pairing: { kind: 'paired' },
  here: laptop('p17', true),
  peer: laptop('xps', false),
  holder: { kind: 'held', by: 'p17', since: '2026-11-20T08:00:00Z', switchId: 's' },
  history: [],
}
const error = { code: 'unreachable', message: 'No answer.', hint: '' } as const
const onBattery = { ...facts, power: { plugged: false, percent: 80 } }

describe('a round', () => {
  it('begins on the laptop that has the work, with both on mains power', () => {
    expect(whyNotNow(usual)).toBeUndefined()
  })

  const waits: readonly (readonly [string, Partial<Overview>, string])[] = [
    ['no pair', { pairing: { kind: 'not-paired', error } }, 'This laptop is not paired yet.'],
    [
      'the other laptop away',
      { peer: { ...laptop('xps', false), connection: { kind: 'unreachable', error } } },
      'XPS does not answer.',
    ],
    ['this one on battery', { here: { ...laptop('p17', true), facts: onBattery } }, 'P17 runs on battery.'],
    ['the other one on battery', { peer: { ...laptop('xps', false), facts: onBattery } }, 'XPS runs on battery.'],
    [
      'the work elsewhere',
      { holder: { kind: 'held', by: 'xps', since: '', switchId: 's' } },
      'XPS has the latest work.',
    ],
    ['no switch before', { holder: { kind: 'never-switched' } }, 'It starts after your first switch.'],
    ['an unclear holder', { holder: { kind: 'unclear', why: '' } }, 'It is unclear which laptop has the latest work.'],
    [
      'an unfinished switch',
      {
        openSwitch: {
          switchId: 's',
          from: usual.here.laptop,
          to: usual.here.laptop,
          since: '',
          startedBy: 'p17',
          running: false,
        },
      },
      'A switch is not finished.',
    ],
    [
      'a journal that cannot be read',
      { unreadableSwitch: { switchId: 's', at: '', error } },
      'A switch is not finished.',
    ],
  ]
  it.each(waits)('waits with %s, and says so', (_what, change, sentence) => {
    const waiting = whyNotNow({ ...usual, ...change })
    expect(waiting === undefined ? '' : waitSentence(waiting)).toBe(sentence)
  })

  it('leaves a tenth of the disk free, of a large one 5 GB', () => {
    const small = { freeBytes: 8e9, totalBytes: 20e9 }
    expect([hasRoomFor(6e9, small), hasRoomFor(6.1e9, small)]).toEqual([true, false])
    const large = { freeBytes: 150e9, totalBytes: 1_000e9 }
    expect([hasRoomFor(145e9, large), hasRoomFor(146e9, large)]).toEqual([true, false])
  })

  it('does not wait for an answer that nobody wants any more', async () => {
    const stop = new AbortController()
    const never = new Promise<string>(() => undefined)
    const waiting = orAborted(stop.signal, never)
    stop.abort()
    await expect(waiting).rejects.toThrow(/abort/)
    await expect(orAborted(stop.signal, Promise.resolve('late'))).rejects.toThrow(/abort/)
    expect(await orAborted(new AbortController().signal, Promise.resolve('in time'))).toBe('in time')
  })
})

describe('the link', () => {
  const laptopThat = (answers: (data: string, signal: AbortSignal) => Promise<void>) =>
    memoryMachine('xps', [
      answer(measureLink, async ({ data }, { signal }) => {
        await answers(data, signal)
        return { characters: data.length }
      }),
    ])

  it('is fast when one try of three is', async () => {
    let [tries, now] = [0, 0]
    const { machine } = await laptopThat((data) => {
      if (data !== '' && (tries += 1) < 3) now += 600
      return Promise.resolve()
    })
    expect(await isFastLink(machine, new AbortController().signal, () => now)).toBe(true)
    expect(tries).toBe(3)
  })

  it('is slow when nothing comes through in time', async () => {
    const { machine } = await laptopThat((data, signal) =>
      data === '' ? Promise.resolve() : wait(60_000, undefined, { ref: false, signal }),
    )
    expect(await isFastLink(machine, new AbortController().signal)).toBe(false)
  })
})
