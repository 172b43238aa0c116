/** Packages as a laptop lists them, of which a test says only what it is about. */
import type { InstalledPackage, Units } from '../../../src-main/domains/packages/model.ts'

export function installed(name: string, more: Partial<InstalledPackage> = {}): InstalledPackage {
  return {
    ...{
      name,
      version: '1.0',
      arch: 'amd64',
      auto: false,
      hold: false,
      torn: false,
      essential: false,
      needs: [],
      recommends: [],
    },
    ...{ installedBytes: 0, summary: '' },
    ...more,
  }
}

/** Nothing that a package brought for every user. */
export const noneOfUsers: Units['users'] = { files: [], enabled: [], masked: [] }
