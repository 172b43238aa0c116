import { expect, it } from 'vitest'
import { diversionsTold } from '../../../src-main/domains/packages/told/on-pair/told.ts'
import { checkTold, createToldStep } from '../../../src-main/domains/packages/told/on-pair/told-step.ts'
import { listDiversions, type Diversion } from '../../../src-main/domains/packages/told/verbs.ts'
import { packagesDeclaration } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { parseDiversions } from '../../../src-main/tools/apt/diversions.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { runOutside } from '../../run-outside.ts'

const diverted = (name: string): Diversion => ({ path: `/usr/bin/${name}`, to: `/usr/bin/${name}.distrib` })

async function pairWith(from: readonly Diversion[], to: readonly Diversion[]) {
  const laptop = async (name: string, diversions: readonly Diversion[]) =>
    (await memoryMachine(name, [answer(listDiversions, () => Promise.resolve({ diversions: [...diversions] }))]))
      .machine
  return { from: await laptop('P17', from), to: await laptop('XPS', to) }
}

it('reads what the administrator diverted, and leaves what packages did', () => {
  const text =
    '/bin/sh\n/bin/sh.distrib\ndash\n/usr/bin/less\n/usr/bin/less.own\n:\n/usr/bin/awk\n/usr/bin/awk.own\n:\n'
  expect(parseDiversions(text)).toEqual([
    { path: '/usr/bin/awk', to: '/usr/bin/awk.own' },
    { path: '/usr/bin/less', to: '/usr/bin/less.own' },
  ])
  expect(parseDiversions('')).toEqual([])
  expect(() => parseDiversions('/bin/sh\n/bin/sh.distrib\n')).toThrow('dpkg-divert')
})

it('tells what is diverted on one laptop, and never calls it compared', async () => {
  const pair = await pairWith([diverted('less'), diverted('awk')], [diverted('awk'), diverted('vi')])
  const step = createToldStep(packagesDeclaration, diversionsTold)
  const plan = await step.probe(pair, runOutside)
  expect(step.preview(plan, pair)).toMatchObject({
    ...{ summary: '1 diversion not copied', questions: [] },
    blocks: [{ changes: [{ effect: 'cannot', name: '/usr/bin/less' }] }],
  })
  expect((await step.run(pair, plan, {}, runOutside)).items).toBe(0)
  expect((await step.verify(pair, plan, {}, runOutside)).items).toMatchObject([
    { verdict: 'not-compared', text: '1 diversion only on P17, 1 diversion only on XPS. Diversions are not copied' },
  ])
  const area = await checkTold(diversionsTold)(pair, undefined, runOutside)
  expect([area.differs.count, area.notCompared.items.map(({ onlyOn }) => onlyOn)]).toEqual([0, ['P17', 'XPS']])
})

it('says nothing where both have the same', async () => {
  const pair = await pairWith([diverted('awk')], [diverted('awk')])
  const step = createToldStep(packagesDeclaration, diversionsTold)
  const plan = await step.probe(pair, runOutside)
  expect([step.preview(plan, pair).blocks, (await step.verify(pair, plan, {}, runOutside)).items]).toEqual([[], []])
})
