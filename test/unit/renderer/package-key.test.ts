import { expect, it } from 'vitest'
import { packageManagers } from '../../../src-main/contract/package-rule.ts'
import { keyOfPackage } from '../../../src-renderer/pages/packages/package-key.ts'
import { manyPackages } from '../../renderer/lists.ts'

it('tells a package, a Flatpak app and a snap of one name apart', () => {
  const keys = packageManagers.map((manager) => keyOfPackage({ manager, name: 'firefox', architecture: 'amd64' }))
  expect(keys).toEqual(['firefox:amd64', 'flatpak:firefox:amd64', 'snap:firefox:amd64'])
})

it('has one key for each of many packages', () => {
  expect(new Set(manyPackages.packages.map(keyOfPackage)).size).toBe(4_000)
})
