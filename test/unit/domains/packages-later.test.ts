/** What one switch alone leaves: how its plan is made without it, and what the proof says. */
import { expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { Answers } from '../../../src-main/contract/preview.ts'
import { previewFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/preview-flatpaks.ts'
import { probeFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/probe-flatpaks.ts'
import { verifyFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/verify-flatpaks.ts'
import type { Capture, PackageVersion } from '../../../src-main/domains/packages/model.ts'
import { probePackages } from '../../../src-main/domains/packages/on-pair/probe-packages.ts'
import { verifyPackages } from '../../../src-main/domains/packages/on-pair/proof/verify-packages.ts'
import { simulatePackages } from '../../../src-main/domains/packages/verbs.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { runOutside } from '../../run-outside.ts'
import { doubleSnap, doubleState } from '../../snapd-double.ts'
import { installed, muchRoom, noRules, noSources, captureOf } from './captures.ts'
import { app, capture, commit, flathub, flatpak, pairOf } from './flatpak-captures.ts'
import { snapLaptops, stepWith } from './snap-laptops.ts'

/** apt there can install whatever it is asked for. */
function machineOf(label: string, capture: Capture, asked: unknown[] = []): Machine {
  const there = new Map(capture.packages.map(({ name, version }) => [name, version]))
  const simulate = (install: readonly PackageVersion[]) => ({
    ...{ accepted: install, rejected: [], removals: [], downloadBytes: 0 },
    actions: install.map((one) => {
      const before = there.get(one.name)
      return before === undefined ? { ...one, act: 'install' } : { ...one, act: 'update', before }
    }),
  })
  const answers: Readonly<Record<string, unknown>> = {
    'packages.capture': capture,
    'packages.failed': { units: [] },
    'packages.sources': noSources,
    'packages.room': muchRoom,
  }
  return {
    ...{ name: label, label, wording },
    call: (verb, input) => {
      if (verb.name !== simulatePackages.name) return Promise.resolve(answers[verb.name] as never)
      const request = simulatePackages.input.parse(input)
      asked.push({ install: request.install.map(({ name }) => name), leave: request.leave.map(({ name }) => name) })
      return Promise.resolve(simulate(request.install) as never)
    },
  }
}

const here = captureOf([
  installed('gimp', { needs: ['libgimp'] }),
  installed('libgimp', { auto: true }),
  installed('vim', { version: '2.0' }),
  installed('curl'),
])
const there = captureOf([installed('vim')])

async function planOf(answered: Answers, rules: readonly PackageRule[] = []) {
  const asked: unknown[] = []
  const pair = { from: machineOf('P17', here), to: machineOf('XPS 13', there, asked) }
  const plan = await probePackages(pair, () => Promise.resolve({ ...noRules, rules }), { answered })
  return { plan, asked, pair }
}

const both = { 'apt-later:gimp:amd64': 'later', 'apt-later:vim:amd64': 'later' }

it('is not asked of apt, nor what only it needs, and nothing else may change it', async () => {
  const usual = await planOf({ 'apt-later:gimp:amd64': 'now' })
  expect(usual.asked).toEqual([{ install: ['gimp', 'libgimp', 'curl', 'vim'], leave: [] }])
  expect([usual.plan.later, usual.plan.kept]).toEqual([[], []])
  const { plan, asked } = await planOf(both)
  expect(asked).toEqual([{ install: ['curl'], leave: ['gimp', 'vim'] }])
  expect(plan.actions.map(({ name }) => name)).toEqual(['curl'])
  expect(plan.later).toEqual([
    { name: 'gimp', arch: 'amd64', version: '1.0' },
    { name: 'vim', arch: 'amd64', version: '2.0', before: '1.0' },
  ])
})

it('counts before a rule that wants it on both, and says no more where a rule leaves it anyway', async () => {
  const rule = (decision: PackageRule['decision'], name = 'gimp:amd64') => ({ kind: 'apt', name, decision }) as const
  expect((await planOf(both, [rule('both')])).asked).toEqual([{ install: ['curl'], leave: ['gimp', 'vim'] }])
  const { plan } = await planOf(both, [rule('apart'), rule('never', 'vim')])
  expect([plan.later, plan.kept.map(({ name }) => name)]).toEqual([[], ['gimp', 'vim']])
  // It needs no word where it is the same on both, or is there for others.
  expect((await planOf({ 'apt-later:libgimp:amd64': 'later' })).plan.later).toEqual([])
})

it('is chosen in the proof, and neither the same nor a difference', async () => {
  const { plan } = await planOf(both)
  const after = captureOf([installed('vim'), installed('curl')])
  const pair = { from: machineOf('P17', here), to: machineOf('XPS 13', after) }
  const { items } = await verifyPackages(pair, plan, both, {})
  expect(items[0]).toMatchObject({ verdict: 'as-chosen', compared: 1, chosen: ['gimp', 'vim'], differences: [] })
})

it('is so for Flatpak apps', async () => {
  const [maps, draw] = [flatpak(app('Maps')), flatpak(app('Draw'), { commit: commit('b') })]
  const [from, to] = [
    capture({ remotes: [flathub], flatpaks: [maps, draw], overrides: [{ name: 'org.example.Maps', text: '' }] }),
    capture({ remotes: [flathub], flatpaks: [flatpak(app('Draw'))] }),
  ]
  const answered = {
    'flatpak-later:org.example.Maps:x86_64': 'later',
    'flatpak-later:org.example.Draw:x86_64': 'later',
  }
  const pair = pairOf(from, to)
  const plan = await probeFlatpaks(pair, () => Promise.resolve([]), { answered })
  expect([plan.install, plan.update, plan.overrides]).toEqual([[], [], []])
  const { blocks, summary } = previewFlatpaks(plan, pair)
  expect(summary).toBe('2 Flatpak apps not in this switch')
  expect(blocks).toMatchObject([
    {
      title: 'Flatpak apps not in this switch',
      changes: [
        { name: 'org.example.Maps', refusable: { later: 'flatpak-later:org.example.Maps:x86_64' } },
        { name: 'org.example.Draw', refusable: { decisions: ['never'] } },
      ],
    },
  ])
  const { items } = await verifyFlatpaks(pair, plan, answered, {})
  expect(items[0]).toMatchObject({ chosen: ['org.example.Maps', 'org.example.Draw'], differences: [] })
})

const laptops = snapLaptops()

it('is so for snaps', async () => {
  const hello = doubleSnap('hello')
  const [from, to] = [doubleState({ snaps: [hello, doubleSnap('maps')] }), doubleState({ store: [{ snap: hello }] })]
  const pair = await laptops.pairOf(from, to)
  const answered = { 'snap-later:hello:amd64': 'later' }
  const step = stepWith()
  const plan = await step.probe(pair, { ...runOutside, answered })
  expect([plan.install.map(({ name }) => name), plan.later.map(({ name }) => name)]).toEqual([['maps'], ['hello']])
  const { blocks } = step.preview(plan, pair)
  expect(blocks).toMatchObject([
    { title: 'Snaps' },
    { title: 'Snaps not in this switch', changes: [{ name: 'hello', refusable: { later: 'snap-later:hello:amd64' } }] },
  ])
  const { items } = await step.verify(pair, plan, answered, runOutside)
  expect(items[0]).toMatchObject({ chosen: ['hello'] })
})
