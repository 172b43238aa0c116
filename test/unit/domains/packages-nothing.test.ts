/** What is asked of the laptops when their packages and services are the same: each question takes a second or more. */
import { describe, expect, it } from 'vitest'
import type { Capture, InstalledPackage } from '../../../src-main/domains/packages/model.ts'
import { createPackagesStep } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import {
  applyPackages,
  capturePackages,
  changeUnits,
  downloadPackages,
  listFailed,
  simulatePackages,
} from '../../../src-main/domains/packages/verbs.ts'
import { listSources } from '../../../src-main/domains/packages/source-verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { installed, noRules, noSources, noUnits, captureOf } from './captures.ts'
import { runOutside } from '../../run-outside.ts'

const captured = (packages: readonly InstalledPackage[], more: Partial<Capture> = {}) =>
  captureOf(packages, { units: { ...noUnits, files: ['a.service'] }, ...more })

async function pairWith(from: Capture, to: Capture) {
  const asked: string[] = []
  const machineWith = async (name: string, capture: Capture) => {
    const note = <T>(what: string, result: T): Promise<T> => {
      asked.push(`${name} ${what}`)
      return Promise.resolve(result)
    }
    const { machine } = await memoryMachine(name, [
      answer(capturePackages, () => note('capture', capture)),
      answer(listFailed, () => note('failed', { units: [] })),
      answer(listSources, () => Promise.resolve(noSources)),
      answer(simulatePackages, ({ install }) =>
        note('simulate', { accepted: install, actions: [], rejected: [], removals: [], downloadBytes: 0 }),
      ),
      answer(downloadPackages, () => note('download', { missing: [] })),
      answer(applyPackages, () => note('apply', { actions: [], marks: [], failures: [] })),
      answer(changeUnits, ({ changes }) => note('change units', { done: changes.length, failures: [] })),
    ])
    return machine
  }
  const pair: Pair = { from: await machineWith('p17', from), to: await machineWith('xps', to) }
  return { pair, asked }
}

const step = createPackagesStep(() => Promise.resolve(noRules))

async function planAndRun(from: Capture, to: Capture) {
  const { pair, asked } = await pairWith(from, to)
  const plan = await step.probe(pair, runOutside)
  const planned = asked.splice(0).sort()
  const outcome = await step.run(pair, plan, {}, runOutside)
  return { planned, ran: asked, outcome }
}

const same = captured([installed('mosh'), installed('tmux')])

describe('two laptops with the same packages and services', () => {
  it('are listed, and apt is asked nothing; then there is nothing to do', async () => {
    const { planned, ran, outcome } = await planAndRun(same, same)
    expect(planned).toEqual(['p17 capture', 'xps capture', 'xps failed'])
    expect(ran).toEqual([])
    expect(outcome).toMatchObject({ items: 0, bytes: 0 })
  })

  it.each([
    { what: 'a package is missing there', from: captured([installed('mosh')]), to: captured([]) },
    {
      what: 'a mark differs',
      from: captured([installed('mosh', { hold: true })]),
      to: captured([installed('mosh')]),
    },
    {
      what: 'a service starts here alone',
      from: captured([], {
        units: { ...noUnits, files: ['a.service'], enabled: ['a.service'] },
      }),
      to: captured([]),
    },
    {
      what: 'an installation was broken off there',
      from: same,
      to: { ...same, health: { kind: 'half-done' as const, packages: ['mosh'], words: {} } },
    },
  ])('are brought together where $what', async ({ from, to }) => {
    expect((await planAndRun(from, to)).ran).toContain('xps apply')
  })

  it('are asked what would go where a package is there alone, and nothing is done to it', async () => {
    const { planned, ran } = await planAndRun(same, captured([...same.packages, installed('powertop')]))
    expect(planned).toEqual(['p17 capture', 'xps capture', 'xps failed', 'xps simulate'])
    expect(ran).toEqual([])
  })
})
