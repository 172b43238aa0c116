/** Holds of packages, also of those that are not installed. */
import { expect, it } from 'vitest'
import type { Capture, InstalledPackage } from '../../../src-main/domains/packages/model.ts'
import { fitPackages } from '../../../src-main/domains/packages/on-machine/fit-packages.ts'
import type { AskApt } from '../../../src-main/domains/packages/on-machine/simulate.ts'
import { compareCaptures } from '../../../src-main/domains/packages/on-pair/compare-captures.ts'
import { installed, noUnits, unremarkable } from './captures.ts'

const captureOf = (packages: readonly InstalledPackage[], ...kept: readonly string[]): Capture => ({
  ...{ nativeArch: 'amd64', architectures: ['amd64'], own: [], ...unremarkable, packages: [...packages] },
  ...{ units: noUnits, health: { kind: 'healthy' }, heldAbsent: kept.map((name) => ({ name, arch: 'amd64' })) },
})
const keepOut = (name: string) => ({ name, arch: 'amd64', mark: 'keep-out' })

it('of what is not installed are followed where the other laptop does not have it either', () => {
  const [from, to] = [captureOf([], 'snapd', 'both', 'there'), captureOf([installed('there')], 'both', 'only-there')]
  expect(compareCaptures(from, to)).toMatchObject({ marks: [keepOut('snapd')], marksThere: [keepOut('only-there')] })
  const never = { never: new Set(['snapd:amd64', 'only-there:amd64']) }
  expect(compareCaptures(from, to, never)).toMatchObject({ marks: [], marksThere: [] })
})

it('of what would be changed along keep away what needs that, unless it only goes as agreed', async () => {
  const [wanted, held] = [
    { name: 'wanted', arch: 'amd64', version: '1' },
    { name: 'held', arch: 'amd64' },
  ]
  const asking =
    (act: 'update' | 'remove'): AskApt =>
    ({ install }) =>
      Promise.resolve({
        kind: 'possible',
        actions: install.flatMap((one) => [
          { act: 'install', ...one },
          act === 'remove' ? { act, ...held, before: '1' } : { act, ...held, version: '2', before: '1' },
        ]),
      })
  const fit = (act: 'update' | 'remove', remove: readonly (typeof held)[]) =>
    fitPackages([wanted], { remove, leave: [], held: [held] }, asking(act))
  expect(await fit('update', [])).toMatchObject({
    accepted: [],
    rejected: [{ reason: { id: 'packages.changesHeld' } }],
  })
  expect(await fit('update', [held])).toMatchObject({ accepted: [] })
  expect(await fit('remove', [held])).toMatchObject({ accepted: [wanted], rejected: [] })
})
