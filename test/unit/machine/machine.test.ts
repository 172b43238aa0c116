import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineVerb, type Progress } from '../../../src-main/contract/define.ts'
import { filesMessages } from '../../../src-main/domains/files/messages.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { rehearsalMachine } from '../../../src-main/machine/rehearsal-machine.ts'
import { memoryMachine } from './memory-machine.ts'

const double = defineVerb({
  name: 'test.double',
  title: 'double a number',
  mutates: false,
  input: z.object({ value: z.number() }),
  output: z.object({ value: z.number() }),
})
const write = defineVerb({
  name: 'test.write',
  title: 'write something',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})
const wait = defineVerb({ name: 'test.wait', title: 'wait', mutates: false, input: z.object({}), output: z.object({}) })
const unknown = defineVerb({
  name: 'test.unknown',
  title: 'ask what nobody knows',
  mutates: false,
  input: z.object({}),
  output: z.object({}),
})
const refuse = defineVerb({
  name: 'test.refuse',
  title: 'be refused',
  mutates: false,
  input: z.object({ errno: z.enum(['ENOSPC', 'EDQUOT', 'EROFS']) }),
  output: z.object({}),
})

let waitedStarted = 0
let waitedAborted = 0
const answers = [
  answer(double, ({ value }, { report }) => {
    report({ done: 1, total: 2, unit: 'steps' })
    report({ done: 2, total: 2, unit: 'steps', current: filesMessages.reloading({}) })
    return Promise.resolve({ value: value * 2 })
  }),
  answer(write, () => Promise.resolve({})),
  answer(wait, async (_input, { signal }) => {
    waitedStarted += 1
    await pause(60_000, undefined, { signal }).catch(() => (waitedAborted += 1))
    signal.throwIfAborted()
    return {}
  }),
  answer(refuse, ({ errno }) => Promise.reject(Object.assign(new Error(`${errno}: write`), { code: errno }))),
]

describe('a machine', () => {
  it('answers a verb and reports its progress, in words', async () => {
    const { machine } = await memoryMachine('p17', answers)
    const heard: Progress[] = []
    expect(await machine.call(double, { value: 21 }, { onProgress: (progress) => heard.push(progress) })).toEqual({
      value: 42,
    })
    expect(heard).toEqual([
      { done: 1, total: 2, unit: 'steps' },
      { done: 2, total: 2, unit: 'steps', current: 'Reloading services' },
    ])
    machine.close()
  })

  it('hands an error over as a code, and the words are found where it arrives', async () => {
    const { machine } = await memoryMachine('p17', answers)
    await expect(machine.call(refuse, { errno: 'ENOSPC' })).rejects.toMatchObject({
      code: 'disk-full',
      message: 'The disk is full.',
      hint: 'Free some space, then try again.',
      details: 'ENOSPC: write',
      problem: { id: 'general.diskFull', data: {} },
    })
    await expect(machine.call(refuse, { errno: 'EDQUOT' })).rejects.toMatchObject({
      ...{ code: 'disk-full', message: 'A quota is used up. The disk itself is not full.' },
    })
    await expect(machine.call(refuse, { errno: 'EROFS' })).rejects.toMatchObject({
      ...{ code: 'blocked', message: 'The disk is read-only.', problem: { id: 'general.diskReadOnly', data: {} } },
    })
    machine.close()
  })

  it('refuses input that does not fit before it is sent', async () => {
    const { machine } = await memoryMachine('p17', answers)
    await expect(machine.call(double, { value: Number.NaN })).rejects.toMatchObject({ code: 'invalid-input' })
    machine.close()
  })

  it('calls an agent that does not know a verb one of another version', async () => {
    const { machine } = await memoryMachine('p17', answers)
    await expect(machine.call(unknown, {})).rejects.toMatchObject({ code: 'agent-mismatch' })
    machine.close()
  })

  it('says why when the connection dies under a question, and the agent aborts what it was doing', async () => {
    const before = waitedAborted
    const { machine, cut, served } = await memoryMachine('xps', answers)
    const startedBefore = waitedStarted
    const asked = machine.call(wait, {})
    asked.catch(() => undefined)
    await expect.poll(() => waitedStarted).toBe(startedBefore + 1)
    cut()
    await expect(asked).rejects.toMatchObject({ code: 'unreachable', message: 'xps does not answer.' })
    await served
    await expect.poll(() => waitedAborted).toBe(before + 1)
  })

  it('says why also when it is asked after the connection has died, and that it has', async () => {
    const { machine, cut } = await memoryMachine('xps', answers)
    cut()
    expect(await machine.ended).toMatchObject({ code: 'unreachable' })
    await expect(machine.call(double, { value: 1 })).rejects.toMatchObject({
      code: 'unreachable',
      message: 'xps does not answer.',
    })
  })

  it('stops a question when the caller does', async () => {
    const before = waitedAborted
    const { machine } = await memoryMachine('xps', answers)
    const stop = new AbortController()
    const startedBefore = waitedStarted
    const asked = machine.call(wait, {}, { signal: stop.signal })
    asked.catch(() => undefined)
    await expect.poll(() => waitedStarted).toBe(startedBefore + 1)
    stop.abort()
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
    await expect.poll(() => waitedAborted).toBe(before + 1)
    machine.close()
  })

  it('refuses verbs that mutate while rehearsing', async () => {
    const { machine } = await memoryMachine('p17', answers)
    const rehearsal = rehearsalMachine(machine)
    await expect(rehearsal.call(write, {})).rejects.toMatchObject({ code: 'rehearsal' })
    expect(await rehearsal.call(double, { value: 1 })).toEqual({ value: 2 })
    machine.close()
  })
})
