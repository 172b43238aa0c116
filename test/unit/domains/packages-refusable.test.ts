/** What of a plan can be decided not to happen, and that the rule that is made of it keeps it from happening. */
import { describe, expect, it } from 'vitest'
import { packageRuleSchema, ruleFor } from '../../../src-main/contract/package-rule.ts'
import type { Change, Preview } from '../../../src-main/contract/preview.ts'
import type { FlatpakPlan } from '../../../src-main/domains/packages/flatpak/on-pair/flatpak-plan.ts'
import { previewFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/preview-flatpaks.ts'
import { previewPackages } from '../../../src-main/domains/packages/on-pair/preview-packages.ts'
import { noPackagesPlan } from './captures.ts'
import { flatpak } from './flatpak-captures.ts'
import { pair } from '../machine/told-machine.ts'

const emptyFlatpakPlan: FlatpakPlan = {
  isInstalled: { from: false, to: false },
  ...{ remotes: [], install: [], update: [], rejected: [], removals: [], kept: [], both: [], newer: [] },
  later: [],
  ...{ remotesTold: [], remotesDiffering: [], keptRemotes: [], isPersonUnknown: false },
  ...{ masks: [], pins: [], overrides: [], others: [], rooms: [], failedBefore: [] },
  settingsThere: { masks: [], pins: [], overrides: [] },
}

const changesOf = ({ blocks }: Preview): readonly Change[] =>
  blocks.flatMap((block) => (block.kind === 'changes' ? block.changes : []))
const offered = (preview: Preview) =>
  changesOf(preview).map(({ name, refusable }) => [name, refusable?.decisions ?? []])

describe('what of a plan can be refused', () => {
  const ref = (name: string) => ({ name, arch: 'amd64', version: '2.0' })
  const plan = {
    ...noPackagesPlan,
    install: [
      { ...ref('gimp'), auto: false },
      { ...ref('libgimp'), auto: true },
      { ...ref('vim'), auto: false },
      { ...ref('torn'), auto: false },
    ],
    actions: [
      { ...ref('gimp'), act: 'install' as const },
      { ...ref('libgimp'), act: 'install' as const },
      { ...ref('libbabl'), act: 'install' as const },
      { ...ref('vim'), act: 'update' as const, before: '1.0' },
      { ...ref('torn'), act: 'update' as const, before: '2.0' },
      { ...ref('vim-common'), act: 'update' as const, before: '1.0' },
    ],
  }

  it('are packages that were asked for by themselves, and no repair', () => {
    expect(offered(previewPackages(plan, pair))).toEqual([
      ['gimp', ['apart', 'never']],
      ['libgimp', []],
      ['libbabl', []],
      ['vim', ['never']],
      ['torn', []],
      ['vim-common', []],
    ])
  })

  it('are apps, and no runtimes', () => {
    const app = { ...flatpak('app/org.gimp.GIMP/x86_64/stable'), remote: 'flathub' }
    const runtime = { ...flatpak('runtime/org.gnome.Platform/x86_64/48'), remote: 'flathub' }
    const other = flatpak('app/org.gnome.Maps/x86_64/stable')
    const flatpaks = previewFlatpaks({ ...emptyFlatpakPlan, install: [app, runtime], update: [other] }, pair)
    expect(offered(flatpaks).map(([, decisions]) => decisions)).toEqual([['apart', 'never'], [], ['never']])
  })

  it('can be left this time as well, and what is left can be taken in again', () => {
    const left = [
      { ...ref('inkscape'), version: '1.4' },
      { ...ref('nano'), version: '2.0', before: '1.0' },
    ]
    const preview = previewPackages({ ...plan, kept: [ref('inkscape')], later: left }, pair)
    const lines = changesOf(preview).flatMap(({ effect, name, detail, refusable }) =>
      refusable === undefined ? [] : [[effect, name, detail, refusable.decisions.join(), refusable.later]],
    )
    expect(lines).toEqual([
      ['add', 'gimp', '2.0', 'apart,never', 'apt-later:gimp:amd64'],
      ['update', 'vim', '1.0 → 2.0', 'never', 'apt-later:vim:amd64'],
      ['keep', 'inkscape', '1.4', 'apart,never', 'apt-later:inkscape:amd64'],
      ['keep', 'nano', '1.0 → 2.0', 'never', 'apt-later:nano:amd64'],
    ])
    expect(preview.summary).toBe('3 to install, 3 to update, 2 not in this switch')
    // No rule is told of, as there is none.
    expect(preview.blocks.filter(({ kind }) => kind === 'notice')).toEqual([])
  })

  it('make a rule about just that', () => {
    const [gimp] = changesOf(previewPackages(plan, pair))
    const rule = packageRuleSchema.parse({ ...gimp?.refusable, decision: 'apart' })
    expect(rule).toEqual({ kind: 'apt', name: 'gimp:amd64', decision: 'apart' })
    const about = (name: string, architecture = 'amd64') => ruleFor([rule], { kind: 'apt', name, architecture })
    expect([about('gimp'), about('gimp', 'i386'), about('libgimp')]).toEqual([rule, undefined, undefined])
  })
})
