/** Services that somebody set up past packages and systemctl: told by name, never enabled, never called the same. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { Capture, UnitByHand, PackageUnits } from '../../../src-main/domains/packages/model.ts'
import { readUnits } from '../../../src-main/domains/packages/on-machine/read-units.ts'
import { compareUnits, localUnits } from '../../../src-main/domains/packages/on-pair/compare-units.ts'
import { agreedUnits } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { packagesDeclaration } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import { unitQuestion } from '../../../src-main/domains/packages/on-pair/questions/unit-question.ts'
import { unitsSideBySide } from '../../../src-main/domains/packages/on-pair/units-side-by-side.ts'
import { startsItem } from '../../../src-main/domains/packages/on-pair/proof/starts-item.ts'
import { unitsTold } from '../../../src-main/domains/packages/told/on-pair/told.ts'
import { checkTold, createToldStep } from '../../../src-main/domains/packages/told/on-pair/told-step.ts'
import { otherLine } from '../../../src-main/contract/packages-others-words.ts'
import { capturePackages } from '../../../src-main/domains/packages/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { noneOfUsers, noUnits, unremarkable } from './captures.ts'
import { runOutside } from '../../run-outside.ts'
import { ownFolder } from '../../own-folder.ts'

let root: string

beforeEach(() => {
  root = ownFolder('units-by-hand')
  for (const name of ['cron.service', 'ssh.service', 'foo@.service'])
    put(`usr/lib/systemd/system/${name}`, '[Install]\nWantedBy=multi-user.target\nAlias=sshd.service\n')
  for (const name of ['graphical.target', 'multi-user.target', 'helper.service', 'gdm.service'])
    put(`usr/lib/systemd/system/${name}`, '[Unit]\n')
  put('usr/lib/systemd/system/sddm.service', '[Install]\nAlias=display-manager.service\n')
})

function put(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}
function link(file: string, target: string): void {
  const place = path.join(root, 'etc/systemd/system', file)
  mkdirSync(path.dirname(place), { recursive: true })
  symlinkSync(target, place)
}
const packaged = (name: string): string => `/usr/lib/systemd/system/${name}`
const byHand = (unit: string, name: string, target = unit, isLost = false): UnitByHand => ({
  ...{ kind: 'link', unit, path: name, target, isLost },
})

describe('the links of a laptop', () => {
  it('enable and mask where systemctl makes them', () => {
    link('multi-user.target.wants/cron.service', packaged('cron.service'))
    link('multi-user.target.wants/foo@bob.service', '/lib/systemd/system/foo@.service')
    link('sshd.service', packaged('ssh.service'))
    link('helper.service', '/dev/null')
    expect(readUnits(root)).toMatchObject({
      ...{ enabled: ['cron.service', 'foo@bob.service', 'ssh.service'], masked: ['helper.service'], byHand: [] },
    })
  })

  it('are by hand where they start what systemctl cannot enable', () => {
    link('display-manager.service', '/lib/systemd/system/sddm.service')
    link('multi-user.target.wants/helper.service', '../helper.service')
    link('other.service', packaged('cron.service'))
    put('etc/systemd/system/mine.timer', '[Timer]\nOnBootSec=1\n')
    link('timers.target.wants/mine.timer', '/etc/systemd/system/mine.timer')
    const units = readUnits(root)
    expect(units).toMatchObject({ enabled: [], masked: [] })
    expect(units.static).toEqual([
      ...['gdm.service', 'graphical.target', 'helper.service', 'mine.timer', 'multi-user.target'],
    ])
    expect(units.byHand).toEqual([
      byHand('sddm.service', 'display-manager.service'),
      byHand('helper.service', 'multi-user.target.wants/helper.service'),
      byHand('cron.service', 'other.service'),
      byHand('mine.timer', 'timers.target.wants/mine.timer'),
    ])
  })

  it('are by hand where their unit lies elsewhere, or nowhere', () => {
    put('opt/x/x.service', '[Install]\nWantedBy=multi-user.target\n')
    put('usr/local/lib/systemd/system/local.service', '[Install]\nWantedBy=multi-user.target\n')
    link('x.service', '/opt/x/x.service')
    link('multi-user.target.wants/x.service', '/opt/x/x.service')
    link('multi-user.target.wants/local.service', '/usr/local/lib/systemd/system/local.service')
    link('multi-user.target.wants/deleted.service', '/etc/systemd/system/deleted.service')
    link('never-there.service', '/dev/null')
    link('cron.service.d', '/srv/cron')
    const elsewhere = '/usr/local/lib/systemd/system/local.service'
    expect(readUnits(root).byHand).toEqual([
      byHand('cron', 'cron.service.d', '/srv/cron', true),
      byHand('deleted.service', 'multi-user.target.wants/deleted.service', undefined, true),
      byHand('local.service', 'multi-user.target.wants/local.service', elsewhere),
      byHand('x.service', 'multi-user.target.wants/x.service', '/opt/x/x.service'),
      byHand('never-there.service', 'never-there.service', '/dev/null'),
      byHand('x.service', 'x.service', '/opt/x/x.service'),
      { kind: 'file', unit: 'local.service', place: elsewhere },
    ])
  })

  it('say which target the laptop starts into, as systemd itself does where there is no link', () => {
    expect(readUnits(root)).toMatchObject({ startsInto: '', byHand: [] })
    symlinkSync('graphical.target', path.join(root, packaged('default.target')))
    expect(readUnits(root)).toMatchObject({ startsInto: 'graphical.target', byHand: [] })
    link('default.target', '/lib/systemd/system/multi-user.target')
    expect(readUnits(root)).toMatchObject({ startsInto: 'multi-user.target', byHand: [] })
    rmSync(path.join(root, 'etc/systemd/system/default.target'))
    link('default.target', '/srv/mine.target')
    expect(readUnits(root)).toMatchObject({
      ...{ startsInto: '', byHand: [byHand('mine.target', 'default.target', '/srv/mine.target', true)] },
    })
    rmSync(path.join(root, 'etc/systemd/system/default.target'))
    put('etc/systemd/system/default.target', '[Unit]\n')
    expect(readUnits(root)).toMatchObject({ startsInto: '', byHand: [] })
  })

  it('are nothing where a package left them behind, or systemd does not read them', () => {
    link('multi-user.target.wants/removed.service', packaged('removed.service'))
    put('var/lib/systemd/deb-systemd-helper-enabled/multi-user.target.wants/removed.service', '')
    link('masked.service', '/dev/null')
    put('var/lib/systemd/deb-systemd-helper-masked/masked.service', '')
    link('cron.service.d/limit.conf', '/srv/limit.conf')
    link('notes/x.service', '/srv/x.service')
    expect(readUnits(root)).toMatchObject({ enabled: [], masked: [], byHand: [] })
  })
})

const units = (more: Partial<PackageUnits> = {}): PackageUnits => ({
  ...{ ...noUnits, files: ['cron.service', 'helper.service'], static: ['helper.service'] },
  ...more,
})
const failed = { label: 'XPS', words: new Map<string, string>() }
const undecided = { label: 'P17', asked: [], agreed: [], undecided: [], failed }
const linked = units({ byHand: [byHand('helper.service', 'multi-user.target.wants/helper.service')] })

async function pairWith(from: PackageUnits, to: PackageUnits) {
  const rest: Omit<Capture, 'units'> = {
    ...{ nativeArch: 'amd64', architectures: ['amd64'], packages: [], own: [], ...unremarkable },
    health: { kind: 'healthy' },
  }
  const laptop = async (name: string, its: PackageUnits) =>
    (await memoryMachine(name, [answer(capturePackages, () => Promise.resolve({ ...rest, units: its }))])).machine
  return { from: await laptop('P17', from), to: await laptop('XPS', to) }
}

describe('a service that only a link starts', () => {
  it('is neither enabled nor counted as the same', () => {
    expect([...compareUnits(linked, units()), ...compareUnits(units(), linked)]).toEqual([])
    const item = startsItem('Services', { from: linked, to: units(), ...undecided })
    expect(item).toMatchObject({ verdict: 'same', compared: 1, text: '1 start as on P17' })
    const alike = startsItem('Services', { from: linked, to: linked, ...undecided })
    expect(alike).toMatchObject({ verdict: 'same', compared: 2 })
  })

  it('can be masked all the same', () => {
    const masked = units({ masked: ['helper.service'] })
    expect(compareUnits(masked, linked)).toEqual([{ unit: 'helper.service', change: 'mask' }])
    expect(compareUnits(linked, masked)).toEqual([{ unit: 'helper.service', change: 'unmask' }])
  })

  it('is left as it is where one laptop can enable it and the other cannot', () => {
    const enabled = units({ static: [], enabled: ['helper.service'] })
    expect([...compareUnits(enabled, units()), ...compareUnits(units(), enabled)]).toEqual([])
  })

  it('is told in the plan and in the proof, as not compared', async () => {
    const here = units({
      byHand: [
        ...linked.byHand,
        byHand('x.service', 'x.service', '/opt/x/x.service'),
        { kind: 'file', unit: 'local.service', place: '/usr/local/lib/systemd/system/local.service' },
      ],
    })
    const users = {
      ...noneOfUsers,
      byHand: [byHand('gone.service', 'default.target.wants/gone.service', undefined, true)],
    }
    const pair = await pairWith(here, units({ users }))
    const step = createToldStep(packagesDeclaration, unitsTold)
    const plan = await step.probe(pair, runOutside)
    expect(step.preview(plan, pair)).toMatchObject({
      summary: '2 links and 1 file of services not copied',
      questions: [],
      blocks: [
        {
          changes: [
            { effect: 'cannot', name: 'multi-user.target.wants/helper.service' },
            { effect: 'cannot', name: 'x.service → /opt/x/x.service' },
            { effect: 'cannot', name: '/usr/local/lib/systemd/system/local.service' },
          ],
        },
      ],
    })
    expect((await step.run(pair, plan, {}, runOutside)).items).toBe(0)
    expect((await step.verify(pair, plan, {}, runOutside)).items).toMatchObject([
      {
        verdict: 'not-compared',
        text: '2 links and 1 file of services only on P17, 1 link of services only on XPS. Links made by hand in /etc/systemd, and units in /usr/local, are not copied',
        notCompared: {
          why: 'left-out',
          names: [
            'multi-user.target.wants/helper.service',
            'x.service → /opt/x/x.service',
            '/usr/local/lib/systemd/system/local.service',
            'default.target.wants/gone.service, which leads to no unit (of every user)',
          ],
        },
      },
    ])
    const area = await checkTold(unitsTold)(pair, undefined, runOutside)
    expect(area.notCompared.items.map(({ onlyOn }) => onlyOn)).toEqual(['P17', 'P17', 'P17', 'XPS'])
  })

  it('is never the same on the page', () => {
    const labels = { here: 'P17', there: 'XPS' }
    const listed = unitsSideBySide(linked, units({ byHand: [{ kind: 'file', unit: 'a', place: '/usr/local/a' }] }))
    expect(listed.map((one) => [one.name, one.difference, otherLine(one, labels)])).toEqual([
      ['cron.service', 'same', 'does not start by itself'],
      ['helper.service', 'not-compared', 'P17: starts by itself, XPS: does not start by itself'],
      ['multi-user.target.wants/helper.service', 'only-here', 'a link made by hand'],
      ['/usr/local/a', 'only-there', 'a file in /usr/local'],
    ])
  })
})

describe('the target that a laptop starts into', () => {
  const targets = ['graphical.target', 'multi-user.target', 'rescue.target']
  const into = (startsInto: string, files: readonly string[] = targets): PackageUnits => ({
    ...{ ...noUnits, startsInto, files: [...files], static: [...files] },
  })
  const text = into('multi-user.target')
  const desktop = into('graphical.target')

  it('is set as on the laptop that is left where the person says so', () => {
    const [change] = compareUnits(text, desktop)
    expect([...compareUnits(text, desktop), ...compareUnits(text, text)]).toEqual([
      { unit: 'multi-user.target', change: 'set-default' },
    ])
    if (change === undefined) throw new Error('nothing to do')
    expect(agreedUnits([change], {})).toEqual([])
    expect(agreedUnits([change], { 'unit:multi-user.target': 'follow' })).toEqual([change])
    const laptops = { from: { label: 'P17' }, to: { label: 'XPS' } }
    expect(unitQuestion(change, stepIds.packages, laptops)).toMatchObject({
      ...{ title: 'multi-user.target', reason: 'On P17 it is what the laptop starts into', safeDefault: 'keep' },
      choices: [{ id: 'keep' }, { id: 'follow', effect: 'Set as on P17, from the next start on.' }, {}],
    })
    const item = startsItem('Services', { from: text, to: desktop, ...undecided })
    expect(item).toMatchObject({ verdict: 'differs', differences: ['multi-user.target'], compared: 2 })
  })

  it('is told where the other laptop does not have it, or it is for repairs', async () => {
    for (const [here, there] of [
      [text, into('graphical.target', ['graphical.target'])],
      [into('rescue.target'), into('multi-user.target')],
      [text, into('')],
    ] as const) {
      expect(compareUnits(here, there)).toEqual([])
      const pair = await pairWith(here, there)
      const step = createToldStep(packagesDeclaration, unitsTold)
      const [item] = (await step.verify(pair, await step.probe(pair, runOutside), {}, runOutside)).items
      expect(item?.notCompared?.names).toEqual([
        `default.target → ${here.startsInto}`,
        ...(there.startsInto === '' ? [] : [`default.target → ${there.startsInto}`]),
      ])
    }
  })

  it('may be a hand-written one, which is set with those', () => {
    const mine = { ...into('mine.target'), local: ['mine.target'] }
    const there = { ...desktop, local: ['mine.target'] }
    expect(compareUnits(mine, there)).toEqual([])
    expect(compareUnits(localUnits(mine), localUnits(there))).toEqual([{ unit: 'mine.target', change: 'set-default' }])
  })

  it('is started by itself on the page', () => {
    const [first] = unitsSideBySide(text, desktop).filter(({ name }) => name === 'multi-user.target')
    expect(first).toMatchObject({ difference: 'different', here: 'enabled', there: 'disabled' })
  })
})
