/** What the Packages page says of one thing agrees with what the plan of the switch does with it, whatever is answered. */
import { describe, expect, it } from 'vitest'
import { keyOfOther, keyOfPackage } from '../../../src-main/contract/packages-key.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { Answers, Preview } from '../../../src-main/contract/preview.ts'
import { previewFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/preview-flatpaks.ts'
import {
  compareFlatpakSettings,
  compareFlatpakApps,
} from '../../../src-main/domains/packages/flatpak/on-pair/source.ts'
import { applyAnswers as agreedFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/flatpak-plan.ts'
import { compareFlatpakSources } from '../../../src-main/domains/packages/flatpak/on-pair/remotes/side-by-side.ts'
import {
  type FlatpakCapture,
  type Remote,
  addressOf,
  packageName,
} from '../../../src-main/domains/packages/flatpak/model.ts'
import { applyAnswers } from '../../../src-main/domains/packages/on-pair/apply-answers.ts'
import { atSwitch } from '../../../src-main/domains/packages/on-pair/at-switch/at-switch.ts'
import type { PackagesPlan } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { previewPackages } from '../../../src-main/domains/packages/on-pair/preview-packages.ts'
import { compareSources } from '../../../src-main/domains/packages/on-pair/sources/compare-sources.ts'
import { sourcesSideBySide } from '../../../src-main/domains/packages/on-pair/sources/side-by-side.ts'
import type { PackageSource } from '../../../src-main/domains/packages/sources-model.ts'
import { compareSnapApps } from '../../../src-main/domains/packages/snap/on-pair/source.ts'
import { applyAnswers as agreedSnaps } from '../../../src-main/domains/packages/snap/on-pair/snap-plan.ts'
import { captureSnaps } from '../../../src-main/domains/packages/snap/verbs.ts'
import { packagesMessages } from '../../../src-main/domains/packages/messages.ts'
import { doubleSnap, doubleState } from '../../snapd-double.ts'
import { archiveAt, noPackagesPlan, noSources, sourceAt } from './captures.ts'
import { app, capture, flathub, flatpak, pairOf, planOf as flatpakPlanOf } from './flatpak-captures.ts'
import { planOf as snapPlanOf, snapLaptops, stepWith } from './snap-laptops.ts'
import { pair } from '../machine/told-machine.ts'

type Said = 'changes' | 'asks' | 'leaves' | 'nothing'

const saidOf = (preview: Preview, key: string): { readonly does: Said; readonly text: string } => {
  const lines = atSwitch(preview).filter(({ listedAs }) => listedAs === key)
  return { does: lines[0]?.does ?? 'nothing', text: lines.map(({ text }) => text).join(' ') }
}

/** Every question with the choice that changes most. */
const yesToAll = ({ questions }: Preview): Answers =>
  Object.fromEntries(
    questions.flatMap(({ id, choices }) => {
      const choice = choices.find(({ meaning, rule }) => rule === undefined && ['change', 'remove'].includes(meaning))
      return choice === undefined ? [] : [[id, choice.id]]
    }),
  )

/** What the plan does with it, and what only with a yes. */
function doneBy(preview: Preview, isDone: (answers: Answers) => boolean): Said {
  if (isDone({})) return 'changes'
  return isDone(yesToAll(preview)) ? 'asks' : 'leaves'
}

/** Of what nothing is said, nothing is done. */
const agrees = (said: Said, done: Said) => said === done || (said === 'nothing' && done === 'leaves')

describe('a Flatpak source', () => {
  const vendor: Remote = { ...flathub, name: 'vendor', title: '', url: 'https://vendor.example/repo', collection: '' }
  const otherKey: Remote = { ...vendor, keys: [{ fingerprint: 'CD34', owner: 'Vendor' }] }
  const only = (remote: Partial<Remote>) => [capture({ remotes: [{ ...vendor, ...remote }] }), capture({})] as const
  const sidesOf = (here: Remote, there: Remote) =>
    [capture({ remotes: [here] }), capture({ remotes: [there] })] as const
  const apart: readonly PackageRule[] = [{ kind: 'flatpak-source', name: addressOf(vendor), decision: 'apart' }]

  it.each<
    [
      what: string,
      sides: readonly [FlatpakCapture, FlatpakCapture],
      says: readonly [Said, RegExp],
      rules?: readonly PackageRule[],
    ]
  >([
    ['only on the laptop that is left', only({}), ['asks', /^You are asked: .*, or Add on XPS 13\.$/]],
    ['with a password', only({ hasPassword: true }), ['leaves', /needs a password/]],
    ['without a signature', only({ isSigned: false }), ['leaves', /not signed/]],
    ['with a filter', only({ isFiltered: true }), ['leaves', /filtered/]],
    [
      'of a name that is taken',
      sidesOf(vendor, { ...flathub, name: 'vendor' }),
      ['leaves', /another source of the name/],
    ],
    ['turned off', only({ isDisabled: true }), ['leaves', /turned off on P17/]],
    ['with other keys', sidesOf(vendor, otherKey), ['leaves', /remote-modify --gpg-import=/]],
    ['turned off on one', sidesOf(vendor, { ...vendor, isDisabled: true }), ['leaves', /turned off/]],
    ['the same', sidesOf(vendor, vendor), ['nothing', /^$/]],
    ['only on the laptop that is taken', [capture({}), capture({ remotes: [vendor] })], ['nothing', /^$/]],
    ['kept apart by a rule', only({}), ['nothing', /^$/], apart],
  ])('%s', async (_what, [from, to], [said, words], rules = []) => {
    const plan = await flatpakPlanOf(from, to, rules)
    const preview = previewFlatpaks(plan, pairOf(from, to))
    const listed = await compareFlatpakSources(pairOf(from, to))
    const one = listed.find(({ name }) => name === addressOf(vendor))
    if (one === undefined) throw new Error('not on the page')
    const { does, text } = saidOf(preview, keyOfOther(one))
    expect([does, text]).toEqual([said, expect.stringMatching(words)])
    const isThis = ({ url }: Pick<Remote, 'url'>) => addressOf({ url }) === one.name
    const done = doneBy(preview, (answers) => {
      const { remotes } = agreedFlatpaks(plan, answers)
      return remotes.some(isThis)
    })
    expect(agrees(does, done)).toBe(true)
  })

  it('says of an app that it waits for its source, and of another that it cannot come', async () => {
    const vendors = flatpak(app('Maps'), { origin: 'vendor' })
    const local = flatpak(app('Notes'), { origin: 'nowhere' })
    const from = capture({ remotes: [vendor], flatpaks: [vendors, local], masks: ['org.example.*'] })
    const preview = previewFlatpaks(await flatpakPlanOf(from, capture({})), pairOf(from, capture({})))
    const apps = await compareFlatpakApps(pairOf(from, capture({})))
    const said = (ref: string) => {
      const one = apps.find(({ name }) => name === packageName(ref))
      return one === undefined ? undefined : saidOf(preview, keyOfPackage(one))
    }
    expect([said(vendors.ref), said(local.ref)]).toEqual([
      { does: 'asks', text: 'Installed only if you choose “Add on XPS 13” for vendor.' },
      { does: 'leaves', text: "Can't be installed: it was installed from a file, and no source offers it." },
    ])
    const [mask] = compareFlatpakSettings(from, capture({}))
    expect(mask === undefined ? undefined : saidOf(preview, keyOfOther(mask)).text).toBe(
      'Not updated by itself from now on.',
    )
  })
})

describe('a source of apt', () => {
  const vendor = sourceAt('vendor')
  const sources = (...all: readonly PackageSource[]) => ({ ...noSources, sources: [...all] })
  const keys = [{ fingerprint: 'B'.repeat(40), owner: 'Old' }]

  /** As `probePackages` sorts them, every one of those that are asked about being usable. */
  const planOf = (from: readonly PackageSource[], to: readonly PackageSource[]): PackagesPlan => {
    const { offered, told, differing } = compareSources(sources(...from), sources(...to), () => false)
    const tried = {
      state: 'ready' as const,
      needed: [],
      install: [],
      actions: [],
      downloadBytes: 0,
      marks: [],
      rejected: [],
    }
    return {
      ...noPackagesPlan,
      sources: offered.map((source) => ({ source, ...tried })),
      sourcesTold: [...told],
      sourcesDiffering: [...differing],
    }
  }

  it.each<[string, readonly PackageSource[], readonly PackageSource[], readonly [Said, RegExp]]>([
    ['only on the laptop that is left', [vendor], [], ['asks', /^You are asked: Leave, or Add to XPS 13\.$/]],
    ['in a local folder', [{ ...vendor, hindrance: 'local' }], [], ['leaves', /^Not added\. Only P17 can reach it\.$/]],
    ['with a password', [{ ...vendor, hindrance: 'secret' }], [], ['leaves', /never copied/]],
    ['with another key', [vendor], [{ ...vendor, keys }], ['leaves', /grep -i signed-by/]],
    ['with other components', [vendor], [{ ...vendor, components: ['x'] }], ['leaves', /Set it up on XPS 13 by hand/]],
    ['the same', [vendor], [vendor], ['nothing', /^$/]],
    ['only on the laptop that is taken', [], [vendor], ['nothing', /^$/]],
    ['of the distribution', [archiveAt('http://deb.debian.org/debian', 'sid main')], [], ['leaves', /with a pin/]],
  ])('%s', (_what, from, to, [said, words]) => {
    const plan = planOf(from, to)
    const preview = previewPackages(plan, pair)
    const [one] = sourcesSideBySide(sources(...from), sources(...to))
    if (one === undefined) throw new Error('not on the page')
    const { does, text } = saidOf(preview, keyOfOther(one))
    expect([does, text]).toEqual([said, expect.stringMatching(words)])
    const done = doneBy(preview, (answers) => {
      const agreed = applyAnswers(plan, answers)
      return agreed.sources.length > 0
    })
    expect(agrees(does, done)).toBe(true)
  })
})

describe('a package of apt', () => {
  const ref = (name: string) => ({ name, arch: 'amd64' })
  const version = (name: string) => ({ ...ref(name), version: '1.0' })
  const install = (name: string) => ({ ...version(name), act: 'install' as const })
  const plan: PackagesPlan = {
    ...noPackagesPlan,
    install: [{ ...version('gimp'), auto: false }],
    actions: [install('gimp'), install('libgimp'), { ...version('vim'), act: 'update', before: '0.9' }],
    rejected: [
      {
        ...version('practice-left'),
        reason: packagesMessages.conflicts({ names: ['practice-right'] }),
        needsRemoval: [ref('practice-right')],
        actions: [install('practice-left')],
      },
    ],
    removals: [
      {
        asked: version('practice-right'),
        actions: [{ ...ref('practice-right'), act: 'remove', before: '1.0' }],
        facts: { summary: '', auto: false, bytes: {} },
      },
    ],
    newer: [{ ...version('git'), there: '2.0' }],
    held: [{ ...version('frozen'), there: '0.5' }],
    units: [
      { unit: 'cups.service', change: 'enable' },
      { unit: 'bluetooth.service', change: 'disable' },
    ],
  }
  const preview = previewPackages(plan, pair)
  const key = (name: string) => keyOfPackage({ manager: 'apt', name, architecture: 'amd64' })

  it.each<[string, Said, string]>([
    ['gimp', 'changes', 'Installed.'],
    ['libgimp', 'changes', 'Installed.'],
    ['vim', 'changes', 'Updated: 0.9 → 1.0.'],
    [
      'practice-left',
      'leaves',
      "Can't be installed: conflicts with practice-right. Remove practice-right to install it.",
    ],
    ['practice-right', 'asks', 'You are asked whether to remove it.'],
    ['git', 'leaves', '2.0 stays. P17 has the older 1.0.'],
    ['frozen', 'leaves', "Can't be installed: held at 0.5."],
    ['unheard-of', 'nothing', ''],
  ])('%s: %s', (name, does, text) => {
    expect(saidOf(preview, key(name))).toEqual({ does, text })
    const isThis = (one: { readonly name: string }) => one.name === name
    const done = doneBy(preview, (answers) => {
      const { actions, remove } = applyAnswers(plan, answers)
      return actions.some(isThis) || remove.some(isThis)
    })
    // It comes with the yes to the removal alone, which its reason says.
    expect(agrees(does, name === 'practice-left' && done === 'asks' ? 'leaves' : done)).toBe(true)
  })

  it('is started at once only if the person says so', () => {
    const said = (name: string) => saidOf(preview, `unit:${name}`)
    expect([said('cups.service').does, said('bluetooth.service').does]).toEqual(['changes', 'asks'])
    const units = (answers: Answers) => applyAnswers(plan, answers).units.map(({ unit }) => unit)
    expect([units({}), units(yesToAll(preview))]).toEqual([['cups.service'], ['cups.service', 'bluetooth.service']])
  })
})

describe('a snap', () => {
  const { pairOf: snapsOf } = snapLaptops()

  it.each<[string, string, Said]>([
    ['only on the laptop that is left', 'plain', 'changes'],
    ['without confinement', 'classic', 'asks'],
    ['only on the laptop that is taken', 'theirs', 'asks'],
    ['in another revision', 'other', 'leaves'],
    ['the same', 'same', 'nothing'],
  ])('%s', async (_what, name, said) => {
    const [classic, same] = [doubleSnap('classic', { confinement: 'classic' }), doubleSnap('same')]
    const laptops = await snapsOf(
      doubleState({ snaps: [doubleSnap('plain'), classic, same, doubleSnap('other', { revision: '7' })] }),
      doubleState({ snaps: [doubleSnap('theirs'), same, doubleSnap('other', { revision: '5' })] }),
    )
    const plan = await snapPlanOf(laptops)
    const preview = stepWith().preview(plan, laptops)
    const captures = await Promise.all([laptops.from.call(captureSnaps, {}), laptops.to.call(captureSnaps, {})])
    const one = compareSnapApps(...captures).find((each) => each.name === name)
    const { does } = one === undefined ? { does: 'nothing' as const } : saidOf(preview, keyOfPackage(one))
    expect([one?.name, does]).toEqual([name, said])
    const done = doneBy(preview, (answers) => {
      const { install, remove } = agreedSnaps(plan, answers)
      return install.some((each) => each.name === name) || remove.includes(name)
    })
    expect(agrees(does, done)).toBe(true)
  })
})
