import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createMeasurer } from '../../../src-main/domains/snapshots/on-machine/measure/measure-later.ts'

const quietMs = 30
const logger = { log: () => undefined }

function begin() {
  const begun: AbortSignal[] = []
  const closing = new AbortController()
  const measurer = createMeasurer(async (_stateFolder, _logger, signal) => {
    begun.push(signal)
    await wait(10_000, undefined, { signal, ref: false })
  }, quietMs)
  const host = { stateFolder: '/state', logger, closing: closing.signal }
  return { begun, measurer, host, close: () => closing.abort() }
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await wait(2)
}

describe('measuring snapshots when nobody waits', () => {
  it('begins once, however often it was asked for', async () => {
    const { begun, measurer, host, close } = begin()
    for (let times = 0; times < 3; times += 1) measurer.soon(host)
    await until(() => begun.length > 0)
    await wait(quietMs * 2)
    expect(begun).toHaveLength(1)
    close()
  })

  it('is given up for work that somebody waits for, and begins again later', async () => {
    const { begun, measurer, host, close } = begin()
    measurer.soon(host)
    await until(() => begun.length === 1)
    measurer.putOff()
    expect(begun[0]?.aborted).toBe(true)
    await until(() => begun.length === 2)
    expect(begun[1]?.aborted).toBe(false)
    close()
    expect(begun[1]?.aborted).toBe(true)
  })

  it('does not begin because of work alone, nor once the agent ends', async () => {
    const { begun, measurer, host, close } = begin()
    measurer.putOff()
    measurer.soon(host)
    close()
    await wait(quietMs * 2)
    expect(begun).toEqual([])
  })
})
