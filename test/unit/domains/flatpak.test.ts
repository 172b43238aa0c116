import { expect, it } from 'vitest'
import { checkAllFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/check-flatpaks.ts'
import { compareFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/compare-flatpaks.ts'
import { compareFlatpakSources } from '../../../src-main/domains/packages/flatpak/on-pair/remotes/side-by-side.ts'
import { compareFlatpakApps } from '../../../src-main/domains/packages/flatpak/on-pair/source.ts'
import { withoutPassword } from '../../../src-main/domains/packages/flatpak/on-machine/capture-of-person.ts'
import { refSchema, type FlatpakCapture, type Remote } from '../../../src-main/domains/packages/flatpak/model.ts'
import { parseInstallations } from '../../../src-main/tools/flatpak/other-installations.ts'
import { outcomeOf } from '../../../src-main/tools/outcome.ts'
import { parseDate, parseFlatpak } from '../../../src-main/tools/flatpak/flatpak-lists.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import { previewFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/preview-flatpaks.ts'
import { verifyFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/verify-flatpaks.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { app, capture, commit, flathub, flatpak, pairOf, planOf, runtime } from './flatpak-captures.ts'

it('brings apps and the runtimes that are to stay, and leaves what Flatpak itself chooses', () => {
  const from = capture({
    flatpaks: [app('Maps'), runtime('Platform'), runtime('Plugin'), runtime('Platform.GL.nvidia-550')].map((ref) =>
      flatpak(ref),
    ),
    pins: [runtime('Plugin')],
  })
  const compared = compareFlatpaks(from, capture({}))
  expect(compared.missing.map(({ ref }) => ref)).toEqual([app('Maps'), runtime('Plugin')])
  expect(compared.along.map(({ ref }) => ref)).toEqual([runtime('Platform')])
  expect(compared.apart.map(({ ref }) => ref)).toEqual([runtime('Platform.GL.nvidia-550')])
})

it('knows a source again by its place or its collection, whatever its name is', async () => {
  const from = capture({ flatpaks: [flatpak(app('Maps'))], remotes: [flathub] })
  const install = async (there: Partial<Remote>) =>
    (await planOf(from, capture({ remotes: [{ ...flathub, name: 'hub', collection: '', ...there }] }))).install.map(
      ({ remote }) => remote,
    )
  expect(await install({ url: 'https://dl.flathub.org/repo' })).toEqual(['hub'])
  expect(await install({ url: 'https://mirror.example/', collection: 'org.flathub.Stable' })).toEqual(['hub'])
  expect(await install({ url: 'https://other.example/' })).toEqual(['flathub'])
})

it('offers no source that nothing proves, that needs a password, or whose name is taken', async () => {
  const why = async (remote: Partial<Remote>, to: Partial<FlatpakCapture> = {}) => {
    const from = capture({ flatpaks: [flatpak(app('Maps'))], remotes: [{ ...flathub, ...remote }] })
    const plan = await planOf(from, capture(to))
    return [plan.remotes.length, ...plan.rejected.map((one) => one.why)]
  }
  expect(await why({})).toEqual([1])
  expect(await why({ isSigned: false })).toEqual([0, 'unsigned'])
  expect(await why({ keys: [] })).toEqual([0, 'unsigned'])
  expect(await why({ hasPassword: true })).toEqual([0, 'password'])
  expect(await why({ isFiltered: true })).toEqual([0, 'filtered'])
  expect(await why({ url: '' })).toEqual([0, 'no-source'])
  const other = { ...flathub, url: 'https://other.example/', collection: '' }
  expect(await why({}, { remotes: [other] })).toEqual([0, 'name-taken'])
})

it('asks about no removal where the laptop that is left has no Flatpak', async () => {
  const plan = await planOf(capture({ isInstalled: false }), capture({ flatpaks: [flatpak(app('Maps'))] }))
  expect(plan.removals).toEqual([])
})

it('obeys rules in both directions, and proves what they leave on one laptop as chosen', async () => {
  const rules: readonly PackageRule[] = [
    { kind: 'flatpak', name: 'org.example.Ma*', decision: 'apart' },
    { kind: 'flatpak', name: 'org.example.Radio', decision: 'both' },
    { kind: 'apt', name: '*', decision: 'apart' },
  ]
  const from = capture({ flatpaks: [flatpak(app('Maps')), flatpak(app('Chess'))], remotes: [flathub] })
  const to = capture({ flatpaks: [flatpak(app('Mail')), flatpak(app('Radio'))], remotes: [flathub] })
  const plan = await planOf(from, to, rules)
  expect(plan.install.map(({ ref }) => ref)).toEqual([app('Chess')])
  expect([plan.removals, plan.kept, plan.both]).toEqual([[], [app('Maps'), app('Mail')], [app('Radio')]])
  const said = previewFlatpaks(plan, pairOf(from, to)).blocks.flatMap((one) =>
    one.kind === 'notice' ? [one.title] : [],
  )
  expect(said).toEqual(['2 Flatpak apps are left as you chose', '1 Flatpak app is to be on both laptops'])
  const after = capture({ ...to, flatpaks: [...to.flatpaks, flatpak(app('Chess'))] })
  const { items } = await verifyFlatpaks(pairOf(from, after), plan, {}, {})
  expect(items[0]).toMatchObject({ compared: 1, differences: [] })
  expect([...(items[0]?.chosen ?? [])].sort()).toEqual(['org.example.Mail', 'org.example.Maps', 'org.example.Radio'])
  const area = await checkAllFlatpaks(() => Promise.resolve(rules))(pairOf(from, after), undefined, {})
  expect(area.differs.items.map(({ path }) => path)).toEqual(['org.example.Radio'])
  expect(area.asChosen.items.map(({ path }) => path).sort()).toEqual(['org.example.Mail', 'org.example.Maps'])
  const back = await planOf(after, from, rules)
  expect(back.install.map(({ ref }) => ref)).toEqual([app('Radio')])
  expect(back.removals).toEqual([])
})

it('leaves an app as it is on each laptop where a rule says never, with its permissions and its mask', async () => {
  const rules: readonly PackageRule[] = [{ kind: 'flatpak', name: 'org.example.Maps', decision: 'never' }]
  const from = capture({
    flatpaks: [flatpak(app('Maps'), { commit: 'b'.repeat(64) }), flatpak(app('Chess'))],
    remotes: [flathub],
    masks: ['org.example.Maps', 'org.example.Chess'],
    pins: ['runtime/org.example.Maps/x86_64/48'],
    overrides: [{ name: 'org.example.Maps', text: 'filesystems=home' }],
  })
  const to = capture({ flatpaks: [flatpak(app('Maps')), flatpak(app('Chess'))], remotes: [flathub] })
  const usual = await planOf(from, to)
  expect([usual.masks, usual.update.map(({ ref }) => ref)]).toEqual([from.masks, [app('Maps')]])
  const plan = await planOf(from, to, rules)
  expect([plan.update, plan.newer, plan.overrides, plan.pins]).toEqual([[], [], [], []])
  expect([plan.masks, plan.kept]).toEqual([['org.example.Chess'], [app('Maps')]])
  const after = capture({ ...to, masks: ['org.example.Chess'] })
  const { items } = await verifyFlatpaks(pairOf(from, after), plan, {}, {})
  expect(items[0]).toMatchObject({ compared: 1, chosen: ['org.example.Maps'], differences: [] })
  expect(items[0]).not.toHaveProperty('left')
  const area = await checkAllFlatpaks(() => Promise.resolve(rules))(pairOf(from, after), undefined, {})
  const settings = ['org.example.Maps (setting)', 'runtime/org.example.Maps/x86_64/48 (setting)']
  expect([area.differs.items, area.asChosen.items.map(({ path }) => path)]).toEqual([
    [],
    ['org.example.Maps', ...settings],
  ])
  expect((await planOf(capture({}), to, rules)).removals.map(({ ref }) => ref)).toEqual([app('Chess')])
})

it('puts no key of a source in the plan, and no contents of a file', async () => {
  const from = capture({
    flatpaks: [flatpak(app('Maps'))],
    remotes: [{ ...flathub, keyring: 'c2VjcmV0' }],
    overrides: [{ name: 'org.example.Maps', text: 'filesystems=home' }],
  })
  const text = JSON.stringify(await planOf(from, capture({})))
  expect(text).not.toContain('c2VjcmV0')
  expect(text).not.toContain('filesystems')
  expect(text).toContain('"overrides":["org.example.Maps"]')
})

it('reads what flatpak lists, with sizes and dates', () => {
  expect(
    parseFlatpak(['org.a.B/x86_64/stable', 'current', 'hub', '1.5\u00a0MB', '2.0', 'org.a.P/x86_64/1', 'A B']),
  ).toEqual({
    ref: 'app/org.a.B/x86_64/stable',
    origin: 'hub',
    title: 'A B',
    version: '2.0',
    runtime: 'runtime/org.a.P/x86_64/1',
    installedBytes: 1_500_000,
  })
  expect(parseFlatpak(['org.a.P/x86_64/1', 'runtime', 'hub', '0\u00a0bytes', '', '', 'P']).ref).toBe(
    'runtime/org.a.P/x86_64/1',
  )
  expect(parseDate('      Commit: ab\n        Date: 2026-11-23 22:51:38 +0100\n')?.toISOString()).toBe(
    '2026-11-23T21:51:38.000Z',
  )
  expect(() => parseFlatpak(['org.a.B/x86_64/stable'])).toThrow('flatpak')
})

it('takes no ref for an option or a path, and tells no password', () => {
  for (const ref of ['--all', 'app/../x/y', 'app/a/b', 'app/-a/b/c', 'app/a b/c/d'])
    expect(refSchema.safeParse(ref).success).toBe(false)
  expect(refSchema.safeParse(app('Maps')).success).toBe(true)
  expect(withoutPassword('https://me:secret@apps.example/repo')).toEqual({
    url: 'https://apps.example/repo',
    hasPassword: true,
  })
  expect(withoutPassword('https://apps.example/repo@2').hasPassword).toBe(false)
  const token = { url: 'https://apps.example/repo', hasPassword: true }
  expect(withoutPassword('https://apps.example/repo?token=a@b/c')).toEqual(token)
  expect(withoutPassword('https://me@apps.example/repo?token=abc#d')).toEqual(token)
  expect(withoutPassword('https://me:se?cret@apps.example/repo')).toEqual({ url: '', hasPassword: true })
  for (const url of ['', 'file:///srv/repo', 'oci+https://registry.example'])
    expect(withoutPassword(url)).toEqual({ url, hasPassword: false })
})

it('tells no password or token of an address in what the program complains of', () => {
  expect(
    outcomeOf(
      1,
      "error: While fetching 'https://me:secret@apps.example/repo/summary?token=abc#x': 404 (me@example.org)\n",
    ),
  ).toEqual({
    isDone: false,
    words: "error: While fetching 'https://apps.example/repo/summary': 404 (me@example.org)",
  })
})

it('is listed beside packages, the newer one by when it was made', async () => {
  const [old, fresh] = [commit('a'), commit('b')]
  const machine = (answer: FlatpakCapture, at: string): Machine =>
    ({
      label: '',
      call: (verb: { readonly name: string }) =>
        Promise.resolve(verb.name === 'flatpak.dates' ? { dates: [{ ref: app('Maps'), at }] } : answer),
    }) as unknown as Machine
  const pair = {
    from: machine(
      capture({ flatpaks: [flatpak(app('Maps'), { commit: old }), flatpak(runtime('P'))] }),
      '2026-01-01T00:00:00Z',
    ),
    to: machine(capture({ flatpaks: [flatpak(app('Maps'), { commit: fresh })] }), '2026-02-01T00:00:00Z'),
  }
  const listed = await compareFlatpakApps(pair)
  expect(listed.map(({ name, difference }) => [name, difference])).toEqual([
    ['org.example.Maps', 'older-here'],
    ['org.example.P//48', 'only-here'],
  ])
  expect(listed[1]?.here).toEqual({ version: 'aaaaaaaaaaaa', auto: true, held: false, origin: 'flathub' })
  const area = await checkAllFlatpaks(() => Promise.resolve([]))(pair, undefined, {})
  expect(area.differs.items).toEqual([{ path: 'org.example.Maps', differsIn: ['version'] }])
  expect(area.notCompared.items.map(({ path }) => path)).toEqual(['org.example.P'])
})

it('is not replaced by a version that may be older, where a laptop does not tell when its own was made', async () => {
  const [from, to] = ['a', 'b'].map((digit) => capture({ flatpaks: [flatpak(app('Maps'), { commit: commit(digit) })] }))
  const update = async (silent?: FlatpakCapture) =>
    (await planOf(from ?? capture({}), to ?? capture({}), [], silent)).update.map(({ ref }) => ref)
  expect(await update()).toEqual([app('Maps')])
  expect(await update(to)).toEqual([])
  expect(await update(from)).toEqual([])
})

it('proves what was set by hand, and never calls the same what was not carried', async () => {
  const apps = { flatpaks: [flatpak(app('Draw'))], remotes: [flathub] }
  const set = {
    masks: ['org.example.Zed*'],
    pins: [runtime('Plugin')],
    overrides: [
      { name: 'org.example.Draw', text: 'filesystems=!home' },
      { name: 'org.example.Gone', text: 'filesystems=!home' },
    ],
  }
  const [from, without] = [capture({ ...apps, ...set }), capture(apps)]
  const proofOf = async (to: FlatpakCapture) => {
    const plan = await planOf(from, without)
    return (await verifyFlatpaks(pairOf(from, to), plan, {}, {})).items[0]
  }
  expect(await proofOf(capture({ ...apps, ...set }))).toMatchObject({ verdict: 'same', differences: [] })
  expect(await proofOf(without)).toMatchObject({
    verdict: 'differs',
    differences: [
      'org.example.Zed* (setting)',
      'runtime/org.example.Plugin/x86_64/48 (setting)',
      'org.example.Draw (setting)',
    ],
  })
  const failed = capture({ ...apps, ...set, masks: [], failures: [{ what: 'org.example.Zed*', words: 'no' }] })
  expect(await proofOf(failed)).toMatchObject({
    verdict: 'left',
    differences: [],
    left: [{ why: 'not installed on XPS 13', names: ['org.example.Zed* (setting)'] }],
  })
  const check = async (one: FlatpakCapture, other: FlatpakCapture) =>
    checkAllFlatpaks(() => Promise.resolve([]))(pairOf(one, other), undefined, {})
  expect((await check(from, without)).differs.items).toContainEqual({
    path: 'org.example.Draw (setting)',
    differsIn: ['contents'],
  })
  const back = await check(without, from)
  expect([back.differs.count, back.notCompared.items.map(({ onlyOn }) => onlyOn)]).toEqual([
    0,
    ['XPS 13', 'XPS 13', 'XPS 13'],
  ])
})

it('leaves what only the laptop that is taken has set, and a full check on either laptop agrees', async () => {
  const apps = { flatpaks: [flatpak(app('Draw')), flatpak(app('Mine'))], remotes: [flathub] }
  const from = capture(apps)
  const to = capture({
    ...{ ...apps, masks: ['org.example.Zed*'] },
    overrides: [
      { name: 'org.example.Mine', text: 'filesystems=!home' },
      { name: 'org.example.Gone', text: 'filesystems=!home' },
    ],
  })
  const { items } = await verifyFlatpaks(pairOf(from, to), await planOf(from, to), {}, {})
  const settings = ['org.example.Zed* (setting)', 'org.example.Mine (setting)']
  expect(items[0]).toMatchObject({ left: [{ why: 'set on XPS 13 alone', names: settings }], differences: [] })
  const left = new Set(items.flatMap((one) => (one.left ?? []).flatMap(({ names }) => names)))
  const last = { switchId: 's', chosen: () => new Set<string>(), left: () => left, open: () => left }
  for (const pair of [pairOf(from, to), pairOf(to, from)]) {
    const area = await checkAllFlatpaks(() => Promise.resolve([]))(pair, last, {})
    expect([area.differs.items, area.notCompared.items.map(({ path }) => path)]).toEqual([[], settings])
  }
})

it('proves what is held even where no app is there', async () => {
  const [from, to] = [capture({ masks: ['org.example.*'] }), capture({})]
  const plan = await planOf(from, to)
  expect((await verifyFlatpaks(pairOf(from, to), plan, {}, {})).items[0]).toMatchObject({ verdict: 'differs' })
  expect((await verifyFlatpaks(pairOf(from, from), plan, {}, {})).items).toEqual([])
})

it('asks no more about a source that is to be left, nor about its apps on either laptop', async () => {
  const source = { ...flathub, name: 'vendor', url: 'https://vendor.example/repo/', collection: '' }
  const from = capture({
    flatpaks: [flatpak(app('Maps'), { origin: 'vendor' }), flatpak(app('Chess'))],
    remotes: [source, flathub],
  })
  const to = capture({ remotes: [flathub] })
  const asked = await planOf(from, to)
  const [question] = previewFlatpaks(asked, pairOf(from, to)).questions
  expect(question?.choices.map(({ id, rule }) => [id, rule])).toEqual([
    ['leave', undefined],
    ['add', undefined],
    ['keep-always', { kind: 'flatpak-source', address: 'https://vendor.example/repo' }],
  ])
  const rules: readonly PackageRule[] = [
    { kind: 'flatpak-source', name: 'https://vendor.example/repo', decision: 'apart' },
  ]
  const plan = await planOf(from, to, rules)
  expect([plan.remotes, plan.kept, plan.install.map(({ ref }) => ref)]).toEqual([[], [app('Maps')], [app('Chess')]])
  const after = capture({ ...to, flatpaks: [flatpak(app('Chess'))] })
  expect((await verifyFlatpaks(pairOf(from, after), plan, {}, {})).items[0]).toMatchObject({
    ...{ chosen: ['org.example.Maps'], differences: [] },
  })
  const area = await checkAllFlatpaks(() => Promise.resolve(rules))(pairOf(from, after), undefined, {})
  const chosen = area.asChosen.items.map(({ path }) => path)
  expect([area.differs.count, chosen]).toEqual([0, ['org.example.Maps', 'https://vendor.example/repo']])
  const back = await planOf(after, from, rules)
  expect([back.removals, back.kept]).toEqual([[], [app('Maps')]])
  // Where both have the source, the rule says nothing.
  const both = await planOf(from, capture({ remotes: [flathub, source] }), rules)
  expect(both.install.map(({ ref }) => ref)).toEqual([app('Maps'), app('Chess')])
})

it('lists sources by their addresses, whatever each laptop calls them', async () => {
  const other = { ...flathub, name: 'vendor', url: 'https://vendor.example/repo' }
  const file = { ...flathub, name: 'maps-origin', url: '' }
  const pair = pairOf(
    capture({ remotes: [flathub, other, file] }),
    capture({
      remotes: [
        { ...flathub, name: 'hub' },
        { ...other, isDisabled: true },
      ],
    }),
  )
  expect((await compareFlatpakSources(pair)).map(({ name, difference }) => [name, difference])).toEqual([
    ['https://dl.flathub.org/repo', 'same'],
    ['https://vendor.example/repo', 'different'],
  ])
})

it('reads which installations there are beside the usual one', () => {
  const text =
    '# by hand\n[Installation "extra"]\nPath=/srv/extra/\nDisplayName=Extra\n\n[Installation "none"]\nPriority=1\n'
  expect(parseInstallations(text)).toEqual([{ name: 'extra', path: '/srv/extra/' }])
  expect(parseInstallations('[Other]\nPath=/srv\n')).toEqual([])
})

it('tells what is in other installations, and neither brings nor compares it', async () => {
  const from = capture({ others: [{ name: 'extra', apps: [app('Maps'), app('Chess')] }] })
  const to = capture({ others: [{ name: 'extra', apps: [app('Chess')] }] })
  const plan = await planOf(from, to)
  expect([plan.install, plan.removals]).toEqual([[], []])
  expect(previewFlatpaks(plan, pairOf(from, to)).blocks).toMatchObject([
    {
      title: 'Other Flatpak installations',
      changes: [{ effect: 'cannot', name: 'org.example.Maps' }],
    },
  ])
  expect((await verifyFlatpaks(pairOf(from, to), plan, {}, {})).items).toMatchObject([
    {
      verdict: 'not-compared',
      notCompared: { count: 2, names: ['org.example.Maps (extra)', 'org.example.Chess (extra)'] },
    },
  ])
  const area = await checkAllFlatpaks(() => Promise.resolve([]))(pairOf(from, to), undefined, {})
  expect(area.leftOut.map(({ laptop, title, count }) => [laptop, title, count])).toEqual([
    ['P17', 'Other Flatpak installations', 2],
    ['XPS 13', 'Other Flatpak installations', 1],
  ])
  expect([area.differs.count, area.compared]).toEqual([0, 0])
})
