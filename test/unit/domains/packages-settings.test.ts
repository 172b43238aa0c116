/** What is set about programs on either laptop is told side by side, and no password with it. */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ComparedOther } from '../../../src-main/contract/packages-others.ts'
import { settingLines } from '../../../src-main/contract/packages-others-words.ts'
import { captureAlternatives, type Alternatives } from '../../../src-main/domains/packages/alternatives/verbs.ts'
import { alternativesSource } from '../../../src-main/domains/packages/alternatives/on-pair/source.ts'
import { diversionsTold } from '../../../src-main/domains/packages/told/on-pair/told.ts'
import { toldSource } from '../../../src-main/domains/packages/told/on-pair/told-step.ts'
import { listSettings, tellSetting } from '../../../src-main/domains/packages/told/on-machine/list-settings.ts'

import { etcSettingsSource } from '../../../src-main/domains/packages/told/on-pair/etc-settings.ts'
import { listDiversions, listEtcSettings, type Diversion } from '../../../src-main/domains/packages/told/verbs.ts'
import { compareFlatpakSettings, tellPermissions } from '../../../src-main/domains/packages/flatpak/on-pair/source.ts'
import type { ProgramSource } from '../../../src-main/domains/packages/on-pair/programs/program-source.ts'
import type { Snap, SnapCapture } from '../../../src-main/domains/packages/snap/model.ts'
import { compareSnapSettings } from '../../../src-main/domains/packages/snap/on-pair/source.ts'
import { answer, type Answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { noApps } from './captures.ts'
import { capture } from './flatpak-captures.ts'
import { ownFolder } from '../../own-folder.ts'

const told = (others: readonly ComparedOther[] = []) =>
  others.flatMap((one) =>
    one.kind === 'setting'
      ? [[one.name, one.difference, settingLines(one.topic, one.here), settingLines(one.topic, one.there)]]
      : [],
  )

async function comparedBy({ compare }: ProgramSource, here: Answer, there: Answer) {
  const [from, to] = [(await memoryMachine('p17', [here])).machine, (await memoryMachine('xps', [there])).machine]
  return told((await compare?.({ from, to }))?.others)
}

describe('settings of apt', () => {
  let etc: string
  beforeEach(() => (etc = ownFolder('settings')))

  function put(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(etc, name)), { recursive: true })
    writeFileSync(path.join(etc, name), text)
  }
  const isShipped = (name: string) => name.endsWith('shipped')
  const asked = () => {
    const [files, plain] = [listSettings(etc, isShipped, true), listSettings(etc, isShipped)]
    return answer(listEtcSettings, ({ withText }) => Promise.resolve({ files: [...(withText ? files : plain)] }))
  }

  it('are told with the lines in which they differ', async () => {
    put('apt/apt.conf.d/95proxy', '// Ours\nAcquire::Retries "3";\nAcquire::http::Proxy "http://a:b@proxy:3128/";\n')
    put('apt/apt.conf.d/shipped', 'x "1";')
    put('apt/preferences.d/pin', 'Package: *\nPin: release a=testing\n')
    put('apt/preferences.d/same', 'Package: *\n')
    put('apt/preferences.d/private', 'Package: here\n')
    chmodSync(path.join(etc, 'apt/preferences.d/private'), 0o600)
    put('systemd/system/a.service.d/b.conf', '[Service]\nEnvironment=TOKEN=x\n')
    const here = asked()
    put('apt/apt.conf.d/95proxy', 'Acquire::Retries "3";\n')
    put('apt/preferences.d/private', 'Package: there\n')
    put('systemd/system/a.service.d/b.conf', '[Service]\nEnvironment=TOKEN=y\n')
    rmSync(path.join(etc, 'apt/preferences.d/pin'))
    rmSync(path.join(etc, 'apt/apt.conf.d/shipped'))
    const there = asked()
    const hidden = ['set, contents not shown']
    expect(await comparedBy(etcSettingsSource, here, there)).toEqual([
      [
        ...['/etc/apt/apt.conf.d/95proxy', 'different'],
        ['Acquire::http::Proxy "http://[hidden]@proxy:3128/";'],
        ['without these lines'],
      ],
      ['/etc/apt/preferences.d/pin', 'only-here', ['Package: *', 'Pin: release a=testing'], ['not set']],
      ['/etc/apt/preferences.d/private', 'different', hidden, hidden],
      ['/etc/systemd/system/a.service.d/b.conf', 'different', hidden, hidden],
      ['/etc/apt/preferences.d/same', 'same', ['Package: *'], ['Package: *']],
    ])
  })

  it('are said to be alike where only a comment or a password is otherwise', async () => {
    const proxy = (password: string) => `Acquire::http::Proxy "http://a:${password}@proxy:3128/";`
    put('apt/apt.conf.d/95proxy', proxy('one'))
    const here = asked()
    put('apt/apt.conf.d/95proxy', proxy('two'))
    const alike = ['the same but for comments, the order of lines or a password']
    expect(await comparedBy(etcSettingsSource, here, asked())).toEqual([
      ['/etc/apt/apt.conf.d/95proxy', 'different', alike, alike],
    ])
  })

  it.each([
    ['Acquire::http::Proxy "http://ann:hunter2@proxy:3128/";', 'Acquire::http::Proxy "http://[hidden]@proxy:3128/";'],
    ['Acquire::http::Proxy "http://ann:hun@ter2@proxy:3128";', 'Acquire::http::Proxy "http://[hidden]@proxy:3128";'],
    ['Acquire::http::Proxy "http://hunter2@proxy";', 'Acquire::http::Proxy "http://[hidden]@proxy";'],
    ['Acquire::http::Proxy "ann:hunter2@proxy:3128";', 'Acquire::http::Proxy "[hidden]@proxy:3128";'],
    ['http { Proxy "https://proxy/?token=hunter2"; };', 'http { Proxy "https://proxy/?[hidden]"; };'],
    ['Acquire::Own::Password "hunter2";', 'Acquire::Own::Password [hidden];'],
    ['Acquire::http::Header "X: hunter2";', 'Acquire::http::Header [hidden];'],
    ['Acquire::http::Proxy::deb.debian.org "DIRECT";', 'Acquire::http::Proxy::deb.debian.org "DIRECT";'],
    ['#clear APT::Own;', '#clear APT::Own;'],
  ])('are told without what may be a password: %s', (line, shown) => {
    expect(tellSetting(`# hunter2\n${line}\n`)).toEqual({ lines: [shown], more: 0 })
  })

  it('are cut where they are long', () => {
    const { lines, more } = tellSetting(Array.from({ length: 230 }, (_, index) => `A::b${index} "x";`).join('\n'))
    expect([lines.length, more]).toEqual([200, 30])
    expect(settingLines('apt-file', { kind: 'lines', lines, more }).at(-1)).toBe('30 more lines')
    const [long] = tellSetting(`${'x'.repeat(400)} "http://a:hunter2@b"`).lines
    expect(long).toBe(`${'x'.repeat(300)}…`)
  })
})

it('tells default programs that were set by hand on either laptop, those of a graphics card left out', async () => {
  const answering = (all: Alternatives) =>
    answer(captureAlternatives, () => Promise.resolve({ ...all, notOffered: [] }))
  const at = (name: string, program: string) => ({ name, path: `/usr/bin/${program}` })
  const here = {
    chosen: [at('editor', 'vim'), at('pager', 'less'), at('awk', 'gawk'), at('glx', 'nvidia')],
    automatic: ['x-www-browser'],
  }
  const there = {
    chosen: [at('editor', 'nano'), at('pager', 'less'), at('x-www-browser', 'firefox'), at('vi', 'nvi')],
    automatic: ['awk'],
  }
  expect(await comparedBy(alternativesSource, answering(here), answering(there))).toEqual([
    ['pager', 'same', ['/usr/bin/less'], ['/usr/bin/less']],
    ['editor', 'different', ['/usr/bin/vim'], ['/usr/bin/nano']],
    ['awk', 'different', ['/usr/bin/gawk'], ['chosen automatically']],
    ['x-www-browser', 'different', ['chosen automatically'], ['/usr/bin/firefox']],
    ['vi', 'only-there', ['not installed'], ['/usr/bin/nvi']],
  ])
})

it('tells where each laptop has diverted files', async () => {
  const answering = (...diversions: Diversion[]) => answer(listDiversions, () => Promise.resolve({ diversions }))
  const file = (name: string, to: string) => ({ path: `/usr/bin/${name}`, to: `/usr/bin/${to}` })
  const [here, there] = [
    answering(file('a', 'a.distrib'), file('b', 'b.real')),
    answering(file('b', 'b.old'), file('constructor', 'c')),
  ]
  expect(await comparedBy(toldSource(diversionsTold), here, there)).toEqual([
    ['/usr/bin/a', 'only-here', ['/usr/bin/a.distrib'], ['not set']],
    ['/usr/bin/b', 'different', ['/usr/bin/b.real'], ['/usr/bin/b.old']],
    ['/usr/bin/constructor', 'only-there', ['not set'], ['/usr/bin/c']],
  ])
})

it('tells what is set for Flatpak, of variables of the environment their names alone', () => {
  const text = '[Context]\nfilesystems=home;\n\n[Environment]\nTOKEN=hunter2\n\n[Session Bus Policy]\norg.a=talk\n'
  const here = capture({ masks: ['org.a.*'], pins: ['runtime/org.b/x86_64/1'], overrides: [{ name: 'org.a', text }] })
  const other = text.replace('hunter2', 'hunter3')
  const there = capture({ pins: ['runtime/org.b/x86_64/1'], overrides: [{ name: 'org.a', text: other }] })
  const alike = ['the same but for comments, the order of lines or a password']
  expect(told(compareFlatpakSettings(here, there))).toEqual([
    ['org.a.*', 'only-here', ['set'], ['not set']],
    ['runtime/org.b/x86_64/1', 'same', ['set'], ['set']],
    ['org.a', 'different', alike, alike],
  ])
  expect(settingLines('flatpak-permissions', tellPermissions(text))).toEqual([
    ...['filesystems=home;', 'Environment: TOKEN', 'Session Bus Policy: org.a=talk'],
  ])
})

it('tells what is set for snaps that both laptops have, and nothing where snapd does not answer', () => {
  const snap = (name: string, more: Partial<Snap> = {}): Snap => ({
    ...{ name, kind: 'app', title: '', version: '1', revision: '1', channel: 'latest/stable', publisher: '' },
    ...{ confinement: 'strict', isFromStore: true, isEnabled: true, isHeld: false, installedBytes: 0 },
    ...more,
  })
  const camera = { plugSnap: 'web', plug: 'camera', slotSnap: '', slot: 'camera', isConnected: true } as const
  const here: SnapCapture = {
    ...noApps.snap,
    ...{ snaps: [snap('web', { isHeld: true, channel: 'latest/edge' }), snap('own', { isHeld: true })] },
    ...{ connections: [camera], aliases: [{ snap: 'web', app: 'run', alias: 'w' }] },
  }
  const there: SnapCapture = {
    ...noApps.snap,
    ...{ snaps: [snap('web', { isEnabled: false })], connections: [{ ...camera, isConnected: false }] },
  }
  expect(told(compareSnapSettings(here, there))).toEqual([
    ['web', 'different', ['latest/edge'], ['latest/stable']],
    ['web', 'only-here', ['set'], ['not set']],
    ['web', 'only-there', ['not set'], ['set']],
    ['web:camera :camera', 'different', ['connected'], ['disconnected']],
    ['w', 'only-here', ['web.run'], ['not set']],
  ])
  expect(compareSnapSettings(here, { ...there, snapd: 'silent' })).toEqual([])
})
