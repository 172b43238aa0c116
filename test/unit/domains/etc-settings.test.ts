/** Pins, proxies, presets and drop-ins that differ are told beside what they are about; /etc decides about them. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { listSettings } from '../../../src-main/domains/packages/told/on-machine/list-settings.ts'
import { compareSettings, createEtcSettingsStep } from '../../../src-main/domains/packages/told/on-pair/etc-settings.ts'
import { listEtcSettings, type SettingsFile } from '../../../src-main/domains/packages/told/verbs.ts'
import { packagesDeclaration } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { runOutside } from '../../run-outside.ts'
import { ownFolder } from '../../own-folder.ts'

let etc: string

beforeEach(() => (etc = ownFolder('etc-settings')))

const write = (name: string, text = name): void => {
  mkdirSync(path.dirname(path.join(etc, name)), { recursive: true })
  writeFileSync(path.join(etc, name), text)
}
const list = (isShipped = (_path: string, _md5: string): boolean => false) => listSettings(etc, isShipped)

describe('settings of apt and of services', () => {
  it('are the files that apt and systemd read, and no others', () => {
    const read = [
      ...['apt/preferences', 'apt/apt.conf.d/95proxy', 'apt/apt.conf.d/mine.conf', 'apt/preferences.d/pin'],
      ...['systemd/system-preset/10-mine.preset', 'systemd/user-preset/a.preset'],
      ...['systemd/system/foo@.service.d/limit.conf', 'systemd/user/bar.timer.d/b.conf'],
    ]
    read.forEach((name) => write(name))
    for (const name of [
      ...['apt/auth.conf', 'apt/sources.list', 'apt/apt.conf.d/95proxy.dpkg-old', 'apt/preferences.d/pin~'],
      ...['apt/preferences.d/sub/pin', 'systemd/system/foo.service', 'systemd/system/foo.service.wants/x.conf'],
      ...['systemd/system.conf', 'systemd/system/odd name.service.d/x.conf'],
    ])
      write(name)
    symlinkSync('/elsewhere', path.join(etc, 'apt/preferences.d/linked'))
    symlinkSync(path.join(etc, 'apt/preferences.d'), path.join(etc, 'systemd/system/linked.service.d'))
    expect(
      list()
        .map((one) => one.path)
        .sort(),
    ).toEqual([...read, 'apt/preferences.d/linked'].sort())
    rmSync(path.join(etc, 'apt'), { recursive: true })
    expect(list().every(({ kind }) => kind === 'units')).toBe(true)
  })

  it('tell nothing of what is in them', () => {
    write('apt/apt.conf.d/95proxy', 'Acquire::http::Proxy "http://alice:hunter2@proxy:3128";')
    expect(JSON.stringify(list())).not.toContain('hunter2')
  })

  it('differ only where somebody decided: what a package put there comes and goes with it', () => {
    const file = (name: string, content: string, isShipped = false): SettingsFile => ({
      ...{ kind: 'apt', path: `apt/apt.conf.d/${name}`, sha256: content.repeat(64), isShipped },
    })
    const from = [file('same', 'a'), file('shipped', 'a', true), file('updated', 'a', true), file('changed', 'a', true)]
    const to = [file('same', 'a'), file('updated', 'b', true), file('changed', 'b'), file('there', 'a')]
    expect(compareSettings([...from, file('here', 'a')], to).map(({ path: name, on }) => `${on} ${name}`)).toEqual([
      'both apt/apt.conf.d/changed',
      'from apt/apt.conf.d/here',
      'to apt/apt.conf.d/there',
    ])
  })
})

describe('a plan', () => {
  interface Made {
    readonly hasAptRule?: (file: string) => boolean
    readonly carriesEtc?: boolean
    readonly scope?: 'packages'
  }
  const machineWith = async (name: string, files: readonly SettingsFile[]) =>
    (await memoryMachine(name, [answer(listEtcSettings, () => Promise.resolve({ files: [...files] }))])).machine

  async function planned({ hasAptRule = () => false, carriesEtc = true, scope }: Made = {}) {
    write('apt/preferences.d/pin')
    write('systemd/system/foo.service.d/limit.conf', 'here')
    const here = list()
    rmSync(path.join(etc, 'apt'), { recursive: true })
    write('systemd/system/foo.service.d/limit.conf', 'there')
    const pair: Pair = { from: await machineWith('p17', here), to: await machineWith('xps', list()) }
    const step = createEtcSettingsStep(packagesDeclaration, () => Promise.resolve({ hasAptRule, carriesEtc }))
    const plan = await step.probe(pair, { ...runOutside, scope })
    expect(step.changes?.(plan, { ...plan, differing: [] }, {})).toEqual([])
    const { blocks } = step.preview(plan, pair)
    return { blocks, proof: await step.verify(pair, plan, {}, runOutside), planSchema: step.planSchema }
  }

  it('names them, says which laptop has them, and where they are decided', async () => {
    const { blocks, proof } = await planned()
    expect(blocks).toMatchObject([
      {
        ...{ kind: 'notice', tone: 'warning', title: 'Apt settings' },
        text: 'Only P17 has /etc/apt/preferences.d/pin. It decides which versions apt picks and how it downloads them. You decide about these files under /etc.',
      },
      {
        ...{ kind: 'notice', tone: 'info', title: 'Settings of services' },
        text: 'Different on the two: /etc/systemd/system/foo.service.d/limit.conf. You decide about these files under /etc.',
      },
    ])
    // They are among the files that the step of /etc proves.
    expect(proof.items).toEqual([])
  })

  it('warns no more of a setting of apt that a rule for /etc decides about', async () => {
    const { blocks } = await planned({ hasAptRule: (file) => file === 'preferences.d/pin' })
    expect(blocks).toMatchObject([{ tone: 'info' }, { tone: 'info' }])
  })

  it.each([
    ['is of packages alone', { scope: 'packages' as const }],
    ['leaves /etc as it is', { carriesEtc: false }],
  ])(
    'says that nothing of it is copied where the switch %s, and its proof names it as not compared',
    async (_, made) => {
      const { blocks, proof } = await planned(made)
      expect(blocks).toMatchObject([
        {
          text: 'Only P17 has /etc/apt/preferences.d/pin. It decides which versions apt picks and how it downloads them. This switch copies nothing of /etc.',
        },
        {
          text: 'Different on the two: /etc/systemd/system/foo.service.d/limit.conf. This switch copies nothing of /etc.',
        },
      ])
      expect(proof.items).toMatchObject([
        {
          ...{ title: 'Apt settings', verdict: 'not-compared', compared: 0 },
          text: '1 file differs or is on one laptop only. This switch copies nothing of /etc',
          notCompared: { why: 'left-out', what: '1 setting of apt', names: ['/etc/apt/preferences.d/pin'] },
        },
        {
          ...{ title: 'Settings of services', verdict: 'not-compared' },
          notCompared: { what: '1 setting of services', names: ['/etc/systemd/system/foo.service.d/limit.conf'] },
        },
      ])
    },
  )
})
