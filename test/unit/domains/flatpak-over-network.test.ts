import { expect, it } from 'vitest'
import type { FlatpakCapture } from '../../../src-main/domains/packages/flatpak/model.ts'
import { checkOstree } from '../../../src-main/domains/packages/flatpak/on-pair/source.ts'
import { flatpakPlanSchema } from '../../../src-main/domains/packages/flatpak/on-pair/flatpak-plan.ts'
import { previewFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/preview-flatpaks.ts'
import { receivableFrom } from '../../../src-main/domains/packages/flatpak/on-pair/flatpak-step.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { app, capture, flathub, flatpak, pairOf, planOf, runtime } from './flatpak-captures.ts'

const plain = { ...flathub, name: 'plain', url: 'https://plain.example/repo', collection: '' }
const maps = flatpak(app('Maps'), { title: 'Maps', runtime: runtime('Platform') })
const chess = flatpak(app('Chess'), { title: 'Chess', origin: 'plain', runtime: runtime('Platform') })
const all = { flatpaks: [maps, chess, flatpak(runtime('Platform'))], remotes: [flathub, plain] }

async function noticesOf(from: FlatpakCapture, to: FlatpakCapture) {
  const plan = await planOf(from, to)
  // As it is journalled.
  const { blocks } = previewFlatpaks(flatpakPlanSchema.parse(plan), pairOf(from, to))
  return blocks.flatMap((block) => (block.kind === 'notice' ? [{ title: block.title, text: block.text }] : []))
}

it('says which apps are downloaded, and what has them copied instead', async () => {
  const to = capture({ remotes: [flathub, plain] })
  expect(await noticesOf(capture(all), to)).toEqual([])
  expect(await noticesOf(capture(all), { ...to, hasOstree: false })).toEqual([
    {
      title: 'XPS 13 has to download 2 Flatpak apps',
      text: 'Maps, Chess. To have them copied from P17, run "sudo apt install ostree" on XPS 13, then plan again.',
    },
  ])
  expect(await noticesOf(capture({ ...all, hasOstree: false }), to)).toEqual([
    {
      title: 'XPS 13 has to download 1 Flatpak app',
      text: 'Chess. To have it copied from P17, run "sudo apt install ostree" on P17, then plan again.',
    },
  ])
  expect(await noticesOf(capture({ remotes: [flathub] }), { ...to, hasOstree: false })).toEqual([])
})

it('says by whose key each app and its runtime are proven there', () => {
  const from = capture(all)
  const order = { install: [{ ref: maps.ref, remote: 'hub' }], update: [{ ref: chess.ref }] }
  const to = [{ ...flathub, name: 'hub' }, plain]
  expect(receivableFrom(from, order, to)).toEqual([
    { ref: maps.ref, remote: 'hub' },
    { ref: chess.ref, remote: 'plain' },
    { ref: runtime('Platform'), remote: 'hub' },
  ])
  expect(receivableFrom(from, order, [plain])).toEqual([
    { ref: maps.ref, remote: 'hub' },
    { ref: chess.ref, remote: 'plain' },
  ])
})

it('warns in the doctor where Flatpak is without ostree', async () => {
  const told = async (more: Partial<FlatpakCapture>) =>
    checkOstree({ label: 'P17', call: () => Promise.resolve(capture(more)) } as unknown as Machine)
  expect(await told({ isInstalled: false, hasOstree: false })).toEqual([])
  expect(await told({})).toEqual([
    { laptop: 'P17', title: 'Flatpak', verdict: 'passed', text: 'Its apps are copied from one laptop to the other.' },
  ])
  expect(await told({ hasOstree: false })).toMatchObject([
    { verdict: 'warning', hint: 'Run "sudo apt install ostree" on P17.' },
  ])
})
