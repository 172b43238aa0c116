import { expect, it } from 'vitest'
import { keyOfPackage } from '../../../src-renderer/pages/packages/packages-routes.ts'
import { manyPackages } from '../../renderer/lists.ts'

it('tells a package from the snap and the app of its name, in a list and in an address', () => {
  const one = { name: 'firefox', architecture: 'amd64', summary: '', installedBytes: 0, difference: 'same' } as const
  const keys = (['apt', 'snap', 'flatpak'] as const).map((manager) =>
    keyOfPackage({ ...one, manager, neededBy: { first: [], count: 0 } }),
  )
  expect(keys).toEqual(['firefox:amd64', 'snap:firefox:amd64', 'flatpak:firefox:amd64'])
  expect(new Set(manyPackages.packages.map(keyOfPackage)).size).toBe(4_000)
})
