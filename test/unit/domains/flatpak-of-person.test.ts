import { expect, it } from 'vitest'
import { isApart, otherLine } from '../../../src-main/contract/packages-others-words.ts'
import { checkAllFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/check-flatpaks.ts'
import { compareFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/compare-flatpaks.ts'
import { previewFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/preview-flatpaks.ts'
import { compareFlatpakSources } from '../../../src-main/domains/packages/flatpak/on-pair/remotes/side-by-side.ts'
import { compareFlatpakApps } from '../../../src-main/domains/packages/flatpak/on-pair/source.ts'
import { verifyFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/verify-flatpaks.ts'
import { app, capture, commit, flathub, flatpak, noneOfPerson, pairOf, planOf, runtime } from './flatpak-captures.ts'

const ofPerson = (...flatpaks: (typeof noneOfPerson)['flatpaks']) => ({ ...noneOfPerson, flatpaks })
const music = flatpak(app('Music'), { runtime: runtime('Platform') })
const platform = flatpak(runtime('Platform'))

it('brings the runtime for everybody that an app of the person needs, and proves it', async () => {
  const from = capture({ flatpaks: [platform, flatpak(runtime('Other'))], remotes: [flathub], person: ofPerson(music) })
  const to = capture({ remotes: [flathub] })
  const compared = compareFlatpaks(from, to)
  expect(compared.missing.map(({ ref }) => ref)).toEqual([runtime('Platform')])
  expect(compared.along.map(({ ref }) => ref)).toEqual([runtime('Other')])
  const plan = await planOf(from, to)
  expect(plan.install.map(({ ref }) => ref)).toEqual([runtime('Platform')])
  const proofOf = async (there: typeof to) => (await verifyFlatpaks(pairOf(from, there), plan, {}, {})).items[0]
  expect(await proofOf(to)).toMatchObject({ verdict: 'differs', differences: ['org.example.Platform'] })
  expect(await proofOf({ ...to, flatpaks: [platform] })).toMatchObject({ verdict: 'same', differences: [] })
  const area = await checkAllFlatpaks(() => Promise.resolve([]))(pairOf(from, to), undefined, {})
  expect(area.differs.items.map(({ path }) => path)).toEqual(['org.example.Platform'])
})

it('brings no runtime that the person has in their home too', () => {
  const from = capture({ flatpaks: [platform], person: ofPerson(music, platform) })
  expect(compareFlatpaks(from, capture({})).missing).toEqual([])
})

it('says where nobody knows what the apps of the person need', async () => {
  const from = capture({ person: { ...noneOfPerson, isKnown: false } })
  const told = async (one: typeof from, other: typeof from) =>
    previewFlatpaks(await planOf(one, other), pairOf(one, other)).blocks.flatMap((block) =>
      block.kind === 'notice' ? [block.title] : [],
    )
  expect(await told(from, capture({}))).toEqual(["Flatpak apps in the home folder of P17 can't be listed"])
  expect(await told(capture({}), from)).toEqual([])
})

it('lists apps and sources of the person beside those for everybody', async () => {
  const newer = { ...music, commit: commit('b') }
  const mine = { name: 'mine', title: '', url: 'https://mine.example/repo', isDisabled: false }
  const here = capture({
    flatpaks: [music],
    remotes: [flathub],
    person: { isKnown: true, flatpaks: [newer, flatpak(app('Chess'))], remotes: [mine, { ...mine, url: flathub.url }] },
  })
  const there = capture({ flatpaks: [music], remotes: [flathub], person: ofPerson(music) })
  const listed = await compareFlatpakApps(pairOf(here, there))
  expect(listed.map(({ name, scope, difference }) => [name, scope, difference])).toEqual([
    ['org.example.Music', undefined, 'same'],
    ['org.example.Music', 'person', 'newer-here'],
    ['org.example.Chess', 'person', 'only-here'],
  ])
  const sources = await compareFlatpakSources(pairOf(here, there))
  expect(sources).toEqual([
    {
      ...{ kind: 'source', name: 'https://dl.flathub.org/repo', manager: 'flatpak', followsRelease: false },
      ...{
        difference: 'same',
        parts: [{ part: 'keys', here: ['key AB12 of Flathub'], there: ['key AB12 of Flathub'] }],
      },
    },
    ...['https://mine.example/repo', 'https://dl.flathub.org/repo'].map((name) => ({
      ...{ kind: 'source', name, manager: 'flatpak', scope: 'person', followsRelease: false },
      ...{ difference: 'only-here', parts: [] },
    })),
  ])
})

it('says in what a source differs, for everybody and in the home', async () => {
  const off = { ...flathub, url: 'https://mirror.example/repo', isDisabled: true }
  const mine = { name: 'mine', title: '', url: 'https://mine.example/repo', isDisabled: false }
  const person = (isDisabled: boolean) => ({ isKnown: true, flatpaks: [], remotes: [{ ...mine, isDisabled }] })
  const here = capture({ remotes: [flathub], person: person(false) })
  const there = capture({ remotes: [off], person: person(true) })
  const differing = await compareFlatpakSources(pairOf(here, there))
  expect(differing.map((one) => one.kind === 'source' && one.parts.filter(isApart))).toEqual([
    [
      { part: 'address', here: ['https://dl.flathub.org/repo/'], there: ['https://mirror.example/repo'] },
      { part: 'isDisabled', here: ['turned on'], there: ['turned off'] },
    ],
    [{ part: 'isDisabled', here: ['turned on'], there: ['turned off'] }],
  ])
  expect(differing.map((one) => otherLine(one, { here: 'P17', there: 'XPS' }))).toEqual([
    'Flatpak, differs in address, whether it is turned on',
    'Flatpak, in the home folder, differs in whether it is turned on',
  ])
})
