/** Search is over everything: the lists of a page hold all that they count, or are fetched from the step line by line. */
import { expect, it } from 'vitest'
import type { Preview } from '../../../src-main/contract/preview.ts'
import { previewEtc } from '../../../src-main/domains/etc-tracking/on-pair/preview-etc.ts'
import { previewPackages } from '../../../src-main/domains/packages/on-pair/preview-packages.ts'
import type { PackagesPlan } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { noPackagesPlan } from './captures.ts'
import { pair } from '../machine/told-machine.ts'
import { noEtcPlan } from './etc-files.ts'

const all = 1_200

const listsOf = ({ blocks }: Preview) =>
  blocks.flatMap((block) => (block.kind === 'changes' ? [[block.count, block.changes.length] as const] : []))

it('every file of /etc that is copied is listed', () => {
  const changes = Array.from({ length: all }, (_, index) => ({
    ...{ path: `/many.d/${index}.conf`, effect: 'update' as const, detail: '1 line differs', bytes: 1 },
    ...{ mark: '', there: '' },
  }))
  const preview = previewEtc({ ...noEtcPlan, changes }, pair)
  expect(listsOf(preview)).toEqual([[all, all]])
})

it('every package is listed, of each kind', () => {
  const many = Array.from({ length: all }, (_, index) => ({ name: `lib${index}`, arch: 'amd64', version: '2.0' }))
  const plan: PackagesPlan = {
    ...noPackagesPlan,
    newer: many.map((one) => ({ ...one, there: '3.0' })),
    actions: [
      ...many.map((one) => ({ ...one, act: 'install' as const })),
      ...many.map((one) => ({ ...one, act: 'update' as const, before: '1.0' })),
    ],
    rejected: many.map((one) => ({
      ...{ ...one, reason: { id: 'packages.unknown', data: {} }, needsRemoval: [], actions: [] },
    })),
  }
  expect(listsOf(previewPackages(plan, pair))).toEqual(Array.from({ length: 4 }, () => [all, all]))
})
