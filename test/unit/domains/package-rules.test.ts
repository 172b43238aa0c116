import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { keptContributor } from '../../../src-main/commons/kept/on-pair/kept-file.ts'
import { openLeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState, type SystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import type { InstalledPackage, PackageUnits } from '../../../src-main/domains/packages/model.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import {
  decidePackageRule,
  listPackageRules,
  parseRules,
  readPackageRules,
  rulesContributor,
} from '../../../src-main/domains/packages/on-pair/rules/rules-file.ts'
import { createPackagesStep } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import {
  capturePackages,
  findUnitPackages,
  listFailed,
  simulatePackages,
} from '../../../src-main/domains/packages/verbs.ts'
import { listSources } from '../../../src-main/domains/packages/source-verbs.ts'
import type { PackagesPlan } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import type { Answers } from '../../../src-main/contract/preview.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import type { Pair, RunContext } from '../../../src-main/switch/step.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { installed, noRules, noSources, sourceAt, noUnits, captureOf } from './captures.ts'
import { runOutside } from '../../run-outside.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
let state: SystemState

beforeEach(() => {
  folder = ownFolder('packages-kept')
  state = openSystemState(path.join(folder, 'system-state'), 'p17')
})

/** Laptops that have these. apt there can do whatever it is asked for. */
async function pairWith(
  from: readonly InstalledPackage[],
  to: readonly InstalledPackage[],
  units: { readonly from: PackageUnits; readonly to: PackageUnits } = { from: noUnits, to: noUnits },
): Promise<Pair> {
  const machineWith = async (name: string, packages: readonly InstalledPackage[], own: PackageUnits) => {
    const { machine } = await memoryMachine(name, [
      answer(listSources, () => Promise.resolve(noSources)),
      answer(capturePackages, () => Promise.resolve(captureOf(packages, { units: own }))),
      answer(listFailed, () => Promise.resolve({ units: [] })),
      answer(findUnitPackages, ({ units: asked }) =>
        Promise.resolve({ packages: Object.fromEntries(asked.map((unit) => [unit, unit.replace('.service', '')])) }),
      ),
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

const apart = (name: string): PackageRule => ({ kind: 'apt', name, decision: 'apart' })
const both = (name: string): PackageRule => ({ kind: 'apt', name, decision: 'both' })
const never = (name: string): PackageRule => ({ kind: 'apt', name, decision: 'never' })
const powertop = apart('powertop:amd64')
const step = () => createPackagesStep(async () => ({ ...noRules, rules: await readPackageRules(state) }))
const rules = (...all: readonly PackageRule[]) =>
  state.writeFiles({
    'packages.rules': all.map(({ decision, kind, name }) => `${decision} ${kind} ${name}\n`).join(''),
  })
/** As a switch does that was answered so. */
async function remember(pair: Pair, questions: RunContext['questions'], answers: Answers) {
  const left = () => openLeftState(state)
  const contributors = [keptContributor(left, ['image']), rulesContributor(left)]
  const files = await Promise.all(
    contributors.map((one) => one.contribute(pair, answers, { ...runOutside, questions })),
  )
  await state.writeFiles(Object.assign({}, ...files) as Record<string, string>)
}

async function look(pair: Pair) {
  const plan = await step().probe(pair, runOutside)
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
    expect(await readPackageRules(state)).toEqual([powertop])
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
    const { items } = await step().verify(pair, plan, {}, runOutside)
    expect(items[0]).toMatchObject({ verdict: 'as-chosen', chosen: ['powertop'], differences: [] })
  })

  it('is asked about again when the rule is taken back', async () => {
    await rules(powertop)
    const left = await decidePackageRule(openLeftState(state), { ...powertop, decision: 'none' })
    expect(left).toEqual({ rules: [], file: '~/system-state/packages.rules' })
    expect((await look(await pairWith([], [installed('powertop')]))).asked).toEqual(['apt-remove:powertop:amd64'])
  })
})

const cups: PackageRule = { kind: 'unit', name: 'cups.service', decision: 'apart' }

describe('a service of which each laptop keeps its own setting', () => {
  const files = ['cups.service', 'docker.service']
  const units = { from: { ...noUnits, files }, to: { ...noUnits, files, enabled: files } }
  const always = { 'unit:cups.service': 'keep-always' }

  it('is asked about until the person wants to be asked no more, and is left alone then, in both directions', async () => {
    const pair = await pairWith([], [], units)
    const { questions, asked } = await look(pair)
    expect(asked).toEqual(['unit:cups.service', 'unit:docker.service'])
    await remember(pair, questions, always)
    expect(await readPackageRules(state)).toEqual([cups])
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
      (await step().verify(pair, plan, answers, runOutside)).items[1]
    const answers = { ...always, 'unit:docker.service': 'keep' }
    const expected = { verdict: 'as-chosen', chosen: ['cups.service', 'docker.service'], differences: [] }
    expect(await proven((await look(pair)).plan, answers)).toMatchObject(expected)
    await rules(cups)
    expect(await proven((await look(pair)).plan, { 'unit:docker.service': 'keep' })).toMatchObject(expected)
  })

  it('is not set when a package brings it', async () => {
    await rules(cups)
    const pair = await pairWith([installed('cups')], [], {
      from: { ...noUnits, files, enabled: files, masked: ['cups.service'] },
      to: noUnits,
    })
    const { plan } = await look(pair)
    expect(plan.arriving).toEqual(['docker.service'])
    expect(plan.masksBefore).toEqual([])
  })
})

describe('a service that a package brings', () => {
  const files = ['cups.service', 'docker.service', 'idle.service']
  const here = { ...noUnits, files, enabled: ['cups.service', 'docker.service'] }
  const bringing = () => pairWith([installed('cups')], [], { from: here, to: noUnits })

  it('is asked about where its package comes and it starts by itself: whether it starts now', async () => {
    const { plan, asked } = await look(await bringing())
    expect(plan.units).toEqual([{ unit: 'cups.service', change: 'enable' }])
    expect(asked).toEqual(['unit:cups.service'])
  })

  it('is not asked about where a rule keeps it apart', async () => {
    await rules(cups)
    const { plan, asked } = await look(await bringing())
    expect({ units: plan.units, kept: plan.keptUnits, asked }).toEqual({ units: [], kept: ['cups.service'], asked: [] })
  })
})

describe('a pattern', () => {
  it('keeps apart all that it names, with what only they need, and nothing else', async () => {
    await rules(apart('nvidia-*'), apart('lib?ower'))
    const here = [
      installed('nvidia-settings', { needs: ['libnv'] }),
      installed('libnv', { auto: true }),
      installed('libpower'),
      installed('mosh'),
    ]
    expect((await look(await pairWith(here, []))).installs).toEqual(['mosh'])
    expect((await look(await pairWith([], here))).asked).toEqual(['apt-remove:mosh:amd64'])
  })

  it('is proven as chosen for all that one laptop alone has, also what came with others, and never as the same', async () => {
    await rules(apart('x-*'))
    const pair = await pairWith([installed('x-here')], [installed('x-there'), installed('x-along', { auto: true })])
    const { plan } = await look(pair)
    const { items } = await step().verify(pair, plan, {}, runOutside)
    expect(items[0]).toMatchObject({ verdict: 'as-chosen', compared: 0, differences: [] })
    expect(items[0]?.chosen).toEqual(['x-here', 'x-there', 'x-along'])
    expect(items.map(({ title }) => title)).not.toContain('Other packages')
  })

  it('gives way to a name, and of two patterns the later line counts', async () => {
    await rules(apart('docker-compose'), both('docker-*'), apart('*-buildx'))
    const names = ['docker-compose', 'docker-buildx', 'docker-scan']
    const pair = await pairWith(
      [],
      names.map((name) => installed(name)),
    )
    const { plan } = await look(pair)
    expect(plan.kept.map(({ name }) => name)).toEqual(['docker-compose', 'docker-buildx'])
    expect(plan.both).toEqual([{ name: 'docker-scan', arch: 'amd64', stays: true }])
  })

  it('keeps what goes along with a removal, too', async () => {
    await rules(apart('mine-*'))
    const pair = await pairWith([], [installed('base'), installed('mine-own', { needs: ['base'] })])
    expect((await look(pair)).asked).toEqual(['apt-remove:base:amd64'])
    expect((await look(await goingWith(pair, 'base', 'mine-own'))).asked).toEqual([])
  })
})

/** apt there would remove `along` with `name`. */
async function goingWith({ from, to }: Pair, name: string, along: string): Promise<Pair> {
  const actions = [name, along].map((one) => ({ name: one, arch: 'amd64', act: 'remove' as const, before: '1.0' }))
  const { machine } = await memoryMachine('xps', [
    answer(listSources, () => Promise.resolve(noSources)),
    answer(capturePackages, () => to.call(capturePackages, {})),
    answer(listFailed, () => Promise.resolve({ units: [] })),
    answer(simulatePackages, ({ consider }) =>
      Promise.resolve({
        ...{ accepted: [], actions: [], rejected: [], downloadBytes: 0 },
        removals: consider.map((asked) => ({ asked, actions })),
      }),
    ),
  ])
  return { from, to: machine }
}

describe('a package that is to be on both', () => {
  it('is not asked about where the laptop that is left lacks it, and comes on the way back', async () => {
    await rules(both('mosh'))
    const pair = await pairWith([], [installed('mosh', { auto: true }), installed('powertop')])
    const { plan, asked, blocks } = await look(pair)
    expect(asked).toEqual(['apt-remove:powertop:amd64'])
    expect(JSON.stringify(blocks)).toContain('1 package is to be on both laptops')
    const { items } = await step().verify(pair, plan, {}, runOutside)
    expect(items[0]).toMatchObject({ chosen: ['mosh', 'powertop'], differences: [] })
    const back = await look({ from: pair.to, to: pair.from })
    expect(back.installs).toEqual(['mosh', 'powertop'])
    expect(JSON.stringify(back.blocks)).not.toContain('to be on both laptops')
  })

  it('is a difference where it was to be brought and is not there', async () => {
    await rules(both('mosh'))
    const pair = await pairWith([installed('mosh')], [])
    const { plan, installs } = await look(pair)
    expect(installs).toEqual(['mosh'])
    expect((await step().verify(pair, plan, {}, runOutside)).items[0]).toMatchObject({
      differences: ['mosh'],
      chosen: [],
    })
  })

  it('may be of the hardware, with what it needs, when it is named: a pattern does not mean it', async () => {
    const here = [
      installed('firmware-iwlwifi', { needs: ['wireless-regdb'] }),
      installed('wireless-regdb', { auto: true }),
    ]
    const pair = await pairWith(here, [])
    expect((await look(pair)).installs).toEqual([])
    await rules(both('firmware-*'))
    expect((await look(pair)).installs).toEqual([])
    await rules(both('firmware-iwlwifi'))
    const { plan, installs } = await look(pair)
    expect(installs).toEqual(['firmware-iwlwifi', 'wireless-regdb'])
    const { items } = await step().verify(pair, plan, {}, runOutside)
    expect(items[0]).toMatchObject({ verdict: 'differs', differences: installs })
    expect((await look({ from: pair.to, to: pair.from })).asked).toEqual([])
  })
})

describe('a package that no switch changes', () => {
  it('is neither brought nor asked about where one laptop alone has it, with what only it needs', async () => {
    await rules(never('mosh'))
    const alone = [installed('mosh', { needs: ['libmosh'] }), installed('libmosh', { auto: true })]
    const pair = await pairWith(alone, [])
    expect((await look(pair)).installs).toEqual([])
    expect((await look({ from: pair.to, to: pair.from })).asked).toEqual([])
  })

  it('keeps version, hold and mark where both have it, and is proven as chosen and never as the same', async () => {
    await rules(never('mosh'))
    const here = installed('mosh', { version: '2.0', hold: true })
    const pair = await pairWith([here, installed('vim')], [installed('mosh', { auto: true }), installed('vim')])
    const { plan, installs, blocks } = await look(pair)
    expect([installs, plan.marks, plan.newer, plan.held]).toEqual([[], [], [], []])
    expect(JSON.stringify(blocks)).toContain('1 package is left as you chose')
    const proven = async () => (await step().verify(pair, plan, {}, runOutside)).items[0]
    expect(await proven()).toMatchObject({ verdict: 'as-chosen', compared: 1, chosen: ['mosh'], differences: [] })
    const back = await look({ from: pair.to, to: pair.from })
    expect([back.installs, back.plan.marks, back.plan.newer]).toEqual([[], [], []])
  })

  it('is not counted as compared where it is the same on both', async () => {
    await rules(never('mosh'))
    const pair = await pairWith([installed('mosh')], [installed('mosh')])
    const { plan, blocks } = await look(pair)
    expect(blocks).toEqual([])
    expect((await step().verify(pair, plan, {}, runOutside)).items[0]).toMatchObject({ compared: 0, chosen: [] })
  })

  it('is named to apt, which leaves out what would change it, but is put right where it broke off', async () => {
    await rules(never('mosh'), never('broken'))
    const asked: unknown[] = []
    const there = [installed('mosh'), { ...installed('broken'), torn: true }]
    const pair = await pairWith([installed('new'), installed('mosh')], there)
    const { machine } = await memoryMachine('xps', [
      answer(listSources, () => Promise.resolve(noSources)),
      answer(capturePackages, () => pair.to.call(capturePackages, {})),
      answer(listFailed, () => Promise.resolve({ units: [] })),
      answer(simulatePackages, ({ install, leave }) => {
        asked.push(leave)
        return Promise.resolve({ accepted: install, actions: [], rejected: [], removals: [], downloadBytes: 0 })
      }),
    ])
    const { installs } = await look({ from: pair.from, to: machine })
    expect(installs).toEqual(['new', 'broken'])
    expect(asked).toEqual([[{ name: 'mosh', arch: 'amd64' }]])
  })

  it('keeps a removal from being asked that would take it along', async () => {
    await rules(never('mine-*'))
    const pair = await pairWith([], [installed('base'), installed('mine-own', { needs: ['base'] })])
    expect((await look(await goingWith(pair, 'base', 'mine-own'))).asked).toEqual([])
  })

  it('gives way to a name, as every rule', async () => {
    await rules(never('lib*'), both('libreoffice'))
    expect((await look(await pairWith([installed('libreoffice'), installed('libvirt')], []))).installs).toEqual([
      'libreoffice',
    ])
  })
})

describe('a service and a source that no switch changes', () => {
  const files = ['cups.service', 'docker.service']

  it('stay as they are on each laptop', async () => {
    await rules({ kind: 'unit', name: 'cups.service', decision: 'never' })
    const pair = await pairWith([], [], { from: { ...noUnits, files }, to: { ...noUnits, files, enabled: files } })
    const { asked, plan } = await look(pair)
    expect(asked).toEqual(['unit:docker.service'])
    expect(plan.keptUnits).toEqual(['cups.service'])
    const items = (await step().verify(pair, plan, { 'unit:docker.service': 'keep' }, runOutside)).items
    expect(items[1]).toMatchObject({ verdict: 'as-chosen', differences: [] })
    expect(parseRules('never source https://vendor.example stable')).toHaveLength(1)
  })
})

describe('a service that is to start on both', () => {
  const files = ['cups.service', 'docker.service']
  it('is not stopped where the other laptop does not start it, and is started on the way back', async () => {
    await rules({ kind: 'unit', name: 'cups.*', decision: 'both' })
    const pair = await pairWith([], [], {
      from: { ...noUnits, files },
      to: { ...noUnits, files, enabled: files },
    })
    const { plan, asked, blocks } = await look(pair)
    expect(asked).toEqual(['unit:docker.service'])
    expect(JSON.stringify(blocks)).toContain('1 service is to be on both laptops')
    const proven = (await step().verify(pair, plan, { 'unit:docker.service': 'keep' }, runOutside)).items[1]
    expect(proven).toMatchObject({ chosen: ['cups.service', 'docker.service'], differences: [] })
    const back = await look({ from: pair.to, to: pair.from })
    expect(back.plan.units).toEqual(files.map((unit) => ({ unit, change: 'enable' })))
  })
})

describe('a package source of which a rule says that it stays apart', () => {
  it('is made so by an answer that is to hold from now on', async () => {
    const rule = { kind: 'package-source', id: 'https://vendor.example stable' } as const
    const always = { id: 'keep-always', label: '', effect: '', meaning: 'keep', bulk: true, rule } as const
    const questions = [{ id: 'apt-source', choices: [always] }] as unknown as RunContext['questions']
    await remember(await pairWith([], []), questions, { 'apt-source': 'keep-always' })
    expect(await readPackageRules(state)).toEqual([{ kind: 'source', name: rule.id, decision: 'apart' }])
  })

  it('is neither asked about nor told of, and is proven as chosen', async () => {
    await rules({ kind: 'source', name: 'https://vendor.example *', decision: 'apart' })
    const pair = await pairWith([], [])
    const withSource = async (): Promise<Pair> => {
      const { machine } = await memoryMachine('p17', [
        answer(listSources, () => Promise.resolve({ ...noSources, sources: [sourceAt('vendor')] })),
        answer(capturePackages, () => pair.from.call(capturePackages, {})),
      ])
      return { from: machine, to: pair.to }
    }
    const { plan, asked, blocks } = await look(await withSource())
    expect(asked).toEqual([])
    expect(JSON.stringify(blocks)).toContain('1 package source is left as you chose')
    const { items } = await step().verify(await withSource(), plan, {}, runOutside)
    expect(items.find(({ title }) => title === 'Package sources')).toMatchObject({
      verdict: 'as-chosen',
      chosen: ['https://vendor.example stable'],
    })
  })
})

describe('the file of rules for packages', () => {
  const placeOf = (name: string) => path.join(folder, 'system-state', name)

  it('has a line for each answer, keeps what the person wrote, and is committed when a rule is changed', async () => {
    await state.writeFiles({ 'packages.rules': '# mine\n\nboth   apt  mosh\n' })
    const left = openLeftState(state)
    await decidePackageRule(left, both('firmware-iwlwifi'))
    await decidePackageRule(left, apart('mosh'))
    await decidePackageRule(left, apart('mosh'))
    expect(await readFile(placeOf('packages.rules'), 'utf8')).toBe(
      '# mine\n\nboth apt firmware-iwlwifi\napart apt mosh\n',
    )
    const commit = await state.findCommit('mosh: each laptop keeps its own')
    expect(commit).toBeDefined()
    expect(await state.uncommittedOf(commit ?? '')).toEqual([])
  })

  it.each([
    { text: 'apart apt', line: 1 },
    { text: '# fine\nkeep apt mosh', line: 2 },
    { text: 'apart brew wget', line: 1 },
    { text: 'apart apt -o', line: 1 },
    { text: 'apart apt lib[ab]', line: 1 },
    { text: 'apart unit cups', line: 1 },
    { text: 'both source https://vendor.example stable', line: 1 },
    { text: 'both flatpak-source https://vendor.example/repo', line: 1 },
    { text: 'apart flatpak-source https://vendor.example/repo/', line: 1 },
    { text: 'apart alternative ../editor', line: 1 },
    { text: 'apart apt rsync', line: 1 },
    { text: 'both unit ssh.service', line: 1 },
    { text: 'apart apt mosh\nboth apt mosh', line: 2 },
  ])('is never guessed at: $text', async ({ text, line }) => {
    await state.writeFiles({ 'packages.rules': text })
    const refused = look(await pairWith([], [installed('powertop')]))
    await expect(refused).rejects.toMatchObject({ code: 'invalid-rules', details: `packages.rules:${line}` })
    await expect(listPackageRules(state)).rejects.toThrow(`Line ${line} of ~/system-state/packages.rules`)
  })
})
