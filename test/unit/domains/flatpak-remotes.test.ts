import { expect, it } from 'vitest'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { Answers, PreviewBlock } from '../../../src-main/contract/preview.ts'
import type { FlatpakCapture, Remote } from '../../../src-main/domains/packages/flatpak/model.ts'
import { checkAllFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/check-flatpaks.ts'
import { previewFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/preview-flatpaks.ts'
import { compareFlatpakSources } from '../../../src-main/domains/packages/flatpak/on-pair/remotes/side-by-side.ts'
import { verifyFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/verify-flatpaks.ts'
import { app, capture, flathub, flatpak, pairOf, planOf } from './flatpak-captures.ts'

const vendor: Remote = { ...flathub, name: 'vendor', title: '', url: 'https://vendor.example/repo', collection: '' }
const address = 'https://vendor.example/repo'

const told = (blocks: readonly PreviewBlock[]) =>
  blocks.flatMap((block) =>
    block.kind === 'changes' ? [[block.title, ...block.changes.map(({ name, detail }) => `${name}: ${detail}`)]] : [],
  )

async function proofOf(from: FlatpakCapture, before: FlatpakCapture, after: FlatpakCapture, answers: Answers = {}) {
  const plan = await planOf(from, before)
  const { items, notes } = await verifyFlatpaks(pairOf(from, after), plan, answers, {})
  return { sources: items.filter(({ title }) => title === 'Flatpak sources'), notes }
}

it('asks about a source that only the laptop that is left has, also without an app of it', async () => {
  const [from, to] = [capture({ remotes: [flathub, vendor] }), capture({ remotes: [flathub] })]
  const plan = await planOf(from, to)
  const { questions, summary } = previewFlatpaks(plan, pairOf(from, to))
  expect(questions.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([['flatpak-remote:vendor', 'leave']])
  expect(questions[0]?.reason).toBe(`${address} · key AB12 of Flathub · no app on P17 comes from it`)
  expect(summary).toBe('1 app source to decide')
  const rules: readonly PackageRule[] = [{ kind: 'flatpak-source', name: address, decision: 'apart' }]
  expect((await planOf(from, to, rules)).remotes).toEqual([])
})

it('proves what became of a source, by what the person said to it', async () => {
  const [from, to] = [capture({ remotes: [flathub, vendor] }), capture({ remotes: [flathub] })]
  const add: Answers = { 'flatpak-remote:vendor': 'add' }
  const left = await proofOf(from, to, to)
  expect(left.sources).toMatchObject([{ verdict: 'as-chosen', compared: 1, chosen: [address], differences: [] }])
  const gone = await proofOf(from, to, to, add)
  expect(gone.sources).toMatchObject([{ verdict: 'differs', differences: [address] }])
  const failed = await proofOf(from, to, { ...to, failures: [{ what: 'vendor', words: 'no' }] }, add)
  expect(failed.sources).toMatchObject([
    { verdict: 'left', left: [{ why: 'not added on XPS 13', names: [address] }], differences: [] },
  ])
  const done = await proofOf(from, to, from, add)
  expect(done.sources).toMatchObject([{ verdict: 'same', compared: 2 }])
  expect((await proofOf(capture({}), capture({}), capture({}))).sources).toEqual([])
})

it('tells of a source that cannot be added, and why', async () => {
  const why = async (remote: Partial<Remote>, to: Partial<FlatpakCapture> = {}) => {
    const [from, taken] = [capture({ remotes: [{ ...vendor, ...remote }] }), capture(to)]
    const { blocks, questions } = previewFlatpaks(await planOf(from, taken), pairOf(from, taken))
    expect(questions).toEqual([])
    return told(blocks)
  }
  const title = 'Flatpak sources not added'
  expect(await why({ isSigned: false })).toEqual([[title, 'vendor: It is not signed. Add it by hand if you trust it']])
  expect(await why({ isDisabled: true })).toEqual([[title, 'vendor: It is turned off on P17']])
  expect(await why({ url: '' })).toEqual([])
  const from = capture({ remotes: [{ ...vendor, isSigned: false }] })
  expect((await proofOf(from, capture({}), capture({}))).sources).toMatchObject([
    { verdict: 'not-compared', notCompared: { why: 'undecided', names: [address] } },
  ])
})

it('tells an unsigned source once where an app comes from it', async () => {
  const from = capture({
    remotes: [{ ...vendor, isSigned: false }],
    flatpaks: [flatpak(app('Maps'), { origin: 'vendor' })],
  })
  const { blocks } = previewFlatpaks(await planOf(from, capture({})), pairOf(from, capture({})))
  expect(told(blocks).map(([title]) => title)).toEqual(["Flatpak apps that can't be installed"])
})

it('tells in plan and proof what both laptops have otherwise of one source', async () => {
  const other = { ...vendor, keys: [{ fingerprint: 'CD34', owner: '' }], isDisabled: true }
  const [from, to] = [capture({ remotes: [vendor] }), capture({ remotes: [other] })]
  const { blocks } = previewFlatpaks(await planOf(from, to), pairOf(from, to))
  const differs = 'P17: key AB12 of Flathub; turned on. XPS 13: key CD34; turned off'
  expect(told(blocks)).toEqual([
    [
      'Flatpak sources that differ',
      expect.stringContaining(`vendor: ${differs}. If P17's key is right, copy`) as string,
    ],
  ])
  const { sources, notes } = await proofOf(from, to, to)
  expect(sources).toMatchObject([
    { verdict: 'not-compared', notCompared: { why: 'undecided', count: 1, names: [address] } },
  ])
  expect(notes).toEqual([`${address} differs. ${differs}`])
  const rules: readonly PackageRule[] = [{ kind: 'flatpak-source', name: address, decision: 'apart' }]
  const plan = await planOf(from, to, rules)
  expect(told(previewFlatpaks(plan, pairOf(from, to)).blocks)).toEqual([])
  const ruled = await verifyFlatpaks(pairOf(from, to), plan, {}, {})
  expect(ruled).toMatchObject({ items: [{ verdict: 'as-chosen', chosen: [address] }], notes: [] })
})

it('installs nothing of a source that is turned off on the other laptop, and says so', async () => {
  const from = capture({ remotes: [vendor], flatpaks: [flatpak(app('Maps'), { origin: 'vendor' })] })
  const to = capture({ remotes: [{ ...vendor, isDisabled: true }] })
  const plan = await planOf(from, to)
  expect([plan.install, plan.remotes, plan.rejected.map(({ why }) => why)]).toEqual([[], [], ['turned-off']])
})

it('counts sources in the full check', async () => {
  const rules: readonly PackageRule[] = [{ kind: 'flatpak-source', name: 'https://ruled.example', decision: 'apart' }]
  const ruled = { ...vendor, name: 'ruled', url: 'https://ruled.example/' }
  const from = capture({ remotes: [flathub, vendor, ruled] })
  const to = capture({ remotes: [{ ...flathub, isFiltered: true }] })
  const area = await checkAllFlatpaks(() => Promise.resolve(rules))(pairOf(from, to), undefined, {})
  expect([area.differs.count, area.asChosen.items.map(({ path }) => path)]).toEqual([0, ['https://ruled.example']])
  expect(area.notCompared.items).toEqual([
    { path: 'https://dl.flathub.org/repo', differsIn: ['contents'] },
    { path: address, differsIn: ['missing'], onlyOn: 'P17' },
  ])
})

it('lists one source once, by the address of this laptop', async () => {
  const mirror = { ...flathub, name: 'hub', url: 'https://mirror.example/' }
  const listed = await compareFlatpakSources(pairOf(capture({ remotes: [flathub] }), capture({ remotes: [mirror] })))
  expect(listed.map(({ name, difference }) => [name, difference])).toEqual([
    ['https://dl.flathub.org/repo', 'different'],
  ])
})

const otherKey = { ...vendor, name: 'seller', keys: [{ fingerprint: 'CD34EF56', owner: '' }] }

it('tells both fingerprints and the command where both have one source with different keys, and asks nothing', async () => {
  const [from, to] = [capture({ remotes: [vendor] }), capture({ remotes: [otherKey] })]
  const { questions, blocks } = previewFlatpaks(await planOf(from, to), pairOf(from, to))
  expect(questions).toEqual([])
  const differs = 'P17: key AB12 of Flathub. XPS 13: key CD34 EF56'
  const command = 'sudo flatpak remote-modify --gpg-import=seller.trustedkeys.gpg seller'
  expect(told(blocks)).toEqual([
    [
      'Flatpak sources that differ',
      `vendor: ${differs}. If P17's key is right, copy /var/lib/flatpak/repo/seller.trustedkeys.gpg to XPS 13 and run "${command}" there`,
    ],
  ])
  const { sources, notes } = await proofOf(from, to, to)
  expect(sources).toMatchObject([{ verdict: 'not-compared', notCompared: { names: [address] } }])
  expect(notes).toEqual([`${address} differs. ${differs}`])
})

it('names what only the laptop that is taken has set, as what stays', async () => {
  const shared = flatpak(app('Maps'))
  const from = capture({ flatpaks: [shared], pins: ['runtime/org.example.Platform/x86_64/48'] })
  const to = capture({
    ...{ flatpaks: [shared, flatpak(app('Game'))], masks: ['org.example.Maps'], pins: from.pins },
    overrides: [
      { name: 'org.example.Maps', text: '[Context]\nshared=network;' },
      { name: 'org.example.Game', text: '[Context]\nshared=network;' },
    ],
  })
  const { blocks } = previewFlatpaks(await planOf(from, to), pairOf(from, to))
  expect(told(blocks)).toEqual([
    [
      'Flatpak settings that stay',
      'org.example.Maps: Permissions set by hand on XPS 13 alone. They stay',
      'org.example.Maps: Not updated by itself on XPS 13 alone, and stays so',
    ],
  ])
  const rules: readonly PackageRule[] = [{ kind: 'flatpak', name: 'org.example.Maps', decision: 'never' }]
  expect((await planOf(from, to, rules)).settingsThere).toEqual({ masks: [], pins: [], overrides: [] })
})
