/** What a laptop told of its packages is kept while its agent says that they are the same. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { answer } from '../../../src-main/machine/machine.ts'
import type { Parsed } from '../../../src-main/contract/define.ts'
import type { Capture } from '../../../src-main/domains/packages/model.ts'
import { readCapture } from '../../../src-main/domains/packages/on-pair/read-capture.ts'
import { capturePackages } from '../../../src-main/domains/packages/verbs.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { installed, noUnits, unremarkable } from './captures.ts'

const whole: Capture = {
  ...{ nativeArch: 'amd64', architectures: ['amd64'], own: [], ...unremarkable, packages: [installed('a')] },
  ...{ units: noUnits, health: { kind: 'healthy' } },
}

it('asks with what it knows, and puts it together with what is told', async () => {
  const asked: Parsed<typeof capturePackages>[] = []
  const { packages, heldAbsent, own, lastMarks, ...rest } = whole
  let listed = { packages, heldAbsent, own, lastMarks }
  const [first, second] = [randomUUID(), randomUUID()]
  let revision = first
  const { machine } = await memoryMachine('p17', [
    answer(capturePackages, (input) => {
      asked.push(input)
      return Promise.resolve({ ...rest, revision, ...(input.known === revision ? {} : listed) })
    }),
  ])
  expect(await readCapture(machine)).toEqual(whole)
  expect(await readCapture(machine)).toEqual(whole)
  revision = second
  listed = { ...listed, packages: [installed('b')] }
  expect((await readCapture(machine)).packages.map(({ name }) => name)).toEqual(['b'])
  expect(await readCapture(machine)).toEqual({ ...whole, packages: [installed('b')] })
  expect(asked).toEqual([{}, { known: first }, { known: first }, { known: second }])
})

it('is one question for all that ask at the same time for the same plan, and another one for the next', async () => {
  let asked = 0
  const { machine } = await memoryMachine('xps', [
    answer(capturePackages, () => {
      asked += 1
      return Promise.resolve({ ...whole, revision: randomUUID() })
    }),
  ])
  const [{ signal }, other] = [new AbortController(), new AbortController()]
  const both = await Promise.all([readCapture(machine, { signal }), readCapture(machine, { signal })])
  expect([both, asked]).toEqual([[whole, whole], 1])
  await readCapture(machine, { signal })
  expect(asked).toBe(2)
  await Promise.all([readCapture(machine, { signal }), readCapture(machine, other), readCapture(machine)])
  expect(asked).toBe(5)
})

it('asks again after it was not answered', async () => {
  let asked = 0
  const { machine } = await memoryMachine('xps', [
    answer(capturePackages, () => {
      asked += 1
      return asked === 1 ? Promise.reject(new Error('gone')) : Promise.resolve({ ...whole, revision: randomUUID() })
    }),
  ])
  const { signal } = new AbortController()
  const both = [readCapture(machine, { signal }), readCapture(machine, { signal })]
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await readCapture(machine, { signal })).toEqual(whole)
})
