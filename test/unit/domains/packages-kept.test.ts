import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState, type SystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import type { Capture, InstalledPackage, Units } from '../../../src-main/domains/packages/model.ts'
import { forgetKept, keptContributor, listKept, readKept } from '../../../src-main/commons/kept/on-pair/kept-file.ts'
import type { Kept } from '../../../src-main/contract/rule.ts'
import { createPackagesStep } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import { capturePackages, listFailed, listSources, simulatePackages } from '../../../src-main/domains/packages/verbs.ts'
import type { PackagesPlan } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import type { Answers } from '../../../src-main/contract/preview.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import type { Pair, RunContext } from '../../../src-main/switch/step.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { installed, noneOfUsers, noRules, noSources } from './captures.ts'

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

const noUnits: Units = { files: [], enabled: [], masked: [], users: noneOfUsers }

function captureOf(packages: readonly InstalledPackage[], units: Units): Capture {
  return {
    ...{ nativeArch: 'amd64', architectures: ['amd64'], packages: [...packages], own: [], units },
    health: { kind: 'healthy' },
  }
}

/** Laptops that have these. apt there can do whatever it is asked for. */
async function pairWith(
  from: readonly InstalledPackage[],
  to: readonly InstalledPackage[],
  units: { readonly from: Units; readonly to: Units } = { from: noUnits, to: noUnits },
): Promise<Pair> {
  const machineWith = async (name: string, packages: readonly InstalledPackage[], own: Units) => {
    const { machine } = await memoryMachine(name, [
      answer(listSources, () => Promise.resolve(noSources)),
      answer(capturePackages, () => Promise.resolve(captureOf(packages, own))),
      answer(listFailed, () => Promise.resolve({ units: [] })),
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
  return { from: await machineWith('p17', from, units.from), to: await machineWith('xps', to, units.to) }
}

const packageRule = (name: string): Kept => ({ kind: 'package', name, architecture: 'amd64' })
const powertop = packageRule('powertop')
const step = () => createPackagesStep(async () => ({ ...noRules, kept: await readKept(state) }))
const rules = (...kept: readonly Kept[]) => state.writeFiles({ 'kept.json': JSON.stringify({ version: 1, kept }) })
/** As a switch does that was answered so. */
async function remember(pair: Pair, questions: RunContext['questions'], answers: Answers) {
  await state.writeFiles(
    await keptContributor(() => openLeftState(state)).contribute(pair, answers, { ...context, questions }),
  )
}

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
    await remember(pair, questions, answers)
    expect(await readKept(state)).toEqual([powertop])
    const later = await look(pair)
    expect(later.asked).toEqual(['apt-remove:mosh:amd64'])
    expect(JSON.stringify(later.blocks)).toContain('1 package is left as you chose')
  })

  it('is not installed either on the laptop that lacks it, nor what only it needs', async () => {
    const library = { ...installed('libpower'), auto: true }
    const pair = await pairWith([{ ...installed('powertop'), needs: ['libpower'] }, library], [])
    expect((await look(pair)).installs).toEqual(['powertop', 'libpower'])
    await rules(powertop)
    expect((await look(pair)).installs).toEqual([])
  })

  it('is brought to the same version where both have it', async () => {
    await rules(powertop)
    const pair = await pairWith(
      [installed('powertop', { version: '2.0' })],
      [installed('powertop', { version: '1.0' })],
    )
    const { installs, blocks } = await look(pair)
    expect(installs).toEqual(['powertop'])
    expect(JSON.stringify(blocks)).not.toContain('left as you chose')
  })

  it.each([
    { where: 'there', from: [], to: [installed('powertop')] },
    { where: 'here', from: [installed('powertop')], to: [] },
  ])('is proven as chosen when only the laptop $where has it', async ({ from, to }) => {
    await rules(powertop)
    const pair = await pairWith(from, to)
    const { plan } = await look(pair)
    const { items } = await step().verify(pair, plan, {}, context)
    expect(items[0]).toMatchObject({ verdict: 'as-chosen', chosen: ['powertop'], differences: [] })
  })

  it('is asked about again when the rule is taken back', async () => {
    await rules(powertop)
    await forgetKept(openLeftState(state), powertop)
    expect(await listKept(state)).toEqual({ kept: [], file: '~/system-state/kept.json' })
    expect((await look(await pairWith([], [installed('powertop')]))).asked).toEqual(['apt-remove:powertop:amd64'])
  })
})

describe('a service of which each laptop keeps its own setting', () => {
  const files = ['cups.service', 'docker.service']
  const units = { from: { ...noUnits, files }, to: { ...noUnits, files, enabled: files } }
  const always = { 'unit:cups.service': 'keep-always' }

  it('is asked about until the person wants to be asked no more, and is left alone then, in both directions', async () => {
    const pair = await pairWith([], [], units)
    const { questions, asked } = await look(pair)
    expect(asked).toEqual(['unit:cups.service', 'unit:docker.service'])
    await remember(pair, questions, always)
    expect(await readKept(state)).toEqual([{ kind: 'service', unit: 'cups.service' }])
    const later = await look(pair)
    expect(later.asked).toEqual(['unit:docker.service'])
    expect(later.plan.units.map(({ unit }) => unit)).toEqual(['docker.service'])
    expect(JSON.stringify(later.blocks)).toContain('1 service is left as you chose')
    // On the way back it would have been enabled without a question.
    const back = await look({ from: pair.to, to: pair.from })
    expect(back.plan.units.map(({ unit }) => unit)).toEqual(['docker.service'])
  })

  it('is not set by the switch in which that is answered, and is proven as chosen', async () => {
    const pair = await pairWith([], [], units)
    const proven = async (plan: PackagesPlan, answers: Answers) =>
      (await step().verify(pair, plan, answers, context)).items[1]
    const answers = { ...always, 'unit:docker.service': 'keep' }
    const expected = { verdict: 'as-chosen', chosen: ['cups.service', 'docker.service'], differences: [] }
    expect(await proven((await look(pair)).plan, answers)).toMatchObject(expected)
    await rules({ kind: 'service', unit: 'cups.service' })
    expect(await proven((await look(pair)).plan, { 'unit:docker.service': 'keep' })).toMatchObject(expected)
  })

  it('is not set when a package brings it', async () => {
    await rules({ kind: 'service', unit: 'cups.service' })
    const pair = await pairWith([installed('cups')], [], {
      from: { ...noUnits, files, enabled: files, masked: ['cups.service'] },
      to: noUnits,
    })
    const { plan } = await look(pair)
    expect(plan.arriving).toEqual(['docker.service'])
    expect(plan.masksBefore).toEqual([])
  })
})

describe('the file of what each laptop keeps for itself', () => {
  const file = () => path.join(folder, 'system-state', 'kept.json')
  const image: Kept = { kind: 'image', file: 'work.qcow2' }

  it('has a version, is sorted, and has each of them once', async () => {
    const all = [packageRule('powertop'), image, packageRule('mosh'), powertop]
    const choices = (rule: Kept) => [
      { id: 'keep-always', label: '', effect: '', meaning: 'keep' as const, bulk: true, rule },
    ]
    const questions = all.map((rule, index) => ({ id: `${index}`, choices: choices(rule) }))
    const answers = Object.fromEntries(questions.map(({ id }) => [id, 'keep-always']))
    await remember(await pairWith([], []), questions as unknown as RunContext['questions'], answers)
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({
      version: 1,
      kept: [image, packageRule('mosh'), powertop],
    })
  })

  it('is committed when a rule is taken back', async () => {
    await rules(powertop, image)
    expect(await forgetKept(openLeftState(state), image)).toEqual({
      kept: [powertop],
      file: '~/system-state/kept.json',
    })
    const commit = await state.findCommit('work.qcow2: ask again')
    expect(commit).toBeDefined()
    expect(await state.uncommittedOf(commit ?? '')).toEqual([])
  })

  it.each([
    '{"version":1,',
    '{"version":2,"kept":[]}',
    '{"version":1,"kept":[{"kind":"package","name":"-o","architecture":"amd64"}]}',
    '{"version":1,"kept":[{"kind":"image","file":"../secret"}]}',
  ])('is never guessed at: %s', async (text) => {
    await mkdir(path.dirname(file()), { recursive: true })
    await writeFile(file(), text)
    await expect(look(await pairWith([], [installed('powertop')]))).rejects.toMatchObject({ code: 'state-unreadable' })
  })
})
