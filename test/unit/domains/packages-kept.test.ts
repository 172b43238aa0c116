import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState, type SystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import type { Capture, InstalledPackage } from '../../../src-main/domains/packages/model.ts'
import {
  decideKeptPackage,
  keptPackagesContributor,
  listKeptPackages,
  readKeptPackages,
} from '../../../src-main/domains/packages/on-pair/kept-file.ts'
import { createPackagesStep } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import { capturePackages, simulatePackages } from '../../../src-main/domains/packages/verbs.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import type { Pair, RunContext } from '../../../src-main/switch/step.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

let folder: string
let state: SystemState

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'packages-kept-'))
  state = openSystemState(path.join(folder, 'system-state'), 'p17')
})
afterEach(() => rm(folder, { recursive: true }))

const context: RunContext = {
  switchId: 'test',
  signal: new AbortController().signal,
  logger: silentLogger,
  report: () => undefined,
  questions: [],
}

const installed = (name: string, version = '1.0'): InstalledPackage => ({
  ...{ name, version, arch: 'amd64', auto: false, hold: false, essential: false, needs: [], recommends: [] },
})

function captureOf(packages: readonly InstalledPackage[]): Capture {
  const units = { files: [], enabled: [], masked: [], failed: [] }
  return {
    ...{ nativeArch: 'amd64', architectures: ['amd64'], packages: [...packages], own: [], units },
    health: { kind: 'healthy' },
  }
}

/** Laptops that have these. apt there can do whatever it is asked for. */
async function pairWith(from: readonly InstalledPackage[], to: readonly InstalledPackage[]): Promise<Pair> {
  const machineWith = async (name: string, packages: readonly InstalledPackage[]) => {
    const { machine } = await memoryMachine(name, [
      answer(capturePackages, () => Promise.resolve(captureOf(packages))),
      answer(simulatePackages, ({ install, consider }) =>
        Promise.resolve({
          accepted: install,
          actions: install.map((one) => ({ ...one, act: 'install' as const })),
          rejected: [],
          removals: consider.map((asked) => ({
            asked,
            actions: [{ ...asked, act: 'remove' as const, before: '1.0' }],
          })),
          downloadBytes: 0,
        }),
      ),
    ])
    return machine
  }
  return { from: await machineWith('p17', from), to: await machineWith('xps', to) }
}

const powertop = { name: 'powertop', arch: 'amd64' }
const step = () => createPackagesStep(() => openLeftState(state))

async function look(pair: Pair) {
  const plan = await step().probe(pair, context)
  const { questions, blocks } = step().preview(plan, pair)
  return {
    plan,
    questions,
    blocks,
    asked: questions.map(({ id }) => id),
    installs: plan.install.map(({ name }) => name),
  }
}

describe('a package of which each laptop keeps its own', () => {
  it('is asked about until the person wants to be asked no more, and then at no later switch', async () => {
    const pair = await pairWith([], [installed('powertop'), installed('mosh')])
    const { questions, asked } = await look(pair)
    expect(asked).toEqual(['apt-remove:powertop:amd64', 'apt-remove:mosh:amd64'])
    const answers = { 'apt-remove:powertop:amd64': 'keep-always', 'apt-remove:mosh:amd64': 'keep' }
    const files = await keptPackagesContributor(() => openLeftState(state)).contribute(pair, answers, {
      ...context,
      questions,
    })
    await state.writeFiles(files)
    expect(await readKeptPackages(state)).toEqual([powertop])
    const later = await look(pair)
    expect(later.asked).toEqual(['apt-remove:mosh:amd64'])
    expect(JSON.stringify(later.blocks)).toContain('1 package is left as you chose')
  })

  it('is not installed either on the laptop that lacks it, nor what only it needs', async () => {
    const library = { ...installed('libpower'), auto: true }
    const pair = await pairWith([{ ...installed('powertop'), needs: ['libpower'] }, library], [])
    expect((await look(pair)).installs).toEqual(['powertop', 'libpower'])
    await decideKeptPackage(state, powertop, 'keep')
    expect((await look(pair)).installs).toEqual([])
  })

  it('is brought to the same version where both have it', async () => {
    await decideKeptPackage(state, powertop, 'keep')
    const pair = await pairWith([installed('powertop', '2.0')], [installed('powertop', '1.0')])
    const { installs, blocks } = await look(pair)
    expect(installs).toEqual(['powertop'])
    expect(JSON.stringify(blocks)).not.toContain('left as you chose')
  })

  it.each([
    { where: 'there', from: [], to: [installed('powertop')] },
    { where: 'here', from: [installed('powertop')], to: [] },
  ])('is proven as chosen when only the laptop $where has it', async ({ from, to }) => {
    await decideKeptPackage(state, powertop, 'keep')
    const pair = await pairWith(from, to)
    const { plan } = await look(pair)
    const { items } = await step().verify(pair, plan, {}, context)
    expect(items[0]).toMatchObject({ verdict: 'as-chosen', chosen: ['powertop'], differences: [] })
  })

  it('is asked about again when the rule is taken back', async () => {
    await decideKeptPackage(state, powertop, 'keep')
    await decideKeptPackage(state, powertop, 'forget')
    expect(await listKeptPackages(state)).toEqual({ packages: [], file: '~/system-state/kept.json' })
    expect((await look(await pairWith([], [installed('powertop')]))).asked).toEqual(['apt-remove:powertop:amd64'])
  })
})

describe('the file of these packages', () => {
  const file = () => path.join(folder, 'system-state', 'kept.json')

  it('has a version, is sorted, has each package once, and is committed', async () => {
    for (const name of ['mosh', 'powertop', 'mosh']) await decideKeptPackage(state, { name, arch: 'amd64' }, 'keep')
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({
      version: 1,
      kept: [
        { kind: 'package', name: 'mosh', architecture: 'amd64' },
        { kind: 'package', name: 'powertop', architecture: 'amd64' },
      ],
    })
    const commit = await state.findCommit('Package powertop: keep')
    expect(commit).toBeDefined()
    expect(await state.uncommittedOf(commit ?? '')).toEqual([])
  })

  it.each([
    '{"version":1,',
    '{"version":2,"kept":[]}',
    '{"version":1,"kept":[{"kind":"package","name":"-o","architecture":"amd64"}]}',
  ])('is never guessed at: %s', async (text) => {
    await mkdir(path.dirname(file()), { recursive: true })
    await writeFile(file(), text)
    await expect(look(await pairWith([], [installed('powertop')]))).rejects.toMatchObject({ code: 'state-unreadable' })
  })
})
