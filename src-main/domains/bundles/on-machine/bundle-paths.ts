/**
 * Where bundles lie: `bundles/NAME/VERSION/` in the state folder, root's alone, each with a read-only subvolume `NAME-VERSION`. One without
 * its subvolume is put away: `kept/` has its lists.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { BundleId } from '../../../contract/bundles-calls.ts'

export const bundlesFolder = (stateFolder: string): string => path.join(stateFolder, 'bundles')

export const bundleFolder = (stateFolder: string, { name, version }: BundleId): string =>
  path.join(bundlesFolder(stateFolder), name, version)

export const treeName = ({ name, version }: BundleId): string => `${name}-${version}`

/** The subvolume: `bundle.json`, `entries.jsonl` and `files/`. */
export const treeOf = (stateFolder: string, id: BundleId): string =>
  path.join(bundleFolder(stateFolder, id), treeName(id))

/** `bundle.json` and `entries.jsonl` of one that is put away. They stay when it is brought back: they cannot become others. */
export const keptOf = (stateFolder: string, id: BundleId): string => path.join(bundleFolder(stateFolder, id), 'kept')

export const filesOf = (tree: string): string => path.join(tree, 'files')

export const isThere = (stateFolder: string, id: BundleId): boolean => existsSync(bundleFolder(stateFolder, id))

export const isPutAway = (stateFolder: string, id: BundleId): boolean =>
  !existsSync(treeOf(stateFolder, id)) && existsSync(keptOf(stateFolder, id))
